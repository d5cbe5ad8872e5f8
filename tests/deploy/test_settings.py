"""Settings that deploy/ and the operator's document name, against those that there are."""

import re
from pathlib import Path

import pytest

from config import SETTINGS
from tests.deploy.rooms import DEPLOY
from tests.deploy.settings_table import OPERATIONS, rows, written_rows

NAMED = re.compile(r"\b(?:EMOCHAT|GEMINI)_[A-Z][A-Z_]*[A-Z]\b")
FILES = sorted(
    path for path in (*DEPLOY.rglob("*"), OPERATIONS) if path.is_file() and path.suffix != ".json"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_names_a_setting_that_there_is_not(path: Path) -> None:
    named = set(NAMED.findall(path.read_text()))
    assert named <= {setting.variable for setting in SETTINGS}


def test_the_table_lists_every_setting_as_the_server_has_it() -> None:
    assert written_rows() == rows(), "run: python -m tests.deploy.settings_table"
