"""A small table of made-up faces, of the form that training reads."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vision.features import FaceShape
from vision.model_file import MODELS_DIR

# FER+ majority index and FER2013 label of each made-up kind of face.
KINDS = {
    "neutral": (0, 6),
    "happy": (1, 3),
    "surprised": (2, 5),
    "sad": (3, 4),
    "angry": (4, 0),
    "disgusted": (5, 1),
    "fearful": (6, 2),
}


def made_up_faces(n_faces: int) -> dict[str, NDArray[Any]]:
    """Return arrays of a table whose expressions differ clearly in shape and blendshapes."""
    rng = np.random.default_rng(11)
    reference = FaceShape.load(MODELS_DIR / "face_features.npz").reference
    kind = np.arange(n_faces) % len(KINDS)
    moves = rng.normal(0, 0.08, (len(KINDS), *reference.shape))
    shapes = reference + moves[kind] + rng.normal(0, 0.02, (n_faces, *reference.shape))
    blendshapes = np.clip(0.1 * kind[:, None] + rng.normal(0, 0.05, (n_faces, 52)), 0, 1)
    labels = np.array(list(KINDS.values()))[kind]
    votes = np.zeros((n_faces, 10), np.uint8)
    votes[np.arange(n_faces), labels[:, 0]] = 9
    votes[:, 7] = 1
    split = np.select([np.arange(n_faces) % 10 == 8, np.arange(n_faces) % 10 == 9], [1, 2], 0)
    return {
        "lm_q8192": np.round((0.5 + 0.3 * shapes) * 8192).astype(np.int16),
        "bs_q65535": np.round(blendshapes * 65535).astype(np.uint16),
        "fer2013_label": labels[:, 1].astype(np.int8),
        "ferplus_majority": labels[:, 0].astype(np.int8),
        "ferplus_votes": votes,
        "split": split.astype(np.int8),
        "image": np.array([f"face{number}.png" for number in range(n_faces)]),
        "det_pass": np.full(n_faces, 4, np.int8),
        "mt": np.tile(np.eye(4, dtype=np.float32), (n_faces, 1, 1)),
        "dup_sim_to_train": np.where(np.arange(n_faces) % 100 == 9, 0.999, 0.5).astype(np.float16),
    }


def made_up_logits(faces: dict[str, NDArray[Any]]) -> NDArray[np.float32]:
    """Return what a fair face network would say of the faces."""
    rng = np.random.default_rng(12)
    logits = rng.normal(0, 1, (len(faces["split"]), 15))
    logits[np.arange(len(logits)), faces["ferplus_majority"]] += 2
    return logits.astype(np.float32)


def write_pixels(folder: Path, faces: dict[str, NDArray[Any]]) -> None:
    """Write pictures of noise for the faces of a table."""
    shape = (len(faces["image"]), 48, 48)
    pixels = np.random.default_rng(1).integers(0, 256, shape).astype(np.uint8)
    np.savez(folder / "ferplus_pixels48_uint8.npz", x=pixels, image=faces["image"])


def write_table(folder: Path, faces: dict[str, NDArray[Any]]) -> None:
    """Write the files of a table; two happy images of PrivateTest have no face."""
    shape = FaceShape.load(MODELS_DIR / "face_features.npz")
    np.savez(folder / "ferplus_landmarks.npz", allow_pickle=False, **faces)
    np.savez(
        folder / "ferplus_undetected.npz",
        fer2013_label=np.array([3, 3], np.int8),
        ferplus_majority=np.array([1, 1], np.int8),
        split=np.array([2, 2], np.int8),
    )
    np.savez(folder / "reference_shape.npz", ref=shape.reference, mir=shape.mirror_index)
