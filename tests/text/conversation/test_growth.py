import numpy as np

from tests.text.conversation.histories import DAY_S, feelings_of, noise, noise_history
from text.categories import Category
from text.conversation.felt import Felt
from text.conversation.growth import MEASURES, growth_of


def _settling(seed: int, count: int) -> list[Felt]:
    """Who begins with wild, lingering, undifferentiated moods and ends with calm, varied ones."""
    generator = np.random.default_rng(seed)
    late = np.arange(count) >= count / 2
    valences = np.where(late, 0.08 * noise(generator, count), 0.4 * noise(generator, count, 0.8))
    shared = generator.uniform(0, 1, count)
    raws = [
        {category: generator.uniform() if late[index] else shared[index] for category in Category}
        for index in range(count)
    ]
    several, few = list(Category), [Category.ANGER] * 5 + [Category.JOY]
    categories = [(several if calm else few)[generator.integers(6)] for calm in late]
    return feelings_of(
        valences.tolist(), (DAY_S * np.arange(count)).tolist(), categories, None, raws
    )


def test_a_short_history_tells_nothing_of_growth() -> None:
    assert growth_of(noise_history(1, 19)) is None
    assert growth_of(noise_history(1, 20)) is not None


def test_planted_growth_is_found() -> None:
    growth = growth_of(_settling(3, 90))
    assert growth is not None
    assert growth.direction == "growing"
    assert growth.score == 1.0
    assert set(growth.measures) <= {name for name, _ in MEASURES}
    for name in ("inertia", "instability", "granularity", "emodiversity"):
        assert growth.measures[name].z > 0, name
    assert growth.measures["instability"].late < growth.measures["instability"].early


def test_the_same_backwards_is_a_decline() -> None:
    backwards = list(reversed(_settling(3, 90)))
    growth = growth_of(backwards)
    assert growth is not None
    assert growth.direction == "declining"
    assert growth.score == 0.0


def test_a_history_without_any_change_is_stable() -> None:
    growth = growth_of(feelings_of([-0.2] * 30, (DAY_S * np.arange(30)).tolist()))
    assert growth is not None
    assert growth.direction == "stable"
    assert set(growth.measures) == {"emodiversity"}
