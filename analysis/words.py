"""What somebody said in a session, and what the text model read in it."""

from dataclasses import dataclass

MINIMAL = "minimal"
"""The intensity level of words that show no emotion to speak of (document 004)."""


@dataclass(frozen=True, slots=True)
class Words:
    """One finished caption of the person.

    Attributes:
        start_s: when it began, on the session clock.
        end_s: when it ended.
        text: the caption.
        category: the strongest of the six emotions of document 004.
        intensity: its strength, 0..1.
        intensity_level: the band of `intensity`.
        valence: -1 (unpleasant) to 1 (pleasant).
        speaks_of_self_harm: whether the words speak of hurting or killing oneself.
    """

    start_s: float
    end_s: float
    text: str
    category: str
    intensity: float
    intensity_level: str
    valence: float
    speaks_of_self_harm: bool

    @property
    def felt(self) -> str | None:
        """The category, or None for words that show no emotion to speak of."""
        return None if self.intensity_level == MINIMAL else self.category
