"""The multi-task network over a pretrained encoder. Needs PyTorch and transformers."""

import copy
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn
from transformers import BertModel, PreTrainedModel

from training.text.heads import HEADS

_DROPOUT = 0.1


class TextNetwork(nn.Module):  # type: ignore[misc]  # mypy skips PyTorch: it need not be here
    """Mean and maximum of the tokens' states, one shared layer, and a linear layer per head."""

    def __init__(self, encoder: PreTrainedModel) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.encoder = encoder
        self.shared = nn.Sequential(nn.Linear(2 * size, size), nn.GELU(), nn.Dropout(_DROPOUT))
        self.heads = nn.ModuleDict({head.name: nn.Linear(size, len(head.labels)) for head in HEADS})

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return the outputs of HEADS in their order, float32, shape (n, labels).

        Args:
            ids: tokens, int64, shape (n, length).
            mask: 1 for a token, 0 for padding, int64, shape (n, length).
        """
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        there = mask[:, :, None].to(states.dtype)
        mean = (states * there).sum(1) / there.sum(1)
        # States are normalised to about 1, so that -1e4 is below all of them.
        peak = (states + (there - 1) * 1e4).amax(1)
        shared = self.shared(torch.cat([mean, peak], 1))
        return tuple(self.heads[head.name](shared) for head in HEADS)


def pretrained_encoder(folder: Path) -> BertModel:
    """Return a BERT encoder from `config.json` and `model.safetensors` in a folder.

    Dropout stays once a layer, since its random numbers take a fifth of a step on a CPU.
    """
    encoder = without_attention_dropout(BertModel, folder)
    for layer in encoder.encoder.layer:
        layer.attention.output.dropout = nn.Identity()
    return encoder


def without_attention_dropout(kind: type[PreTrainedModel], folder: Path) -> PreTrainedModel:
    """Return a pretrained encoder without dropout of its embeddings and of whom it attends to.

    Attention is computed step by step: PyTorch's fused attention takes longer than all the
    rest there in training on texts of 20 tokens.
    """
    config = kind.config_class.from_pretrained(folder)
    config.attention_probs_dropout_prob = 0.0
    encoder = kind.from_pretrained(
        folder, config=config, add_pooling_layer=False, attn_implementation="eager"
    )
    encoder.embeddings.dropout = nn.Identity()
    return encoder


def freeze_embeddings(network: TextNetwork) -> None:
    """Keep the vocabulary as it is: half of the parameters, seen too rarely to learn much."""
    for parameter in network.encoder.embeddings.parameters():
        parameter.requires_grad_(False)


def mean_network(networks: Sequence[TextNetwork]) -> TextNetwork:
    """Return a network whose weights are the means of those of several."""
    mean = copy.deepcopy(networks[0])
    everywhere = zip(*(network.parameters() for network in networks), strict=True)
    with torch.no_grad():
        for weight, there in zip(mean.parameters(), everywhere, strict=True):
            weight.copy_(torch.stack(there).mean(dim=0))
    return mean
