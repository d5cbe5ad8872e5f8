"""Which servers a session can be measured against here."""

from collections.abc import Sequence
from typing import get_args

from benchmarks.servers import FASTRTC_PYTHON, Kind

QUICK_KINDS: tuple[Kind, ...] = ("emochat", "stock-aiortc")


def kinds_to_measure(quick: bool) -> tuple[Kind, ...]:
    """Return all kinds, but for fastrtc where its own environment has not been set up."""
    kinds: tuple[Kind, ...] = QUICK_KINDS if quick else get_args(Kind)
    return tuple(kind for kind in kinds if kind != "fastrtc" or FASTRTC_PYTHON.exists())


def left_out(measured: Sequence[Kind]) -> list[Kind]:
    """Return the kinds that were not measured, for the report to name."""
    return [kind for kind in get_args(Kind) if kind not in measured]
