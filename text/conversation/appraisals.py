"""All kinds of events, and the words that tell of them in plain English and Spanish."""

import re
from collections.abc import Mapping

from text.categories import LANGUAGES, Language
from text.conversation.appraisal import Appraisal
from text.conversation.appraisals_life import LIFE
from text.conversation.appraisals_pleasant import PLEASANT
from text.conversation.appraisals_service import SERVICE
from text.conversation.plain import any_of

APPRAISALS = (*SERVICE, *LIFE, *PLEASANT)
"""In the order in which a text's triggers are named."""

BY_PHRASE: Mapping[str, Appraisal] = {appraisal.phrase: appraisal for appraisal in APPRAISALS}

SERVICE_FAILURES = frozenset(
    appraisal.phrase for appraisal in APPRAISALS if appraisal.service_failure
)

WORDS: Mapping[Language, Mapping[str, re.Pattern[str]]] = {
    language: {
        appraisal.phrase: any_of(*appraisal.words[language])
        for appraisal in APPRAISALS
        if appraisal.words[language]
    }
    for language in LANGUAGES
}
"""What a plain text of each language says where each event is told."""
