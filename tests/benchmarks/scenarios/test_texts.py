from pathlib import Path

from benchmarks.scenario import Result
from benchmarks.scenarios.texts import BATCHED, ONE_BY_ONE, _summary, plot, render_table
from benchmarks.texts.load import LoadSeen, Seen


def seen(slower: float) -> Seen:
    loads = [
        LoadSeen(clients, slower, {"en": [4.0 * slower] * 50, "es": [6.0 * slower] * 50})
        for clients in (1, 8)
    ]
    return Seen(loads, [2.0 * slower])


def result() -> Result:
    model = {"language": "en", "single_ms": 4.5, "batch": 32, "batch_ms_a_text": 3.0}
    figures = {"name": "sentiment", "emochat": 0.7, "tfidf": 0.6, "vader": None}
    return {
        "rounds": 1,
        "server_core": 0,
        "client_cores": [1],
        "ways": [_summary(BATCHED, [seen(1)]), _summary(ONE_BY_ONE, [seen(2), seen(2)])],
        "models": [{**model, "batch_texts_per_cpu_s": 330.0}],
        "accuracy": [
            {"model": "text_en", "command": "make eval-text", "rows": [figures]},
            {"model": "text_es", "command": "make train-text", "missing": "not measured here"},
        ],
    }


def test_the_table_shows_both_ways_of_every_load() -> None:
    text = render_table(result())
    assert "| batched | 8 | 5.0 | 6.0 | 4.0 | 6.0 | 100 |" in text
    assert "| one by one | 8 | 10.0 | 12.0 | 8.0 | 12.0 | 50 |" in text
    assert "| batched | 2,000 | 100 |" in text
    assert "| text_en | 4.50 | 3.00 | 330 |" in text


def test_the_table_shows_accuracy_or_names_the_command_for_it() -> None:
    text = render_table(result())
    assert "| sentiment | 0.700 | 0.600 | – |" in text
    assert "text_es: not measured here; `make train-text`." in text
    unknown = {**result(), "accuracy": result()["accuracy"][1:]}
    assert "TF-IDF" not in render_table(unknown)


def test_a_way_that_was_left_out_is_named() -> None:
    assert "Not measured" not in render_table(result())
    quick = {**result(), "ways": result()["ways"][:1]}
    assert "Not measured in this run: one by one." in render_table(quick)


def test_plots_are_drawn_of_both_ways_and_of_one(tmp_path: Path) -> None:
    one = {**result(), "ways": result()["ways"][:1]}
    for drawn in (result(), one):
        for path in plot(drawn, tmp_path):
            assert path.name.startswith("texts-")
            assert path.read_bytes().startswith(b"\x89PNG")
            path.unlink()
