import numpy as np
import pytest

from training.text.multilingual_file import PackedModel

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("msgpack")

from training.text.multilingual import encoder_of, mean_pooled  # noqa: E402
from training.text.multilingual_tokenizer import SPECIALS, tokenizer_of  # noqa: E402

HIDDEN, LAYERS, FEED_FORWARD, POSITIONS, VOCABULARY = 32, 2, 64, 16, 6
_SHAPES = {
    **{f"{key}.w": HIDDEN * HIDDEN for key in ("q", "k", "v", "ao")},
    **{f"{key}.b": HIDDEN for key in ("q", "k", "v", "ao", "fo", "aln", "oln")},
    **{"fi.w": FEED_FORWARD * HIDDEN, "fo.w": HIDDEN * FEED_FORWARD, "fi.b": FEED_FORWARD},
    **{"aln.w": HIDDEN, "oln.w": HIDDEN},
}


@pytest.fixture(scope="module")
def packed() -> PackedModel:
    rng = np.random.default_rng(0)
    sizes = {f"l{layer}.{key}": size for layer in range(LAYERS) for key, size in _SHAPES.items()}
    sizes |= {"emb.word": VOCABULARY * HIDDEN, "emb.pos": POSITIONS * HIDDEN}
    sizes |= {"emb.type": 2 * HIDDEN, "emb.ln.w": HIDDEN, "emb.ln.b": HIDDEN}
    return PackedModel(
        hidden=HIDDEN,
        layers=LAYERS,
        heads=4,
        feed_forward=FEED_FORWARD,
        positions=POSITIONS,
        epsilon=1e-12,
        pieces=(*SPECIALS, "▁hola", "▁que"),
        scores=np.array([0, 0, 0, 0, -2, -3], np.float32),
        tensors={name: rng.normal(0, 0.3, n).astype(np.float32) for name, n in sizes.items()},
    )


def test_every_weight_is_at_its_place(packed: PackedModel) -> None:
    state = encoder_of(packed, packed.vectors("emb.word")).state_dict()
    assert len(state) == len(packed.tensors)
    for name, key in (
        ("encoder.layer.1.attention.self.query.weight", "l1.q.w"),
        ("encoder.layer.1.attention.self.key.weight", "l1.k.w"),
        ("encoder.layer.0.attention.self.value.bias", "l0.v.b"),
        ("encoder.layer.0.attention.output.LayerNorm.weight", "l0.aln.w"),
        ("encoder.layer.0.output.LayerNorm.weight", "l0.oln.w"),
        ("encoder.layer.0.output.dense.weight", "l0.fo.w"),
        ("embeddings.position_embeddings.weight", "emb.pos"),
    ):
        np.testing.assert_array_equal(state[name].numpy().reshape(-1), packed.tensors[key])


def test_vectors_have_length_one_and_depend_on_the_text(packed: PackedModel) -> None:
    model = encoder_of(packed, packed.vectors("emb.word"))
    tokenizer = tokenizer_of(packed.pieces, packed.scores)
    vectors = mean_pooled(model, tokenizer, ["hola", "que", "hola"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors[0], vectors[2], atol=1e-6)
    assert np.abs(vectors[0] - vectors[1]).max() > 1e-3
