"""Any conversation that the wire lets through."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.text.conversation.builders import reading
from text.categories import Category
from text.conversation.turn import Marks, Turn
from text.reading import TextReading

_YEAR_1 = datetime(1, 1, 1, tzinfo=UTC)
_LAST_S = int(timedelta(days=3_652_058).total_seconds())

_MARKS = (
    Marks(),
    Marks(triggers=("extended wait time",), waited_min=0.0),
    Marks(triggers=("extended wait time", "billing problem"), waited_min=1e7),
    Marks(promises=True),
    Marks(triggers=("problem solved",), resolves=True),
    Marks(triggers=("bereavement", "no longer in the table")),
)

_READINGS: tuple[TextReading, ...] = tuple(
    reading(
        category,
        intensity,
        valence,
        raw={Category.LOVE: abs(valence)},
        secondary=("grief", "hope"),
        language="es" if intensity == 0.5 else "en",
        speaks_of_self_harm=category is Category.SADNESS and intensity == 1,
    )
    for category, intensity, valence in itertools.product(
        Category, (0.0, 0.34, 0.5, 0.8, 1.0), (-1.0, -0.55, -0.1, 0.0, 0.3, 1.0)
    )
)


patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For machines that are busy with other things."""


def conversations(distinct_times: bool = False) -> st.SearchStrategy[list[Turn]]:
    """Up to 60 turns with any gaps, equal times among them unless told otherwise."""
    rows = st.tuples(
        st.integers(0, _LAST_S) | st.integers(0, 200_000),
        st.sampled_from(("user", "user", "assistant")),
        st.sampled_from(_READINGS),
        st.sampled_from(_MARKS),
    )
    unique = (lambda row: row[0]) if distinct_times else None
    return st.lists(rows, max_size=60, unique_by=unique).map(
        lambda drawn: [
            Turn(role, _YEAR_1 + timedelta(seconds=at_s), index, None, read, marks)
            for index, (at_s, role, read, marks) in enumerate(drawn)
        ]
    )
