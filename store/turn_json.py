"""Readings and marks as JSON, and back.

What a later version adds to the JSON is ignored by this one; a field of Marks that an
earlier one did not write has its default.
"""

import json
from collections.abc import Mapping
from typing import Any

from text.categories import Category, Complexity, DiscoveryLevel, IntensityLevel
from text.conversation.turn import Marks
from text.reading import TextReading

# A context is up to 1,000 readings, and a look-up in a dict is quicker than a call of the enum.
CATEGORIES = {category.value: category for category in Category}
INTENSITY_LEVELS = {level.value: level for level in IntensityLevel}
COMPLEXITIES = {complexity.value: complexity for complexity in Complexity}
DISCOVERY_LEVELS = {level.value: level for level in DiscoveryLevel}


def dump_reading(reading: TextReading) -> str:
    """Write a reading as a JSON object; `secondary` becomes pairs, for its order counts.

    Raises:
        ValueError: a number is NaN or infinite.
    """
    return _dump(
        {
            "category": reading.category.value,
            "raw": {category.value: float(reading.raw[category]) for category in Category},
            "neutral": float(reading.neutral),
            "intensity": float(reading.intensity),
            "intensity_level": reading.intensity_level.value,
            "valence": float(reading.valence),
            "arousal": float(reading.arousal),
            "complexity": reading.complexity.value,
            "wonder_index": float(reading.wonder_index),
            "discovery_level": reading.discovery_level.value,
            "secondary": [[name, float(share)] for name, share in reading.secondary.items()],
            "language": reading.language,
            "tokens": int(reading.tokens),
            "truncated": bool(reading.truncated),
            "speaks_of_self_harm": bool(reading.speaks_of_self_harm),
        }
    )


def load_reading(text: str) -> TextReading:
    """Undo dump_reading.

    Raises:
        KeyError, ValueError: it is not what dump_reading wrote.
    """
    value = json.loads(text)
    raw = value["raw"]
    return TextReading(
        category=CATEGORIES[value["category"]],
        raw={category: raw[name] for name, category in CATEGORIES.items()},
        neutral=value["neutral"],
        intensity=value["intensity"],
        intensity_level=INTENSITY_LEVELS[value["intensity_level"]],
        valence=value["valence"],
        arousal=value["arousal"],
        complexity=COMPLEXITIES[value["complexity"]],
        wonder_index=value["wonder_index"],
        discovery_level=DISCOVERY_LEVELS[value["discovery_level"]],
        secondary=dict(value["secondary"]),
        language=value["language"],
        tokens=value["tokens"],
        truncated=value["truncated"],
        speaks_of_self_harm=value["speaks_of_self_harm"],
    )


def dump_marks(marks: Marks) -> str:
    """Write marks as a JSON object."""
    return _dump(
        {
            "triggers": list(marks.triggers),
            "waited_min": None if marks.waited_min is None else float(marks.waited_min),
            "promises": bool(marks.promises),
            "resolves": bool(marks.resolves),
        }
    )


def load_marks(text: str) -> Marks:
    """Undo dump_marks."""
    value = json.loads(text)
    default = Marks()
    return Marks(
        triggers=tuple(value.get("triggers", default.triggers)),
        waited_min=value.get("waited_min", default.waited_min),
        promises=value.get("promises", default.promises),
        resolves=value.get("resolves", default.resolves),
    )


def _dump(value: Mapping[str, Any]) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))
