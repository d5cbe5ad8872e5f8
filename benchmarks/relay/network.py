"""Both directions of a network, and what happened on them."""

import random
from dataclasses import dataclass, field

from benchmarks.relay.link import Link, LinkConditions


@dataclass(frozen=True, slots=True)
class Network:
    """What lies between a browser and a server.

    Attributes:
        name: a few words for tables.
        up: from the browser to the server.
        down: from the server to the browser.
    """

    name: str
    up: LinkConditions = field(default_factory=LinkConditions)
    down: LinkConditions = field(default_factory=LinkConditions)

    @property
    def round_trip_s(self) -> float:
        return self.up.delay_s + self.down.delay_s


class Links:
    """One pair of links, with randomness of its own so that runs repeat."""

    def __init__(self, network: Network, seed: int) -> None:
        self.network = network
        self.up = Link(network.up, random.Random(2 * seed))
        self.down = Link(network.down, random.Random(2 * seed + 1))

    def figures(self) -> dict[str, int]:
        """Return how many packets did not get through."""
        return {
            "lost_up": self.up.lost_packets,
            "lost_down": self.down.lost_packets,
            "overflowed_up": self.up.overflowed_packets,
            "overflowed_down": self.down.overflowed_packets,
        }
