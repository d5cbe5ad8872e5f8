"""From a model's scores to the dimensions of the /v2 contract."""

import math
from collections.abc import Mapping, Sequence, Set
from typing import TypeVar

from text import constants
from text.categories import Category, Complexity, DiscoveryLevel, IntensityLevel
from text.reading import TextReading
from text.scores import TextScores
from text.strengths import Heads, heads_of, strengths

WISHES = ("desire", "optimism")
"""Fine labels that GoEmotions gives to wishes of any kind."""

Level = TypeVar("Level", IntensityLevel, DiscoveryLevel)


def read_dimensions(
    scores: TextScores, speaks_of_self_harm: bool, emphasis: float = 0.0
) -> TextReading:
    """Derive all dimensions of one text; text.constants has the numbers and their sources.

    Args:
        scores: what the model says.
        speaks_of_self_harm: what text.safety says; passed on. A wish to die is then no "desire".
        emphasis: what text.emphasis says, 0..1; it raises arousal.
    """
    heads = heads_of(scores)
    arousal = _arousal(heads, emphasis)
    raw = strengths(heads, arousal)
    category = max(raw, key=lambda name: raw[name])
    wonder = _wonder(raw, heads.fine)
    return TextReading(
        category=category,
        raw=raw,
        neutral=heads.presence["neutral"],
        intensity=raw[category],
        intensity_level=level_of(raw[category], constants.INTENSITY_LEVELS),
        valence=_valence(heads, raw),
        arousal=arousal,
        complexity=_complexity(raw),
        wonder_index=wonder,
        discovery_level=level_of(wonder, constants.DISCOVERY_LEVELS),
        secondary=_secondary(
            heads.fine, {"neutral", category, *(WISHES if speaks_of_self_harm else ())}
        ),
        language=scores.language,
        tokens=scores.tokens,
        truncated=scores.truncated,
        speaks_of_self_harm=speaks_of_self_harm,
    )


def level_of(value: float, levels: Sequence[tuple[float, Level]]) -> Level:
    """The level whose least value is the highest that `value` reaches; the last one else."""
    return next((level for least, level in levels if value >= least), levels[-1][1])


def _valence(heads: Heads, raw: Mapping[Category, float]) -> float:
    by_head = math.tanh(constants.VALENCE_GAIN * heads.z_valence)
    share = constants.VALENCE_SHARE
    return share * by_head + (1 - share) * _pleasantness(raw)


def _pleasantness(raw: Mapping[Category, float]) -> float:
    """Of the strongest emotion, and in part of the strongest on the other side."""
    felt = {name: weight * raw[name] for name, weight in constants.PLEASANTNESS.items()}
    leading = max(felt, key=lambda name: raw[name])
    best, worst = max(felt.values()), min(felt.values())
    other = worst if felt[leading] > 0 else best
    return best + worst - (1 - constants.OTHER_SIDE) * other


def _arousal(heads: Heads, emphasis: float) -> float:
    calm = 1 / (1 + math.exp(constants.AROUSAL_GAIN * heads.z_arousal))
    return 1 - calm * (1 - constants.EMPHASIS_GAIN * emphasis)


def _complexity(raw: Mapping[Category, float]) -> Complexity:
    least = max(constants.ACTIVE_STRENGTH, constants.ACTIVE_SHARE * max(raw.values()))
    active = sum(strength >= least for strength in raw.values())
    return constants.COMPLEXITIES[min(max(active, 1), len(constants.COMPLEXITIES)) - 1]


def _wonder(raw: Mapping[Category, float], fine: Mapping[str, float]) -> float:
    stronger = sum(weight * raw[n] for n, weight in constants.WONDER_STRENGTHS.items())
    finer = sum(weight * fine[n] for n, weight in constants.WONDER_FINE.items())
    return min(1.0, constants.WONDER_BASE + stronger + finer)


def _secondary(fine: Mapping[str, float], unnamed: Set[str]) -> dict[str, float]:
    likely = sorted(fine.items(), key=lambda item: -item[1])
    return {
        constants.SECONDARY_NAMES.get(name, name): probability
        for name, probability in likely
        if probability >= constants.SECONDARY_FROM and name not in unnamed
    }
