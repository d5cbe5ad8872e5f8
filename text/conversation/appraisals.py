"""All kinds of events, and the words that tell of them in plain English and Spanish."""

import re
from collections.abc import Mapping

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

WORDS: Mapping[str, re.Pattern[str]] = {
    appraisal.phrase: any_of(*appraisal.english, *appraisal.spanish)
    for appraisal in APPRAISALS
    if appraisal.english or appraisal.spanish
}
"""What a plain text says where each event is told."""
