import pytest

from benchmarks.percentiles import percentiles


def test_percentiles_are_interpolated_and_counted() -> None:
    assert percentiles(list(range(101))) == {"p50": 50, "p95": 95, "p99": 99, "count": 101}


def test_nothing_has_no_percentiles() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentiles([])
