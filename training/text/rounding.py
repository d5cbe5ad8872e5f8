"""Weights in few levels, each rounded so that it makes up for the errors of those before it."""

import numpy as np
from numpy.typing import NDArray

LEVELS = 64
"""On each side of 0: 7 bits."""

_DAMPING = 0.01
"""Share of the mean square of the inputs that is added to each, so that the inverse exists."""


def rounded(
    weights: NDArray[np.float32], scales: NDArray[np.float32], moments: NDArray[np.float64]
) -> NDArray[np.int8]:
    """Return the levels of a layer's weights with which it answers most nearly as before.

    Rounded one by one, the errors of a sum's terms add up. Here what one input's weights miss is
    shared out among those of the inputs that usually come with it (GPTQ, Frantar et al. 2022,
    arXiv:2210.17323, section 3).

    Args:
        weights: shape (inputs, outputs).
        scales: the step between two levels of each output's weights, shape (outputs,).
        moments: sums over examples of products of two inputs, shape (inputs, inputs).

    Returns:
        Shape (inputs, outputs), -LEVELS..LEVELS.
    """
    order = np.argsort(-np.diag(moments), kind="stable")
    damped = moments + np.diag(np.full(len(moments), _DAMPING * np.mean(np.diag(moments))))
    factor = np.linalg.cholesky(np.linalg.inv(damped[np.ix_(order, order)])).T
    left = weights[order].astype(np.float64)
    levels = np.empty(left.shape, np.int8)
    for row, known in enumerate(order):
        levels[known] = np.clip(np.rint(left[row] / scales), -LEVELS, LEVELS)
        missed = (left[row] - levels[known] * scales) / factor[row, row]
        left[row + 1 :] -= np.outer(factor[row, row + 1 :], missed)
    return levels
