from datetime import UTC, datetime

import pytest

from api.text_messages import times_of

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
EARLY, LATE = datetime(2025, 1, 15, 10, tzinfo=UTC), datetime(2025, 1, 15, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("timestamps", "times"),
    [
        ([], []),
        ([None, None], [NOW, NOW]),
        ([EARLY, None, LATE], [EARLY, EARLY, LATE]),
        ([None, LATE, EARLY], [LATE, LATE, EARLY]),
        ([LATE, EARLY, None], [LATE, EARLY, EARLY]),
    ],
)
def test_a_message_without_a_time_is_of_the_time_of_its_neighbour(
    timestamps: list[datetime | None], times: list[datetime]
) -> None:
    assert times_of(timestamps, NOW) == times
