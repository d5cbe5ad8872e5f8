"""The loss over all heads. Needs PyTorch."""

from collections.abc import Mapping, Sequence

import torch
from torch.nn import functional

from training.text.balance import Balance
from training.text.heads import HEADS, Head


def loss(
    outputs: Sequence[torch.Tensor], targets: Mapping[str, torch.Tensor], balance: Balance
) -> torch.Tensor:
    """Return the weighted sum of the heads' losses, each a mean over the rows of the batch.

    What is not labelled counts as 0, so that a head weighs as its labelled rows are frequent.

    Args:
        outputs: of HEADS, in their order, shape (n, labels).
        targets: by head, shape (n, labels); NaN is not labelled.
        balance: of the training targets.
    """
    total = torch.zeros(())
    for head, output in zip(HEADS, outputs, strict=True):
        wanted = targets[head.name]
        known = ~torch.isnan(wanted)
        if known.any():
            losses = _losses(head, output, torch.where(known, wanted, 0.0), balance)
            total = total + head.weight * (losses * known).sum() / len(output)
    return total


def _losses(
    head: Head, output: torch.Tensor, wanted: torch.Tensor, balance: Balance
) -> torch.Tensor:
    if head.kind == "values":
        deviations = torch.from_numpy(balance.deviations[head.name])
        return ((output - wanted) / deviations).square()
    return functional.binary_cross_entropy_with_logits(
        output,
        wanted,
        reduction="none",
        pos_weight=torch.from_numpy(balance.positive_weights[head.name]),
    )
