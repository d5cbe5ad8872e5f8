"""Making an encoder fit for 8-bit activations, without changing what it computes.

A few channels of this encoder are ten times as wide as the rest, and with one scale for all
of them the rest would lose most of its 8 bits. Here each channel is divided by a factor, and
the weights that read it are multiplied by it (SmoothQuant, Xiao et al. 2023, arXiv:2211.10438).
"""

from collections.abc import Callable, Iterable

import torch
from torch import nn

from training.text.network import TextNetwork
from training.text.quantise import Inputs

_SHARE = 0.75
"""How much of a channel's width the weights take over."""


class Rescaled(nn.Module):  # type: ignore[misc]  # mypy skips PyTorch
    """A linear layer whose inputs are divided by factors that its weights hold."""

    def __init__(self, linear: nn.Linear, factors: torch.Tensor) -> None:
        super().__init__()
        self.linear = nn.Linear(linear.in_features, linear.out_features)
        self.linear.load_state_dict(
            {"weight": linear.weight.detach() * factors, "bias": linear.bias.detach()}
        )
        self.register_buffer("shrinking", 1 / factors)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """The linear layer's own answer."""
        return self.linear(states * self.shrinking)


def smooth(network: TextNetwork, examples: Iterable[Inputs]) -> None:
    """Rescale the inputs of the feed-forward layers, which have the widest channels.

    Args:
        network: changed in place; it answers as before but for rounding.
        examples: inputs such as serving gives, one text each.
    """
    layers = network.encoder.encoder.layer
    owners = [owner for layer in layers for owner in (layer.intermediate, layer.output)]
    for owner, widths in zip(owners, _widths(network, owners, examples), strict=True):
        weights = owner.dense.weight.detach().abs().amax(dim=0)
        factors = widths.clamp(min=1e-3) ** _SHARE / weights.clamp(min=1e-3) ** (1 - _SHARE)
        owner.dense = Rescaled(owner.dense, factors)


def _widths(
    network: TextNetwork, owners: list[nn.Module], examples: Iterable[Inputs]
) -> list[torch.Tensor]:
    """The greatest magnitude of each input channel of each owner's dense layer."""
    widths = [torch.zeros(owner.dense.in_features) for owner in owners]
    handles = [
        owner.dense.register_forward_pre_hook(_widening(width))
        for owner, width in zip(owners, widths, strict=True)
    ]
    network.eval()
    with torch.inference_mode():
        for example in examples:
            network(torch.from_numpy(example["ids"]), torch.from_numpy(example["mask"]))
    for handle in handles:
        handle.remove()
    return widths


def _widening(width: torch.Tensor) -> Callable[[nn.Module, tuple[torch.Tensor, ...]], None]:
    def hook(_: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        torch.maximum(width, inputs[0].detach().abs().flatten(0, -2).amax(dim=0), out=width)

    return hook
