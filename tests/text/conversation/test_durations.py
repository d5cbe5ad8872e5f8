import pytest

from text.conversation.durations import durations


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2 hours", [120]),
        ("2.5 hours", [150]),
        ("1,5 horas", [90]),
        ("half an hour", [30]),
        ("media hora", [30]),
        ("an hour and a half", [90]),
        ("una hora y media", [90]),
        ("two and a half hours", [150]),
        ("1 hour and 20 minutes", [80]),
        ("1h 20m", [60]),
        ("tres cuartos de hora", [45]),
        ("a couple of days", [2880]),
        ("3 weeks and 2 days", [33_120]),
        ("2-3 days", [4320]),
        ("a 30-minute call in 2 days", [30, 2880]),
        ("for hours", [120]),
        ("llevo semanas", [20_160]),
        ("24 students", []),
        ("the 5th hour-long", []),
        ("hours of operation", []),
    ],
)
def test_lengths_of_time_in_words(text: str, minutes: list[float]) -> None:
    assert [each.minutes for each in durations(text)] == minutes


def test_where_they_stand() -> None:
    (found,) = durations("it was 2 hours ago")
    assert "it was 2 hours ago"[found.start : found.end] == "2 hours"
