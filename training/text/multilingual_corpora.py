"""What the Spanish model is trained and measured on.

Besides Spanish texts these are English ones, whose labels carry over through the multilingual
encoder.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from text.categories import FINE, PRESENCES, Category
from text.cleaning import clean
from training.text.corpus import Corpus
from training.text.everyday import everyday_corpus
from training.text.heads import BRIGHTER, LEVELS, N_LEVELS, PLUTCHIK
from training.text.multilingual_written import negated_texts, neutral_texts
from training.text.sources import Sources

_DEV_ROWS = 500
"""English texts on which an epoch is measured: enough to see whether it learns."""

_PLACEHOLDERS = ("@<username>", "<username>", "@<user>")
"""How BRIGHTER hides names."""

_LOVE = re.compile(
    r"\b(?:(?:te|os|lo|la|los|las|le|les) (?:quiero|amo|adoro|queremos|amamos|adoramos)"
    r"|amor(?:es|cito)?|amo|adoro|enamor\w+|cariño|abraz\w+|bes(?:o|os|itos)"
    r"|encant(?:a|an|ó|aron))\b",
    re.IGNORECASE,
)
"""Words of love in Spanish. Hearts are none: they follow any praise."""

_JOY_OF_LOVE = 0.3

_UNPLEASANT = (Category.SADNESS, Category.ANGER, Category.FEAR)


@dataclasses.dataclass(frozen=True, slots=True)
class Shares:
    """How often an epoch shows each text of a corpus.

    Epochs are short, with a part of the large corpora that differs from epoch to epoch.
    """

    brighter_spanish: float
    xed_spanish: float
    neutral_spanish: float
    negated_spanish: float
    everyday_spanish: float
    goemotions: float
    emobank: float
    brighter_english: float
    xed_english: float
    everyday_english: float


def training_corpora(sources: Sources, shares: Shares) -> list[Corpus]:
    """The corpora that have a share of an epoch."""
    brighter = with_presence_of_levels(sources.brighter("train", "esp"))
    xed = with_presence_of_plutchik(sources.xed_spanish())
    chosen = [
        prepared(brighter, shares.brighter_spanish),
        prepared(xed, shares.xed_spanish),
        prepared(neutral_corpus(), shares.neutral_spanish),
        prepared(negated_corpus(), shares.negated_spanish),
        prepared(everyday_corpus("es"), shares.everyday_spanish),
        prepared(sources.goemotions("train"), shares.goemotions),
        prepared(sources.emobank("train"), shares.emobank),
        prepared(sources.brighter("train", "eng"), shares.brighter_english),
        prepared(sources.xed(), shares.xed_english),
        prepared(everyday_corpus("en"), shares.everyday_english),
    ]
    return [corpus for corpus in chosen if corpus.share]


def dev_corpora(sources: Sources) -> list[Corpus]:
    """The Spanish dev texts, and the first English ones."""
    english = [sources.goemotions("dev"), sources.emobank("dev")]
    return [prepared(sources.brighter("dev", "esp")), *(_first(prepared(c)) for c in english)]


def neutral_corpus() -> Corpus:
    """Spanish texts without emotion, of which BRIGHTER and XED have none."""
    texts = tuple(neutral_texts())
    fine = np.zeros((len(texts), len(FINE)), np.float32)
    fine[:, FINE.index("neutral")] = 1
    presence = np.zeros((len(texts), len(PRESENCES)), np.float32)
    presence[:, PRESENCES.index("neutral")] = 1
    levels = np.zeros((len(texts), len(LEVELS)), np.float32)
    return Corpus("neutral", texts, {"fine": fine, "presence": presence, "levels": levels})


def negated_corpus() -> Corpus:
    """Spanish texts that say that an emotion is not there.

    Who is not sad, angry or afraid shows no emotion by that; who is not glad may feel anything.
    """
    categories, texts = zip(*negated_texts(), strict=True)
    presence = np.full((len(texts), len(PRESENCES)), np.nan, np.float32)
    levels = np.full((len(texts), len(LEVELS)), np.nan, np.float32)
    for row, category in enumerate(categories):
        if category in _UNPLEASANT:
            presence[row], levels[row] = np.array(PRESENCES) == "neutral", 0
        presence[row, PRESENCES.index(category)] = 0
        first = BRIGHTER.index(category) * N_LEVELS
        levels[row, first : first + N_LEVELS] = 0
    return Corpus("negated", texts, {"presence": presence, "levels": levels})


def prepared_text(text: str) -> str:
    """The text as serving gives it to the Spanish model, for both languages."""
    for placeholder in _PLACEHOLDERS:
        text = text.replace(placeholder, " ")
    return clean(text, "es")


def prepared(corpus: Corpus, share: float = 1.0) -> Corpus:
    """The corpus with its texts as serving gives them to the Spanish model."""
    texts = tuple(prepared_text(text) for text in corpus.texts)
    return dataclasses.replace(corpus, texts=texts, share=share)


def _first(corpus: Corpus) -> Corpus:
    targets = {name: values[:_DEV_ROWS] for name, values in corpus.targets.items()}
    return dataclasses.replace(corpus, texts=corpus.texts[:_DEV_ROWS], targets=targets)


def with_presence_of_levels(corpus: Corpus) -> Corpus:
    """Adds what BRIGHTER's emotions say of PRESENCES and of the fine label disgust."""
    there = corpus.targets["levels"][:, ::N_LEVELS]
    presence = _presence(corpus.texts, {name: there[:, BRIGHTER.index(name)] for name in BRIGHTER})
    fine = np.full((len(corpus), len(FINE)), np.nan, np.float32)
    fine[:, FINE.index("disgust")] = there[:, BRIGHTER.index("disgust")]
    targets = {**corpus.targets, "presence": presence, "fine": fine}
    return dataclasses.replace(corpus, targets=targets)


def with_presence_of_plutchik(corpus: Corpus) -> Corpus:
    there = corpus.targets["plutchik"]
    presence = _presence(corpus.texts, {name: there[:, PLUTCHIK.index(name)] for name in BRIGHTER})
    return dataclasses.replace(corpus, targets={**corpus.targets, "presence": presence})


def _presence(
    texts: Sequence[str], there: Mapping[str, NDArray[np.float32]]
) -> NDArray[np.float32]:
    """PRESENCES out of BRIGHTER's emotions, shape (n, 7).

    Disgust is anger's, as in PRESENCE_GROUPS. Love is a part of joy there: where a joyful text
    speaks of it, it is love and hardly joy, as in GoEmotions; else it is unlabelled. So is
    neutral: no Spanish text was chosen without an emotion, and the model would learn that
    Spanish is never neutral.
    """
    presence = np.full((len(texts), len(PRESENCES)), np.nan, np.float32)
    for column, name in enumerate(PRESENCES):
        if name == Category.ANGER:
            presence[:, column] = np.maximum(there["anger"], there["disgust"])
        elif name in there:
            presence[:, column] = there[name]
    loving = (there["joy"] > 0) & np.array([bool(_LOVE.search(text)) for text in texts])
    presence[loving, PRESENCES.index(Category.LOVE)] = 1
    presence[loving, PRESENCES.index(Category.JOY)] = _JOY_OF_LOVE
    return presence
