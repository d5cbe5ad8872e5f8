from benchmarks.chaos.experiments import EXPERIMENTS
from benchmarks.chaos.scenes import Alone, Workers


def test_every_experiment_has_a_row_of_its_own() -> None:
    names = [each.name for each in EXPERIMENTS]
    assert len(set(names)) == len(names) == 11


def test_a_quick_run_breaks_both_sites() -> None:
    assert {each.kind for each in EXPERIMENTS if each.in_quick} == {Alone, Workers}
