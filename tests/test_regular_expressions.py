import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from typing import Any

import analysis
import api
import companions
import text

UNITS = [*" .!;'#@:a1\n\u2026", "a ", '."', "ja", "1 hour "]
CHARS = 100_000


def patterns() -> Iterator[re.Pattern[str]]:
    for package in (analysis, api, companions, text):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield from _in(vars(importlib.import_module(module.name)))


def _in(values: Mapping[str, Any]) -> Iterator[re.Pattern[str]]:
    for value in list(values.values()):
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            yield value
        elif isinstance(value, Mapping) and value is not values.get("__builtins__"):
            yield from _in(value)


def test_no_pattern_takes_the_square_of_a_text() -> None:
    """Together these take seconds; one that took the square of its text's length, minutes."""
    found = set(patterns())
    assert len(found) > 60
    for unit in UNITS:
        long = unit * (CHARS // len(unit)) + "x"
        for pattern in found:
            for _ in pattern.finditer(long):
                pass
