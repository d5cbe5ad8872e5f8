"""Sessions to test with, written as lists of names."""

from analysis.labels import EMOTIONS, Expression, Face, FaceBox, FaceReading, Reason, Smoothed
from analysis.timeline import TimelineEntry
from analysis.writing import SessionAccount

FACE = Face(FaceBox(0.3, 0.2, 0.4, 0.5), 1)


def entry(
    time_s: float,
    name: str | None,
    *,
    happy_probability: float = 0.75,
    uncertain: bool = False,
    reason: Reason | None = None,
    face: bool = True,
) -> TimelineEntry:
    """Make a reading that shows `name`, or none for None."""
    if name is None:
        reading = FaceReading(FACE if face else None, None, reason or Reason.NO_FACE)
        return TimelineEntry(time_s, reading, None)
    scores = tuple(0.7 if emotion == name else 0.05 for emotion in EMOTIONS)
    reading = FaceReading(FACE, Expression(happy_probability, scores), None)
    return TimelineEntry(time_s, reading, Smoothed(name, scores, uncertain))


def each_second(*names: str | None) -> list[TimelineEntry]:
    return [entry(float(second), name, face=name is not None) for second, name in enumerate(names)]


def account(
    *, context: str = "Mi nuevo trabajo", language: str = "es", duration_s: float = 30.0
) -> SessionAccount:
    """Make an account without readings."""
    return SessionAccount(context, (), language, duration_s)
