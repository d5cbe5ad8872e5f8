"""The sentiment of a conversation, in the terms of the /v1 contract."""

from collections.abc import Sequence
from dataclasses import dataclass

from text.conversation.constants import SENTIMENT_BANDS
from text.conversation.felt import Felt, carried
from text.conversation.trend import Direction, trend_of

_LOWEST = SENTIMENT_BANDS[-1][1]


@dataclass(frozen=True, slots=True)
class Sentiment:
    """Where the users stand.

    Attributes:
        score: valence of the newest message with what is carried over, -1..1.
        label: the band of `score`, "very negative" to "very positive".
        trend: where the messages' valence is heading.
    """

    score: float
    label: str
    trend: Direction


def sentiment_of(feelings: Sequence[Felt]) -> Sentiment | None:
    """Sentiment from the users' ordered messages; None without any."""
    if not feelings:
        return None
    score = carried(feelings)[-1].valence
    trend = trend_of([feeling.valence for feeling in feelings])
    return Sentiment(score, label_of(score), trend.direction)


def label_of(score: float) -> str:
    """The band of a score; one on a bound is in the band that is further from neutral."""
    return next(
        (label for bound, label in SENTIMENT_BANDS if score > bound or score == bound > 0), _LOWEST
    )
