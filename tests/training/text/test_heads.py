import numpy as np

from text.categories import FINE, PRESENCES
from training.text.heads import (
    BRIGHTER,
    EKMAN,
    EKMAN_GROUPS,
    LEVELS,
    PRESENCE_GROUPS,
    SENTIMENT_GROUPS,
    SENTIMENTS,
    group_targets,
    level_targets,
    strengths,
)


def _fine(*names: str) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    row = np.zeros((1, len(FINE)), np.float32)
    row[0, [FINE.index(name) for name in names]] = 1
    return row


def test_every_grouping_puts_each_fine_label_into_one_group() -> None:
    for groups in (PRESENCE_GROUPS, EKMAN_GROUPS, SENTIMENT_GROUPS):
        assert sorted(name for names in groups.values() for name in names) == sorted(FINE)


def test_groups_are_in_the_order_of_the_labels() -> None:
    assert tuple(PRESENCE_GROUPS) == PRESENCES
    assert tuple(EKMAN_GROUPS) == EKMAN
    assert tuple(SENTIMENT_GROUPS) == SENTIMENTS


def test_ekman_groups_are_those_of_goemotions() -> None:
    assert set(EKMAN_GROUPS["anger"]) == {"anger", "annoyance", "disapproval"}
    assert len(EKMAN_GROUPS["joy"]) == 12
    assert {"gratitude", "love", "relief"} <= set(EKMAN_GROUPS["joy"])


def test_love_is_a_presence_of_its_own_and_disgust_is_angers() -> None:
    (row,) = group_targets(_fine("caring", "disgust"), list(PRESENCE_GROUPS.values()))
    there = {str(name) for name, value in zip(PRESENCES, row, strict=True) if value}
    assert there == {"love", "anger"}


def test_two_fine_labels_of_a_group_are_one() -> None:
    (row,) = group_targets(_fine("grief", "remorse"), list(SENTIMENT_GROUPS.values()))
    assert row.tolist() == [0, 1, 0, 0]


def test_levels_tell_each_strength_that_is_reached() -> None:
    ratings = np.array([[0, np.nan, 1, 2, 3, 0]], np.float32)
    (row,) = level_targets(ratings)
    by_label = dict(zip(LEVELS, row.tolist(), strict=True))
    assert [by_label[f"joy>={level}"] for level in (1, 2, 3)] == [1, 1, 0]
    assert [by_label[f"sadness>={level}"] for level in (1, 2, 3)] == [1, 1, 1]
    assert np.isnan([by_label[f"disgust>={level}"] for level in (1, 2, 3)]).all()


def test_strengths_of_sure_levels_are_the_ratings_as_shares_of_three() -> None:
    ratings = np.array([[0, 1, 2, 3, 1, 0]], np.float32)
    said = strengths(level_targets(ratings))
    assert said.shape == (1, len(BRIGHTER))
    np.testing.assert_allclose(said, ratings / 3, atol=1e-6)
