import itertools

import pytest
from scipy import stats

from text.conversation.association import Association, Table, association_findings
from text.conversation.finding import Finding


def _tested(*tables: Table) -> Finding:
    (finding,) = association_findings("sequential", [Association("b after a", tables)])
    return finding


def test_one_stratum_is_fishers_test() -> None:
    finding = _tested(Table(both=6, first=7, second=9, total=30))
    assert finding.p == pytest.approx(stats.fisher_exact([[6, 1], [3, 20]], "greater").pvalue)
    assert finding.effect == pytest.approx(6.5 * 20.5 / (1.5 * 3.5))
    assert finding.support == 6
    assert finding.large


def test_each_stratum_has_its_own_chance() -> None:
    """One with nearly only both and one with nearly neither only look associated together."""
    apart = _tested(Table(both=5, first=6, second=6, total=7), Table(0, 1, 1, 7))
    by_hand = sum(
        stats.hypergeom.pmf(first, 7, 6, 6) * stats.hypergeom.pmf(second, 7, 1, 1)
        for first, second in itertools.product((5, 6), (0, 1))
    )
    assert apart.p == pytest.approx(by_hand)
    assert apart.p > 0.9
    assert not apart.large
    pooled = _tested(Table(both=5, first=7, second=7, total=14))
    assert pooled.p < 0.2
    assert pooled.large


def test_many_small_strata_add_up() -> None:
    finding = _tested(*[Table(both=1, first=1, second=1, total=2)] * 10)
    assert finding.p == pytest.approx(0.5**10)
    assert finding.support == 10


def test_what_can_reach_no_support_is_not_tested() -> None:
    rare = Association("b after a", [Table(both=1, first=2, second=2, total=9)])
    assert association_findings("sequential", [rare]) == []
    assert association_findings("sequential", []) == []
