"""One regularity that was tested for."""

from dataclasses import dataclass
from typing import Literal

PatternKind = Literal["temporal", "cyclical", "trigger-based", "sequential", "recovery"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one test.

    Attributes:
        kind: what sort of regularity.
        what: the regularity in English words.
        measure: what `effect` is.
        effect: how strong it is.
        support: how many observations show it.
        p: probability of the like by chance: of this test taken alone, until patterns_of
            adjusts it for all that were made.
        large: whether support and effect are large enough to speak of.
    """

    kind: PatternKind
    what: str
    measure: str
    effect: float
    support: int
    p: float
    large: bool = True
