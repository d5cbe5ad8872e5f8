from typing import Any

from training.text.card import label_table, main_table, strength_table

LABEL = {"texts": 7, "precision": 0.5, "recall": 1.0, "f1": 0.667, "calibration_error": 0.01}


def _figures(f1: float) -> dict[str, Any]:
    head = {
        "macro_f1": f1,
        "micro_f1": f1,
        "macro_f1_at_half": f1,
        "calibration_error": 0.01,
        "labels": {"joy": LABEL},
    }
    return {
        **dict.fromkeys(("presence", "ekman", "sentiment", "fine", "brighter_presence"), head),
        "affect": {name: {"r": 0.5} for name in ("valence", "arousal", "dominance")},
        "intensity": {"mean_r": 0.4, "r": {"joy": 0.4}},
    }


def test_a_figure_that_a_baseline_has_not_is_a_dash() -> None:
    baselines = {"tfidf": {"fine": {"macro_f1": 0.3}}, "vader": {}}
    table = main_table(_figures(0.7) | baselines, _figures(0.71))
    (line,) = [line for line in table.splitlines() if line.startswith("| 28 labels")]
    assert line == "| 28 labels, macro-F1 | 0.700 | 0.710 | 0.300 | - |"


def test_tables_have_a_line_a_label() -> None:
    assert label_table(_figures(0.7)["fine"]).splitlines()[2:] == [
        "| joy | 7 | 0.50 | 1.00 | 0.67 | 0.010 |"
    ]
    assert strength_table(_figures(0.7)).splitlines()[2:] == ["| joy | 0.40 | 7 | 0.67 |"]
