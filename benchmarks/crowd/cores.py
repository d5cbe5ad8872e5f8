"""Which processor cores a process may use."""

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path


def all_cores() -> list[int]:
    return sorted(os.sched_getaffinity(0))


def pin(pid: int, cores: Collection[int]) -> None:
    """Confine all threads of a process; those to come inherit it from the one that starts them."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        # A thread may end while the folder is read.
        with suppress(ProcessLookupError):
            os.sched_setaffinity(int(thread.name), cores)
