"""A conversation's course as the /v2 API answers it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.text_fields import ApiModel, Rounded, Share, Valence
from text.conversation import trajectory as core
from text.conversation.felt import felt
from text.conversation.finding import PatternKind
from text.conversation.order import assists, ordered
from text.conversation.patterns import patterns_of
from text.conversation.trend import Direction
from text.conversation.turn import Turn


class FromCore(ApiModel):
    """Made from the dataclass with the same attributes."""

    model_config = ConfigDict(from_attributes=True)


class Baseline(FromCore):
    """Where the speaker usually is: weighted averages of the earlier messages."""

    average_intensity: Share
    baseline_valence: Valence
    messages: Annotated[int | None, Field(ge=1)] = None


class Trend(FromCore):
    direction: Direction
    valence_trend: Annotated[
        Rounded | None, Field(description="Change of valence per message.")
    ] = None
    messages: Annotated[int | None, Field(ge=0, description="Taken from so many.")] = None


class Change(ApiModel):
    """A sudden and lasting change of valence, and the message that it came with."""

    external_id: str | None = None
    timestamp: datetime
    change: Rounded
    mean_before: Rounded
    mean_after: Rounded
    standing: Annotated[
        Literal["candidate", "confirmed"],
        Field(description="A candidate until enough messages follow."),
    ]


class MeasureGrowth(FromCore):
    """A measure in the first and in the last third, and its change for the better."""

    early: Rounded
    late: Rounded
    z: Annotated[Rounded, Field(description="Standard errors; above 0 is better.")]


class Growth(FromCore):
    """How the way with emotions changed over a long history; descriptive only."""

    direction: Literal["growing", "stable", "declining"]
    score: Share
    messages: int
    measures: dict[str, MeasureGrowth]


class Pattern(FromCore):
    """A regularity that chance does not explain."""

    kind: PatternKind
    what: str
    measure: Annotated[str, Field(description="What `effect` is.")]
    effect: Rounded
    support: Annotated[
        int,
        Field(
            description="Observations that show it: of a trigger-based pattern, sittings that tell"
            " the event and show the emotion; of a sequential one, messages right after another of"
            " their sitting, so that sittings of one message have none. A silence of an hour ends"
            " a sitting."
        ),
    ]
    p: Annotated[float, Field(ge=0, le=1, description="Adjusted for all tests made.")]


class Trajectory(ApiModel):
    """What the messages of one role tell together."""

    role: str | None = None
    trend: Trend
    baseline: Annotated[Baseline | None, Field(description="From two messages on.")] = None
    breakthroughs: list[Change] | None = None
    setbacks: list[Change] | None = None
    growth: Annotated[Growth | None, Field(description="From 20 messages on.")] = None
    patterns: list[Pattern] | None = None


NOTHING_SAID = Trajectory(
    trend=Trend(direction="stable", valence_trend=0.0, messages=0),
    breakthroughs=[],
    setbacks=[],
    patterns=[],
)
"""The trajectory of a conversation without a message."""


def trajectory_of(turns: Sequence[Turn], role: str) -> Trajectory:
    """Describe the messages of one role. It takes tens of milliseconds for long histories."""
    course = core.trajectory(turns, role)
    return Trajectory(
        role=role,
        trend=Trend.model_validate(course.trend),
        baseline=Baseline.model_validate(course.baseline) if course.baseline else None,
        breakthroughs=_changes(course.breakthroughs),
        setbacks=_changes(course.setbacks),
        growth=Growth.model_validate(course.growth) if course.growth else None,
        patterns=[Pattern.model_validate(pattern) for pattern in course.patterns],
    )


def user_patterns(turns: Sequence[Turn]) -> list[Pattern]:
    """Find patterns in what the users among the speakers said."""
    feelings = [felt(turn) for turn in ordered(turns) if not assists(turn)]
    if not feelings:
        return []
    return [Pattern.model_validate(pattern) for pattern in patterns_of(feelings)]


def _changes(changes: Iterable[core.Change]) -> list[Change]:
    return [
        Change(
            external_id=change.turn.external_id,
            timestamp=change.turn.at,
            change=change.shift.change,
            mean_before=change.shift.mean_before,
            mean_after=change.shift.mean_after,
            standing=change.shift.standing,
        )
        for change in changes
    ]
