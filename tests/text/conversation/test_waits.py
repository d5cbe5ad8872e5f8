import pytest

from text.conversation.waits import waited_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("I have been waiting for 2 hours", 120),
        ("Llevo media hora esperando", 30),
        ("waiting since Monday", 0),
        ("Hace 3 días que espero una respuesta", 4320),
        ("I ordered it 3 weeks ago and still nothing", 30_240),
        ("It's been 3 days and no reply", 4320),
        ("I waited 45 mins for a 5 minute call", 45),
        ("mi vuelo lleva 5 horas de retraso", 300),
        ("I waited 10 minutes. Then I waited 2 hours.", 120),
    ],
)
def test_waits_are_found_with_their_length(text: str, minutes: float) -> None:
    assert waited_minutes(text) == minutes


@pytest.mark.parametrize(
    "text",
    [
        "I can't wait for the concert tonight!!",
        "No puedo esperar a verte",
        "Espero que estés bien",
        "It's been two years since my dad died",
        "I didn't have to wait",
        "Estamos esperando un bebé",
        "The meeting is in 2 hours",
        "llevo dos años con mi novia",
        "there were plants in the waiting room",
        "",
    ],
)
def test_what_is_no_complaint_of_waiting(text: str) -> None:
    assert waited_minutes(text) is None
