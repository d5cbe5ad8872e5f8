"""From a model's scores to the strengths of the six emotions."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from text import constants
from text.categories import FINE, INTENSITIES, PRESENCES, Category
from text.scores import TextScores

FEELINGS: dict[Category, tuple[str, ...]] = {
    Category.JOY: ("admiration", "amusement", "excitement", "gratitude", "joy", "optimism")
    + ("pride", "relief"),
    Category.SURPRISE: ("surprise", "realization"),
    Category.ANGER: ("anger", "annoyance", "disgust"),
}
STANCES: dict[Category, tuple[str, ...]] = {
    Category.JOY: ("approval",),
    Category.SURPRISE: ("confusion", "curiosity"),
    Category.ANGER: ("disapproval",),
}
"""The fine labels behind a category that tell a feeling, and those that tell what one thinks.

A category's labels are those of GoEmotions' Ekman mapping.
"""

PUZZLES = ("surprise", "realization", "curiosity")
"""What confusion is beside in its category."""


@dataclass(frozen=True, slots=True)
class Heads:
    """A model's scores by name, valence and arousal standardised."""

    fine: Mapping[str, float]
    presence: Mapping[str, float]
    intensity: Mapping[Category, float]
    z_valence: float
    z_arousal: float


def heads_of(scores: TextScores) -> Heads:
    return Heads(
        fine=dict(zip(FINE, scores.fine.tolist(), strict=True)),
        presence=dict(zip(PRESENCES, scores.presence.tolist(), strict=True)),
        intensity=dict(zip(INTENSITIES, scores.intensity.tolist(), strict=True)),
        z_valence=(scores.valence - constants.VALENCE_MEAN) / constants.VALENCE_SD,
        z_arousal=(scores.arousal - constants.AROUSAL_MEAN) / constants.AROUSAL_SD,
    )


def strengths(heads: Heads, arousal: float) -> dict[Category, float]:
    """How strongly each emotion is there, 0..1, in the order of Category."""
    intensities = {Category.LOVE: heads.presence[Category.LOVE] * arousal, **heads.intensity}
    raw = {name: _strength(heads, name, intensities[name]) for name in Category}
    for name in STANCES:
        if _is_stance(heads, name):
            raw[name] *= 1 - heads.presence["neutral"]
    raw[Category.FEAR] = max(raw[Category.FEAR], _perceived_fear(heads))
    if _is_uneasy(heads):
        raw[Category.SURPRISE] = _either(heads.fine[name] for name in PUZZLES)
        raw[Category.FEAR] = max(raw[Category.FEAR], _unease(heads))
    return raw


def _strength(heads: Heads, name: Category, intensity: float) -> float:
    """Presence and perceived intensity in one; weaker where no emotion is likelier than this."""
    presence, neutral = heads.presence[name], heads.presence["neutral"]
    span = constants.TRUST_TO - constants.TRUST_FROM
    trust = min(1.0, max(0.0, (presence - constants.TRUST_FROM) / span))
    perceived = constants.STRENGTH_GAIN * (presence + intensity) / 2
    strength = presence + trust * (perceived - presence)
    return strength * (1 - max(0.0, neutral - presence))


def _perceived_fear(heads: Heads) -> float:
    """Fear in what is told, where no word names it."""
    intensity = heads.intensity[Category.FEAR]
    low, high = constants.FEAR_FROM, constants.FEAR_TO
    trust = min(1.0, max(0.0, (intensity - low) / (high - low)))
    return trust * intensity * (1 - heads.presence["neutral"] / 2)


def _is_stance(heads: Heads, name: Category) -> bool:
    """Whether a question, a yes or a no is all there is of an emotion, as in "What time is it?"."""
    felt = max(heads.fine[label] for label in FEELINGS[name])
    return max(heads.fine[label] for label in STANCES[name]) > felt


def _is_uneasy(heads: Heads) -> bool:
    """Whether the text is unsure, and unpleasantly so, rather than puzzled."""
    others = max(heads.fine[name] for name in PUZZLES)
    is_unsure = heads.fine["confusion"] > max(others, constants.UNSURE_FROM)
    is_fearful = heads.intensity[Category.FEAR] > heads.intensity[Category.SURPRISE]
    return is_unsure and is_fearful and heads.z_valence < constants.UNEASE_Z


def _unease(heads: Heads) -> float:
    strength = min(heads.fine["confusion"], heads.intensity[Category.FEAR])
    return strength * (1 - heads.presence["neutral"])


def _either(probabilities: Iterable[float]) -> float:
    """Probability that any of independent events happens (noisy-or)."""
    return 1 - math.prod(1 - p for p in probabilities)
