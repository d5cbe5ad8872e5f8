"""Where measured figures are kept beside the model: `models/voice.json`."""

import json
from pathlib import Path
from typing import Any

from analysis.voice_classifier import METADATA_FILE, load_metadata


def add_figures(models_dir: Path, name: str, figures: dict[str, Any]) -> None:
    """Put figures under a name of their own, in the place of those that were there."""
    write_metadata(models_dir, load_metadata(models_dir) | {name: figures})


def write_metadata(models_dir: Path, metadata: dict[str, Any]) -> None:
    text = json.dumps(metadata, indent=1) + "\n"
    (models_dir / METADATA_FILE).write_text(text, encoding="utf-8")
