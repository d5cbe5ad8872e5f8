"""The weights of a run in three copies, and their optimiser. Needs PyTorch."""

import copy
from typing import Any

import torch
from torch import nn

from training.text.network import TextNetwork
from training.text.recipe import Recipe, average_share, learning_rate_share


class Weights:
    """Float32 weights, a bfloat16 copy that computes, and a moving average to keep.

    Computing in bfloat16 takes two thirds of the time of autocast where the processor has
    its arithmetic; adding small steps to bfloat16 weights would lose most of them, so steps
    go to float32 ones (Micikevicius et al. 2018, arXiv:1710.03740).
    """

    def __init__(self, network: TextNetwork, recipe: Recipe, n_steps: int) -> None:
        self.average: TextNetwork = copy.deepcopy(network).eval().requires_grad_(False)
        self.step = 0
        self._exact = network
        self._recipe = recipe
        self._n_steps = n_steps
        self.computing = copy.deepcopy(network)
        self.computing.encoder.to(torch.bfloat16)
        self.computing.train()
        groups = _parameter_groups(network, recipe)
        self._optimiser = torch.optim.AdamW(groups, weight_decay=recipe.weight_decay, fused=True)
        self._greatest = [group["lr"] for group in self._optimiser.param_groups]
        self._trained = [p for p in network.parameters() if p.requires_grad]
        self._computed = [p for p in self.computing.parameters() if p.requires_grad]
        kept = zip(network.parameters(), self.average.parameters(), strict=True)
        self._averaged = [average for exact, average in kept if exact.requires_grad]

    def update(self) -> None:
        """Take one step along the gradients of `computing`, and clear them."""
        share = learning_rate_share(self.step, self._n_steps, self._recipe.warm_up)
        for group, greatest in zip(self._optimiser.param_groups, self._greatest, strict=True):
            group["lr"] = greatest * share
        for exact, computed in zip(self._trained, self._computed, strict=True):
            exact.grad = None if computed.grad is None else computed.grad.float()
            computed.grad = None
        nn.utils.clip_grad_norm_(self._trained, 1.0)
        self._optimiser.step()
        with torch.no_grad():
            torch._foreach_copy_(self._computed, self._trained)
            replaced = average_share(self.step, self._recipe.average_decay)
            torch._foreach_lerp_(self._averaged, self._trained, replaced)
        self.step += 1

    def state(self) -> dict[str, Any]:
        return {
            "step": self.step,
            "exact": self._exact.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self._optimiser.state_dict(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.step = state["step"]
        self._exact.load_state_dict(state["exact"])
        self.average.load_state_dict(state["average"])
        self._optimiser.load_state_dict(state["optimiser"])
        self.computing.load_state_dict(state["exact"])


def _parameter_groups(network: TextNetwork, recipe: Recipe) -> list[dict[str, Any]]:
    layers = network.encoder.encoder.layer
    rates = {
        id(parameter): recipe.learning_rate * recipe.layer_decay ** (len(layers) - 1 - depth)
        for depth, layer in enumerate(layers)
        for parameter in layer.parameters()
    }
    lowest = recipe.learning_rate * recipe.layer_decay ** len(layers)
    below = [p for p in network.encoder.parameters() if id(p) not in rates]
    rates |= {id(p): lowest for p in below}
    groups: dict[tuple[float, bool], list[nn.Parameter]] = {}
    for parameter in network.parameters():
        if parameter.requires_grad:
            rate = rates.get(id(parameter), recipe.head_learning_rate)
            groups.setdefault((rate, parameter.ndim > 1), []).append(parameter)
    # Biases and scales are not decayed: they hold no more than a level.
    return [
        {"params": parameters, "lr": rate} | ({} if is_matrix else {"weight_decay": 0.0})
        for (rate, is_matrix), parameters in groups.items()
    ]
