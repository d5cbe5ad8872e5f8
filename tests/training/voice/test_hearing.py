from pathlib import Path

import numpy as np
import pytest

from tests.training.voice.heard import made_up_windows
from training.voice import hearing
from training.voice.corpus import Clip
from training.voice.windows import Windows


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The variants that were heard, in their order, instead of hearing them."""
    variants_heard: list[str] = []

    def hear_all(clips: list[Clip], variants: tuple[str, ...], seed: int) -> Windows:
        variants_heard.extend(variants)
        return made_up_windows(variants)

    monkeypatch.setattr(hearing, "hear_all", hear_all)
    return variants_heard


def test_what_was_heard_once_is_not_heard_again(tmp_path: Path, asked: list[str]) -> None:
    first = hearing.heard([], ("clean", "opus"), tmp_path / "new")
    again = hearing.heard([], ("clean", "opus"), tmp_path / "new")
    assert asked == ["clean", "opus"]
    for name in Windows.__slots__:
        assert np.array_equal(getattr(first, name), getattr(again, name))
    hearing.heard([], ("clean", "room"), tmp_path / "new")
    assert asked == ["clean", "opus", "room"]


def test_after_a_change_of_the_code_that_hears_everything_is_heard_anew(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing.heard([], ("clean",), tmp_path)
    for name in hearing.HEARING:
        path = tmp_path / "root" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((hearing.ROOT / name).read_bytes())
    monkeypatch.setattr(hearing, "ROOT", tmp_path / "root")
    hearing.heard([], ("clean",), tmp_path)
    assert asked == ["clean"]
    (tmp_path / "root" / hearing.HEARING[0]).write_text("changed")
    hearing.heard([], ("clean",), tmp_path)
    assert asked == ["clean", "clean"]
