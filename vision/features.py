"""From landmarks to the numbers that the classifiers read; shared by training and serving."""

from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from vision.alignment import align
from vision.blendshapes import BLENDSHAPE_MIRROR, BLENDSHAPE_NAMES
from vision.geometry import GEOMETRY_NAMES, Geometry
from vision.landmarks import N_LANDMARKS

N_SHAPE_COMPONENTS = 40

FEATURE_NAMES = (
    *(f"shape_{number:02}" for number in range(N_SHAPE_COMPONENTS)),
    *BLENDSHAPE_NAMES,
    *GEOMETRY_NAMES,
)


class FeatureFileError(ValueError):
    """The file with the face shape does not fit this code."""


class FaceShape(NamedTuple):
    """What `models/face_features.npz` holds.

    Attributes:
        reference: float32, shape (478, 3): the mean face, left-right symmetric about x = 0,
            axes as in FaceLandmarks; every face is aligned to it.
        mirror_index: int, shape (478,): for each landmark, its counterpart on the other side.
        mean: float32, shape (1434,): the mean of the aligned training faces, flattened.
        basis: float32, shape (1434, N_SHAPE_COMPONENTS): their principal components.
    """

    reference: NDArray[np.float32]
    mirror_index: NDArray[np.int64]
    mean: NDArray[np.float32]
    basis: NDArray[np.float32]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file.

        Raises:
            FeatureFileError: an array is missing or has another shape.
        """
        with np.load(path, allow_pickle=False) as file:
            missing = set(cls._fields) - set(file.files)
            if missing:
                raise FeatureFileError(f"{path} lacks {', '.join(sorted(missing))}")
            shape = cls(**{name: file[name] for name in cls._fields})
        n_values = N_LANDMARKS * 3
        expected = ((N_LANDMARKS, 3), (N_LANDMARKS,), (n_values,), (n_values, N_SHAPE_COMPONENTS))
        found = tuple(array.shape for array in shape)
        if found != expected:
            raise FeatureFileError(f"{path} has shapes {found}, expected {expected}")
        return shape


class FeatureExtractor:
    """Turns landmarks and blendshapes into FEATURE_NAMES.

    The features do not depend on where in the picture the face is, how large it is
    and how the head is turned (as far as the landmarks are right).
    """

    def __init__(self, shape: FaceShape) -> None:
        self._shape = shape
        self._geometry = Geometry(shape.mirror_index)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Make an extractor from `face_features.npz`.

        Raises:
            FeatureFileError: the file does not fit this code.
        """
        return cls(FaceShape.load(path))

    @property
    def reference(self) -> NDArray[np.float32]:
        """The shape that faces are aligned to, float32, shape (478, 3)."""
        return self._shape.reference

    def extract(
        self, points: NDArray[np.floating], blendshapes: NDArray[np.floating]
    ) -> NDArray[np.float32]:
        """Return the features of n faces, float32, shape (n, len(FEATURE_NAMES)).

        Args:
            points: shape (n, 478, 3), axes as in FaceLandmarks, any one unit.
            blendshapes: shape (n, 52), 0..1.
        """
        aligned = align(points, self._shape.reference)
        flat = aligned.reshape(len(aligned), -1)
        components = (flat - self._shape.mean) @ self._shape.basis
        parts = [components, blendshapes, self._geometry.measure(aligned)]
        return np.concatenate(parts, axis=1, dtype=np.float32)

    def mirrored(
        self, points: NDArray[np.floating], blendshapes: NDArray[np.floating]
    ) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Return the faces as a mirror would show them, without a second detection.

        Shapes as in `extract`. x changes its sign, so positions in the picture are lost.
        """
        flipped = points[:, self._shape.mirror_index] * np.array([-1, 1, 1], points.dtype)
        return flipped, blendshapes[:, BLENDSHAPE_MIRROR]
