"""Fuzzes one target guided by coverage, for as long as libFuzzer is told.

    python -m tests.security.coverage_guided offer -max_total_time=60 [folder of inputs]

Needs atheris (`make fuzz` installs it).
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["aioice", "aiortc", "webrtc", "tests.security.targets"]):
    from tests.security.seeds import SEEDS
    from tests.security.targets import TARGETS


def main(arguments: list[str]) -> None:
    """Fuzz; libFuzzer ends the process, with the input that failed in a file."""
    name, *options = arguments
    with TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS[name]):
            (Path(folder) / str(number)).write_bytes(seed)
        atheris.Setup([sys.argv[0], *options, folder], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
