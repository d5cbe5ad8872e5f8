"""Lists the licence of every package that the server needs, as its own metadata says.

python -m tests.security.licences
"""

import re
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

LOCK = Path(__file__).resolve().parents[2] / "requirements.txt"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
PREFIX = "License :: "
FULL_TEXT_CHARS = 100
"""A `License` field over that is the licence's text, and the classifiers name it."""


def pinned() -> Sequence[tuple[str, str]]:
    """Return names and versions of the lock of the server."""
    return PIN.findall(LOCK.read_text())


def licence(package: str) -> str:
    """Return what a package's metadata call its licence; empty where they do not."""
    told = metadata.metadata(package)
    for field in ("License-Expression", "License"):
        named = "".join(told.get_all(field) or [])
        if named and len(named) <= FULL_TEXT_CHARS:
            return named
    classifiers = told.get_all("Classifier") or []
    return ", ".join(c.rpartition(" :: ")[2] for c in classifiers if c.startswith(PREFIX))


if __name__ == "__main__":
    for name, version in pinned():
        sys.stdout.write(f"{name}\t{version}\t{licence(name)}\n")
