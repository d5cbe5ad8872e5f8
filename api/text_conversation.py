"""What the /v1 text API answers (document 003)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from api.text_fields import ApiModel, Share, Valence
from api.text_messages import Heard
from api.text_trajectory import Pattern
from text.conversation.account import ConversationAccount
from text.conversation.constants import SENTIMENT_BANDS
from text.conversation.trend import Direction
from text.reading import UnreadText


class CurrentEmotion(ApiModel):
    primary: str
    intensity: Share
    secondary: list[str]


class ProgressionStep(ApiModel):
    timestamp: datetime
    emotion: str
    intensity: Share


class ConversationEmotions(ApiModel):
    current_emotion: Annotated[
        CurrentEmotion | None, Field(description="null where no user's message could be read.")
    ]
    emotional_progression: list[ProgressionStep]
    triggers: list[str]
    recommendations: list[str]
    patterns: Annotated[
        list[Pattern] | None,
        Field(description="Of the userId over all its sessions; missing while there is none."),
    ] = None


class Sentiment(ApiModel):
    score: Valence
    label: Annotated[
        str, Field(json_schema_extra={"enum": [label for _, label in SENTIMENT_BANDS]})
    ]
    trend: Direction


class UnreadMessage(ApiModel):
    """A message in a language that no model reads; it is not counted."""

    message: Annotated[int, Field(ge=0, description="Its place in the request.")]
    language: Literal["unsupported"]
    detected_language: str | None


class ConversationAnswer(ApiModel):
    """Answer of document 003."""

    analysis: ConversationEmotions
    sentiment: Annotated[
        Sentiment | None, Field(description="null where no user's message could be read.")
    ]
    unread: list[UnreadMessage] | None = None


def conversation_answer(
    account: ConversationAccount, patterns: Sequence[Pattern], unread: Sequence[UnreadMessage]
) -> ConversationAnswer:
    """Describe a conversation; what document 003 does not name is there only if not empty."""
    current, sentiment = account.current, account.sentiment
    emotions = ConversationEmotions(
        current_emotion=CurrentEmotion(
            primary=current.primary,
            intensity=current.intensity,
            secondary=list(current.secondary),
        )
        if current
        else None,
        emotional_progression=[
            ProgressionStep(timestamp=step.turn.at, emotion=step.emotion, intensity=step.intensity)
            for step in account.progression
        ],
        triggers=list(account.triggers),
        recommendations=list(account.recommendations),
        **({"patterns": list(patterns)} if patterns else {}),
    )
    return ConversationAnswer(
        analysis=emotions,
        sentiment=Sentiment(score=sentiment.score, label=sentiment.label, trend=sentiment.trend)
        if sentiment
        else None,
        **({"unread": list(unread)} if unread else {}),
    )


def unread_messages(heard: Iterable[Heard]) -> list[UnreadMessage]:
    return [
        UnreadMessage(
            message=each.position,
            language="unsupported",
            detected_language=each.outcome.language,
        )
        for each in heard
        if isinstance(each.outcome, UnreadText)
    ]
