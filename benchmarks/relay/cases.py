"""The networks that are measured."""

from dataclasses import replace

from benchmarks.relay.link import LinkConditions
from benchmarks.relay.network import Network

_FAR = LinkConditions(delay_s=0.05)
"""A round trip of 100 ms in all: a server on the same continent, over mobile radio."""
_NEAR = LinkConditions(delay_s=0.02)


def _lossy(loss: float) -> Network:
    conditions = replace(_FAR, loss=loss)
    return Network(f"{loss:.0%} loss, 100 ms", conditions, conditions)


def _narrow_uplink(name: str, rate_bps: float, conditions: LinkConditions) -> Network:
    return Network(name, replace(conditions, rate_bps=rate_bps), conditions)


def _jittery() -> Network:
    conditions = replace(_FAR, jitter_s=0.03, may_reorder=True)
    return Network("±30 ms jitter, reordered", conditions, conditions)


CLEAN = Network("clean")
FAR = Network("100 ms", _FAR, _FAR)
LOSS_5 = _lossy(0.05)
UPLINK_2_MBIT = _narrow_uplink("2 Mbit/s up, 100 ms", 2_000_000, _FAR)

CASES = (
    CLEAN,
    FAR,
    _lossy(0.01),
    LOSS_5,
    _lossy(0.1),
    UPLINK_2_MBIT,
    _narrow_uplink("500 kbit/s up, 40 ms", 500_000, _NEAR),
    _jittery(),
)
"""Times are round trips; loss and jitter are each way's."""
