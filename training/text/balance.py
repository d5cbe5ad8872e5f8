"""What evens out rare labels and different scales, taken from the training targets."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.text.corpus import Targets
from training.text.heads import HEADS

_RARE = 500


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """Constants of the loss, by head.

    Attributes:
        positive_weights: of "logits" heads, float32, shape (labels,).
        means: of "values" heads, float32, shape (labels,).
        deviations: standard deviations of "values" heads, float32, shape (labels,).
    """

    positive_weights: dict[str, NDArray[np.float32]]
    means: dict[str, NDArray[np.float32]]
    deviations: dict[str, NDArray[np.float32]]


def balance(targets: Targets) -> Balance:
    """Return the constants for training targets.

    Where a head evens out, the positives of a label with fewer than 500 of them weigh
    sqrt(500 / n): in full they would outshout the frequent labels, with none they would hardly
    be learnt.
    """
    weights, means, deviations = {}, {}, {}
    for head in HEADS:
        values = targets[head.name]
        if head.kind == "logits":
            positives = np.maximum(np.nansum(values, axis=0), 1)
            rarity = np.maximum(_RARE / positives, 1) if head.evens_out else np.ones(len(positives))
            weights[head.name] = np.sqrt(rarity).astype(np.float32)
        elif not np.isnan(values).all():
            means[head.name] = np.nanmean(values, axis=0).astype(np.float32)
            deviations[head.name] = np.nanstd(values, axis=0).astype(np.float32)
    return Balance(weights, means, deviations)
