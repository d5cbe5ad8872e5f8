from benchmarks.chaos.finding import (
    FAILED,
    NOT_RUN,
    PASSED,
    Finding,
    at_most,
    holds,
    none_of,
    row,
    row_not_run,
)

FINE = at_most("slowest", 2.0, 3.0, " s")


def test_one_expectation_that_is_not_met_fails_an_experiment() -> None:
    finding = Finding("", "", "", [FINE])
    assert finding.result == PASSED
    assert finding.with_more(none_of("lost", 1, 40)).result == FAILED


def test_a_limit_is_still_met_when_it_is_reached_and_not_beyond() -> None:
    assert at_most("slowest", 3.0, 3.0).is_met
    assert not at_most("slowest", 3.001, 3.0).is_met


def test_an_expectation_tells_what_was_seen() -> None:
    assert FINE.saw == "2 s"
    assert none_of("lost", 1, 40).saw == "1 of 40"
    assert holds("the database is whole", is_met=False).saw == "no"


def test_a_row_says_what_failed() -> None:
    finding = Finding("load", "happened", "lost", [FINE, none_of("lost", 2)])
    made = row("name", finding)
    assert [each["met"] for each in made["expectations"]] == [True, False]
    assert made["result"] == FAILED


def test_what_was_not_run_has_neither_passed_nor_failed() -> None:
    made = row_not_run("name", "no C compiler")
    assert made["result"] == NOT_RUN
    assert made["happened"] == "no C compiler"
    assert made.keys() == row("name", Finding("", "", "", [])).keys()
