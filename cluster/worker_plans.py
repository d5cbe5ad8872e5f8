"""Which worker processes there are, and what each one gets for itself. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from cluster.identity import check_worker_id

MAX_PORT = 65_535
DEFAULT_ID_PREFIX = "w"


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """One worker process.

    Attributes:
        worker_id: unique over all machines that share a Redis.
        port: its TCP port.
        udp_ports: first and last of its share, or None where the system chooses.
    """

    worker_id: str
    port: int
    udp_ports: tuple[int, int] | None

    @property
    def arguments(self) -> Sequence[str]:
        """What a worker's command line ends with; the last of an option counts."""
        udp = () if self.udp_ports is None else ("--udp-ports", "{}-{}".format(*self.udp_ports))
        return ("--workers", "1", "--worker-id", self.worker_id, "--port", str(self.port), *udp)


def worker_ids(count: int, id_prefix: str = DEFAULT_ID_PREFIX) -> Sequence[str]:
    """Return w1, w2 and so on.

    Raises:
        ValueError: the prefix makes no worker id.
    """
    return [check_worker_id(f"{id_prefix}{number}") for number in range(1, count + 1)]


def plan_workers(
    count: int,
    base_port: int,
    udp_ports: tuple[int, int] | None,
    id_prefix: str = DEFAULT_ID_PREFIX,
) -> Sequence[WorkerPlan]:
    """Share ports out.

    Args:
        count: how many processes, at least 1.
        base_port: TCP port of the first; the others have those that follow.
        udp_ports: first and last of what all may use together.
        id_prefix: what their ids start with; another one for each machine.

    Raises:
        ValueError: there are not enough ports, or the prefix makes no worker id.
    """
    if base_port < 1 or base_port + count - 1 > MAX_PORT:
        raise ValueError(f"{count} workers need {count} TCP ports from the first one on")
    shares = split_ports(udp_ports, count) if udp_ports is not None else [None] * count
    ids = worker_ids(count, id_prefix)
    return [WorkerPlan(ids[index], base_port + index, shares[index]) for index in range(count)]


def split_ports(ports: tuple[int, int], count: int) -> Sequence[tuple[int, int]]:
    """Split a range into parts that differ by one port at most.

    Raises:
        ValueError: it has fewer ports than parts.
    """
    first, last = ports
    size, more = divmod(last - first + 1, count)
    if size < 1:
        raise ValueError(f"{first}-{last} has too few ports for {count} workers")
    starts = [first + index * size + min(index, more) for index in range(count + 1)]
    return [(starts[index], starts[index + 1] - 1) for index in range(count)]
