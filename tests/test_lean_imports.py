import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("unneeded", ["matplotlib", "sklearn", "pandas"])
def test_the_server_starts_without(unneeded: str) -> None:
    program = (
        f"import sys, server; print([m for m in sys.modules if m.split('.')[0] == {unneeded!r}])"
    )
    assert run(program) == "[]"


def test_what_stood_empty_can_be_imported_afterwards() -> None:
    program = (
        "import analysis.classifier, sklearn, matplotlib.pyplot as p; print(p.figure.__name__)"
    )
    assert run(program) == "figure"


def test_what_is_imported_already_is_left_alone() -> None:
    program = (
        "import sklearn as a, analysis.classifier, sklearn as b; print(a is b, b.__version__ > '')"
    )
    assert run(program) == "True True"
