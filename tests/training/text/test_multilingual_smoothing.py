from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
pytest.importorskip("onnx")

from training.text.activations import Inputs  # noqa: E402
from training.text.multilingual_smoothing import smooth  # noqa: E402
from training.text.network import TextNetwork  # noqa: E402

WIDE = 5
"""A channel that is much wider than the others."""


def _network() -> TextNetwork:
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=50,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=16,
        attn_implementation="eager",
    )
    network = TextNetwork(transformers.BertModel(config, add_pooling_layer=False))
    for layer in network.encoder.encoder.layer:
        layer.attention.output.LayerNorm.weight.data[WIDE] = 50
        layer.output.LayerNorm.weight.data[WIDE] = 50
    network.train(mode=False)
    return network


def _examples() -> list[Inputs]:
    rng = np.random.default_rng(0)
    rows = [rng.integers(0, 50, (1, 8)) for _ in range(20)]
    return [{"ids": ids, "mask": np.ones_like(ids)} for ids in rows]


def _answers(network: TextNetwork) -> list[Any]:
    with torch.inference_mode():
        return [
            output
            for example in _examples()
            for output in network(*(torch.from_numpy(example[key]) for key in ("ids", "mask")))
        ]


def test_the_answers_stay() -> None:
    network = _network()
    before = _answers(network)
    smooth(network, _examples())
    for one, other in zip(before, _answers(network), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("path", ["0.intermediate.dense", "1.attention.self.key"])
def test_a_wide_channel_becomes_about_as_wide_as_the_others(path: str) -> None:
    network = _network()
    smooth(network, _examples())
    reached: list[Any] = []
    linear = network.encoder.encoder.layer.get_submodule(path).linear
    linear.register_forward_pre_hook(lambda _, inputs: reached.append(inputs[0].abs()))
    _answers(network)
    widths = torch.cat([states.flatten(0, -2) for states in reached]).amax(dim=0)
    assert widths[WIDE] < 5 * widths.median()
