import json
from dataclasses import asdict

import pytest

from benchmarks.texts.load import Load, LoadSeen, Seen, batch_figures, load_figures


def test_a_load_is_read_as_it_is_written() -> None:
    assert Load.parse("8x400") == Load(clients=8, texts=400)
    assert str(Load(8, 400)) == "8x400"


@pytest.mark.parametrize("text", ["8", "8x", "8x4x2", "manyx4"])
def test_a_load_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Load.parse(text)


def test_rounds_are_joined() -> None:
    rounds = [
        LoadSeen(8, 2.0, {"en": [10.0, 20.0], "es": [30.0, 40.0]}),
        LoadSeen(8, 1.0, {"en": [10.0], "es": [50.0]}),
    ]
    figures = load_figures(rounds)
    assert figures["clients"] == 8
    assert figures["latency_ms"]["p50"] == 25
    assert figures["latency_ms"]["count"] == 6
    assert figures["latency_ms_by_language"]["en"]["p50"] == 10
    assert figures["latency_ms_by_language"]["es"]["p50"] == 40
    assert figures["texts_per_s"] == 2
    assert figures["texts_per_s_by_round"] == [2, 2]


def test_a_language_without_an_answer_is_no_figure() -> None:
    with pytest.raises(ValueError, match="nothing to take percentiles of"):
        load_figures([LoadSeen(1, 1.0, {"en": [10.0], "es": []})])


def test_batches_are_counted_by_their_texts() -> None:
    figures = batch_figures([1.0, 3.0])
    assert figures["latency_ms"]["p50"] == 2000
    assert figures["texts_per_s"] == 100


def test_what_clients_print_is_read_back() -> None:
    seen = Seen([LoadSeen(1, 2.0, {"en": [1.5], "es": [2.5]})], [0.5])
    assert Seen.from_json(json.loads(json.dumps(asdict(seen)))) == seen
