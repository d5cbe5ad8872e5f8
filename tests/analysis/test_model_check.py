import hashlib
import re
from pathlib import Path

import pytest

from analysis.model_check import ModelMismatchError, require_equal, require_sha256

RECORDED = hashlib.sha256(b"as trained").hexdigest()
ACTUAL = hashlib.sha256(b"damaged").hexdigest()


def test_a_damaged_file_is_reported_with_its_own_hash_as_the_one_found(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(b"damaged")
    message = f"sha256 of model.bin: found {ACTUAL}, expected {RECORDED}"
    with pytest.raises(ModelMismatchError, match=re.escape(message)):
        require_sha256(path, RECORDED)


def test_a_file_with_the_recorded_hash_passes(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(b"as trained")
    require_sha256(path, RECORDED)


def test_what_differs_is_named_with_both_values() -> None:
    require_equal("classes", ["sad"], ["sad"])
    with pytest.raises(
        ModelMismatchError, match=r"^classes: found \['sad'\], expected \['happy'\]$"
    ):
        require_equal("classes", ["sad"], ["happy"])
