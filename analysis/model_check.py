"""Whether the files of a model fit each other and this code."""

import hashlib
from pathlib import Path


class ModelMismatchError(ValueError):
    """The model files do not fit each other or this code."""


def require_equal(what: str, found: object, expected: object) -> None:
    """Refuse a model of which something else was found than expected.

    Raises:
        ModelMismatchError: it says what, and both.
    """
    if found != expected:
        raise ModelMismatchError(f"{what}: found {found}, expected {expected}")


def require_sha256(path: Path, recorded: str) -> None:
    """Refuse a file with another SHA-256 than its model's metadata recorded, in hex.

    Raises:
        ModelMismatchError: the file was changed.
        FileNotFoundError: it is missing.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    require_equal(f"sha256 of {path.name}", digest, recorded)
