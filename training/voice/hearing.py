"""What is heard of the clips, kept in a folder so that the next command starts from there."""

import hashlib
from pathlib import Path

import numpy as np

from training.voice.corpus import Clip
from training.voice.windows import Windows, hear_all

SEED = 0
ROOT = Path(__file__).resolve().parents[2]

HEARING = (
    "voice/activity.py",
    "voice/audio.py",
    "voice/descriptors.py",
    "voice/downsampler.py",
    "voice/features.py",
    "voice/window.py",
    "training/voice/augment.py",
    "training/voice/windows.py",
)
"""The code that hears: after a change of it everything is heard anew."""


def heard(clips: list[Clip], variants: tuple[str, ...], work: Path) -> Windows:
    """Hear the variants of all clips, or read what was heard before from the folder `work`."""
    work.mkdir(parents=True, exist_ok=True)
    parts = []
    for variant in variants:
        path = work / f"{variant}_{code_digest()}.npz"
        if not path.exists():
            print(f"hearing {len(clips)} clips: {variant}", flush=True)
            windows = hear_all(clips, (variant,), SEED)
            np.savez(path, **{name: getattr(windows, name) for name in Windows.__slots__})
        with np.load(path) as arrays:
            parts.append([arrays[name] for name in Windows.__slots__])
    return Windows(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def code_digest() -> str:
    """Name the code of HEARING."""
    sources = b"".join((ROOT / name).read_bytes() for name in HEARING)
    return hashlib.sha256(sources).hexdigest()[:12]
