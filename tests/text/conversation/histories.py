"""Long histories made by seeded chance, with and without something planted in them."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from tests.text.conversation.builders import reading, turn
from text.categories import Category
from text.conversation.felt import Felt, felt
from text.conversation.turn import Marks

HOUR_S = 3600.0
DAY_S = 24 * HOUR_S

EVENTS = ("billing problem", "deadline pressure", "bereavement")


def noise(generator: np.random.Generator, count: int, inertia: float = 0.0) -> NDArray[np.float64]:
    """Normal values of unit variance whose lag-1 autocorrelation is `inertia`."""
    warm_up = 50
    shocks = generator.normal(size=count + warm_up)
    values: NDArray[np.float64] = lfilter([1.0], [1.0, -inertia], shocks)[warm_up:]
    scaled: NDArray[np.float64] = values * np.sqrt(1 - inertia**2)
    return scaled


def feelings_of(
    valences: Sequence[float],
    times_s: Sequence[float],
    categories: Sequence[Category] | None = None,
    events: Sequence[tuple[str, ...]] | None = None,
    raws: Sequence[dict[Category, float]] | None = None,
) -> list[Felt]:
    """One speaker's messages; what is not given is the same in all."""
    return [
        felt(
            turn(
                reading(
                    categories[index] if categories else Category.SADNESS,
                    valence=float(np.clip(valence, -1, 1)),
                    raw=raws[index] if raws else None,
                ),
                after_s=float(times_s[index]),
                position=index,
                marks=Marks(triggers=events[index] if events else ()),
            )
        )
        for index, valence in enumerate(valences)
    ]


@cache
def noise_history(
    seed: int, count: int = 100, inertia: float = 0.0, lengths: tuple[int, ...] = (1,)
) -> tuple[Felt, ...]:
    """Messages whose valence, emotion and events have nothing to do with time or each other.

    Sittings of these lengths, over and over, begin about every 6 hours; within one, messages are
    2 minutes apart.
    """
    starts = np.cumsum((0, *np.resize(lengths, count)))
    generator = np.random.default_rng(seed)
    gaps_s = np.where(
        np.isin(np.arange(count), starts),
        HOUR_S + 1 + generator.exponential(6 * HOUR_S, count),
        120.0,
    )
    categories = generator.choice(len(Category), count, p=(0.3, 0.1, 0.1, 0.2, 0.2, 0.1))
    feelings = feelings_of(
        (-0.1 + 0.3 * noise(generator, count, inertia)).tolist(),
        np.cumsum(gaps_s).tolist(),
        [list(Category)[index] for index in categories],
        [tuple(e for e in EVENTS if generator.random() < 0.15) for _ in range(count)],
        [
            dict(zip(Category, generator.uniform(0, 0.6, len(Category)).tolist(), strict=True))
            for _ in range(count)
        ],
    )
    return tuple(feelings)


@cache
def mood_history(seed: int, lengths: tuple[int, ...]) -> tuple[Felt, ...]:
    """Daily sittings of these lengths, each with a mood and an event of its own or none.

    Mood and event are independent. In a bad mood anger and sadness come by a
    coin, in a good one joy and love; seven of ten messages tell the sitting's event.
    """
    generator = np.random.default_rng(seed)
    moods = ((Category.JOY, Category.LOVE), (Category.ANGER, Category.SADNESS))
    times_s: list[float] = []
    categories: list[Category] = []
    events: list[tuple[str, ...]] = []
    for day, length in enumerate(lengths):
        mood = moods[generator.integers(2)]
        event = EVENTS[:1] if generator.random() < 0.4 else ()
        for minute in range(length):
            times_s.append(day * DAY_S + 60.0 * minute)
            categories.append(mood[generator.integers(2)])
            events.append(event if generator.random() < 0.7 else ())
    valences = [0.5 if category in moods[0] else -0.5 for category in categories]
    noisy = (np.array(valences) + 0.1 * generator.normal(size=len(valences))).tolist()
    return tuple(feelings_of(noisy, times_s, categories, events))
