import struct
from pathlib import Path

import numpy as np
import pytest

from training.text.multilingual_file import BLOCK, PackedModel, read_packed

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS = 32, 1, 2, 64, 8
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁hola", "ñ")
SCORES = np.array([0, 0, 0, 0, -3.5, -7.25], np.float32)


def test_pieces_and_scores_are_read(tmp_path: Path) -> None:
    packed = read_packed(_written(tmp_path, {}))
    assert packed.pieces == PIECES
    assert packed.scores.tolist() == SCORES.tolist()


def test_the_sizes_of_the_network_are_read(tmp_path: Path) -> None:
    packed = read_packed(_written(tmp_path, {}))
    sizes = (packed.hidden, packed.layers, packed.heads, packed.feed_forward, packed.positions)
    assert sizes == (HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS)
    assert packed.epsilon == pytest.approx(1e-12)


def test_whole_numbers_are_kept(tmp_path: Path) -> None:
    bias = np.linspace(-1, 1, HIDDEN, dtype=np.float32)
    packed = read_packed(_written(tmp_path, {"l0.q.b": (0, HIDDEN, bias.tobytes())}))
    np.testing.assert_array_equal(packed.tensors["l0.q.b"], bias)


def test_four_bits_become_a_multiple_of_the_scale_of_their_block(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    nibbles = rng.integers(0, 16, (2, BLOCK))
    scales = np.array([0.5, -0.25], np.float16)
    content = b"".join(
        scale.tobytes()
        + bytes(int(low) | int(high) << 4 for low, high in zip(*halves, strict=True))
        for scale, halves in zip(scales, nibbles.reshape(2, 2, BLOCK // 2), strict=True)
    )
    packed = read_packed(_written(tmp_path, {"emb.word": (1, 2 * BLOCK, content)}))
    wanted = (nibbles - 8) * scales.astype(np.float32)[:, None]
    np.testing.assert_array_equal(packed.tensors["emb.word"], wanted.reshape(-1))
    assert packed.vectors("emb.word").shape == (2, HIDDEN)


def test_each_tensor_is_found_by_its_name(tmp_path: Path) -> None:
    values = {name: np.full(4, i, np.float32) for i, name in enumerate(("a", "long.name", "c"))}
    tensors = {name: (0, 4, value.tobytes()) for name, value in values.items()}
    packed: PackedModel = read_packed(_written(tmp_path, tensors))
    assert {name: value.tolist() for name, value in packed.tensors.items()} == {
        name: value.tolist() for name, value in values.items()
    }


def test_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match="does not begin"):
        read_packed(path)


def test_blocks_of_another_size_are_refused(tmp_path: Path) -> None:
    path = _written(tmp_path, {}, block=64)
    with pytest.raises(ValueError, match="blocks of 64"):
        read_packed(path)


def _written(folder: Path, tensors: dict[str, tuple[int, int, bytes]], block: int = BLOCK) -> Path:
    """A file in the layout of e5.c: tensors are (kind, values, content) by name."""
    encoded = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, encoded)]).astype("<u4")
    sizes = (HIDDEN, LAYERS, HEADS, FEED_FORWARD, len(PIECES) + 1, POSITIONS, 2)
    head = b"E5S1" + struct.pack("<I7i", 1, *sizes) + struct.pack("<fi", 1e-12, block)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(ends[-1]))
    head += ends.tobytes() + SCORES.tobytes() + b"".join(encoded)
    mapping = struct.pack("<IB1I", 0xA0, 1, 0x20)
    head += struct.pack("<iI", 1, len(mapping)) + mapping
    directory_size = 4 + sum(2 + len(name.encode()) + 21 for name in tensors)
    at = len(head) + directory_size
    directory, body = struct.pack("<i", len(tensors)), b""
    for name, (kind, values, content) in tensors.items():
        directory += struct.pack("<H", len(name.encode())) + name.encode()
        directory += struct.pack("<BIQQ", kind, values, at + len(body), len(content))
        body += content
    path = folder / "model.bin"
    path.write_bytes(head + directory + body)
    return path
