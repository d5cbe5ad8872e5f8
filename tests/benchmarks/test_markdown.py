from benchmarks.markdown import number, percentile_cells, table


def test_a_table_has_a_rule_under_its_head() -> None:
    assert table(["server", "ms"], [["emochat", "45"]]) == (
        "| server | ms |\n| --- | ---: |\n| emochat | 45 |"
    )


def test_numbers_are_rounded_and_grouped() -> None:
    assert number(1234.56) == "1,235"
    assert number(1.256, 2) == "1.26"


def test_what_is_unknown_is_a_dash() -> None:
    assert number(None) == "–"
    assert percentile_cells(None) == ["–", "–", "–"]


def test_percentiles_are_three_cells() -> None:
    assert percentile_cells({"p50": 1.5, "p95": 2, "p99": 3, "count": 9}, 1) == [
        "1.5",
        "2.0",
        "3.0",
    ]
