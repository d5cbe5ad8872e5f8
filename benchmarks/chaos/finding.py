"""What an experiment found. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PASSED, FAILED, NOT_RUN = "passed", "FAILED", "not run"


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that had to hold.

    Attributes:
        text: what was expected.
        saw: what was seen instead, or as well.
    """

    text: str
    saw: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What one experiment came to.

    Attributes:
        load: what ran meanwhile.
        happened: in short.
        lost: of what was acknowledged, and of what was not.
    """

    load: str
    happened: str
    lost: str
    expectations: Sequence[Expectation]

    @property
    def result(self) -> str:
        return PASSED if all(each.is_met for each in self.expectations) else FAILED

    def with_more(self, *expectations: Expectation) -> "Finding":
        return Finding(self.load, self.happened, self.lost, [*self.expectations, *expectations])


class NotRunError(Exception):
    """This machine lacks what an experiment needs; says what."""


def at_most(text: str, value: float, limit: float, unit: str = "") -> Expectation:
    """Expect a number not above a limit."""
    return Expectation(f"{text} ≤ {limit:g}{unit}", f"{value:.4g}{unit}", value <= limit)


def none_of(text: str, count: int, of: int | None = None) -> Expectation:
    """Expect that something never happened."""
    return Expectation(text, f"{count}" if of is None else f"{count} of {of}", count == 0)


def holds(text: str, is_met: bool, saw: object = "") -> Expectation:
    return Expectation(text, str(saw) or ("yes" if is_met else "no"), is_met)


def row(name: str, finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON has it."""
    return {
        "experiment": name,
        "load": finding.load,
        "happened": finding.happened,
        "lost": finding.lost,
        "expectations": [
            {"text": each.text, "saw": each.saw, "met": each.is_met}
            for each in finding.expectations
        ],
        "result": finding.result,
    }


def row_not_run(name: str, why: str) -> dict[str, Any]:
    """Return the row of an experiment that this machine does not permit."""
    nothing = {"load": "", "happened": why, "lost": "", "expectations": []}
    return {"experiment": name, **nothing, "result": NOT_RUN}
