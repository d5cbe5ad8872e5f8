"""Taking position, size and head rotation out of face landmarks."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating]

# Bone-backed points: forehead, bridge of the nose, eye corners and temples. They
# move with the head and hardly with the expression, so aligning on them leaves
# the expression in the others. The middle line, then (right, left) pairs.
RIGID_POINTS = np.array(
    [10, 151, 9, 8, 168, 6, 197, 195, 5, 4]
    + [33, 263, 133, 362, 127, 356, 234, 454, 162, 389, 21, 251]
    + [54, 284, 103, 332, 67, 297, 109, 338, 143, 372]
)


def align(points: FloatArray, reference: FloatArray) -> NDArray[np.float64]:
    """Turn, scale and shift faces onto a reference shape, by their rigid points.

    The least-squares similarity transform of Umeyama (1991, doi:10.1109/34.88573),
    without reflection.

    Args:
        points: shape (n, 478, 3), any one unit for the three axes.
        reference: shape (478, 3).

    Returns:
        Shape (n, 478, 3), in the reference's unit and axes.
    """
    source = np.asarray(points, dtype=np.float64)
    target = np.asarray(reference, dtype=np.float64)
    source_centre = source[:, RIGID_POINTS].mean(axis=1, keepdims=True)
    target_centre = target[RIGID_POINTS].mean(axis=0)
    source_rigid = source[:, RIGID_POINTS] - source_centre
    target_rigid = target[RIGID_POINTS] - target_centre
    transform = _scaled_rotation(source_rigid, target_rigid)
    aligned: NDArray[np.float64] = (source - source_centre) @ transform + target_centre
    return aligned


def _scaled_rotation(
    source: NDArray[np.float64], target: NDArray[np.float64]
) -> NDArray[np.float64]:
    u, singular, vt = np.linalg.svd(source.transpose(0, 2, 1) @ target)
    handedness = np.sign(np.linalg.det(u @ vt))
    u[:, :, 2] *= handedness[:, None]
    singular[:, 2] *= handedness
    variance = np.einsum("nij,nij->n", source, source)
    scale = singular.sum(axis=1) / variance
    transform: NDArray[np.float64] = (u @ vt) * scale[:, None, None]
    return transform


def planar_transform(points: FloatArray, target: FloatArray) -> NDArray[np.float64]:
    """Return the turn, scale and shift in the plane that lays points onto others best.

    Least squares, without reflection, in closed form (Umeyama 1991).

    Args:
        points: shape (n, 2), not all the same.
        target: shape (n, 2).

    Returns:
        Shape (2, 3): the matrix, then the shift, so that target = matrix @ point + shift.
    """
    source_centre, target_centre = points.mean(axis=0), target.mean(axis=0)
    source = np.asarray(points - source_centre, np.float64)
    aim = np.asarray(target - target_centre, np.float64)
    variance = np.einsum("ij,ij->", source, source)
    cosine = np.einsum("ij,ij->", source, aim) / variance
    sine = (source[:, 0] @ aim[:, 1] - source[:, 1] @ aim[:, 0]) / variance
    matrix = np.array([[cosine, -sine], [sine, cosine]])
    shift = target_centre - matrix @ source_centre
    return np.concatenate([matrix, shift[:, None]], axis=1)
