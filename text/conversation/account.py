"""What a conversation tells as a whole, for the /v1 contract."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from text.categories import LANGUAGES, IntensityLevel, Language
from text.constants import INTENSITY_LEVELS
from text.conversation.appraisals import BY_PHRASE
from text.conversation.constants import MAX_SECONDARY, SAFETY_S
from text.conversation.felt import NEUTRAL, Felt, carried, felt
from text.conversation.order import assists, ordered
from text.conversation.recommendation_texts import SAFETY
from text.conversation.recommendations import Situation, recommendations_for
from text.conversation.sentiment import Sentiment, sentiment_of
from text.conversation.trigger_names import trigger_name
from text.conversation.triggers import triggers_of
from text.conversation.turn import Turn
from text.dimensions import level_of


@dataclass(frozen=True, slots=True)
class CurrentEmotion:
    """The users' newest emotion.

    Attributes:
        primary: a Category, "impatience" or "neutral".
        intensity: with what is carried over, 0..1.
        level: the band of `intensity`.
        secondary: finer emotions beside it, at most MAX_SECONDARY.
    """

    primary: str
    intensity: float
    level: IntensityLevel
    secondary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgressionStep:
    """The emotion of one of the users' messages, `intensity` with what is carried over."""

    turn: Turn
    emotion: str
    intensity: float


@dataclass(frozen=True, slots=True)
class ConversationAccount:
    """Attributes as in document 003; `current` and `sentiment` are None where no user speaks."""

    current: CurrentEmotion | None
    progression: tuple[ProgressionStep, ...]
    triggers: tuple[str, ...]
    recommendations: tuple[str, ...]
    sentiment: Sentiment | None


def account(
    turns: Sequence[Turn], language: Language | None = None, *, self_harm_told: bool = False
) -> ConversationAccount:
    """Sum a conversation up from the users' side; all who do not assist count as one speaker.

    Args:
        turns: of all roles, in any order; the newest MAX_TURNS count.
        language: of triggers and recommendations; None for that of the newest message.
        self_harm_told: whether self-harm is spoken of in what was sent just now, of whatever time;
            `turns` are asked for it as far as they are of the last day.
    """
    conversation = ordered(turns)
    tongue = language or _newest_language(conversation)
    feelings = [felt(turn) for turn in conversation if not assists(turn)]
    steps = carried(feelings)
    known = triggers_of(conversation)
    sentiment = sentiment_of(feelings)
    current = _current(steps[-1], known) if steps else None
    told = self_harm_told or _speaks_of_self_harm(conversation)
    return ConversationAccount(
        current=current,
        progression=tuple(ProgressionStep(s.turn, s.emotion, s.intensity) for s in steps),
        triggers=tuple(trigger_name(phrase, tongue) for phrase in known),
        recommendations=SAFETY[tongue]
        if told
        else _recommendations(current, sentiment, known, tongue),
        sentiment=sentiment,
    )


def _newest_language(conversation: Sequence[Turn]) -> Language:
    return conversation[-1].reading.language if conversation else LANGUAGES[0]


def _recommendations(
    current: CurrentEmotion | None,
    sentiment: Sentiment | None,
    triggers: Sequence[str],
    language: Language,
) -> tuple[str, ...]:
    if current is None or sentiment is None:
        return ()
    situation = Situation(current.primary, current.level, sentiment.trend, triggers)
    return recommendations_for(situation, language)


def _speaks_of_self_harm(conversation: Sequence[Turn]) -> bool:
    """Self-harm counts whoever speaks of it: a caller may have mixed the roles up."""
    return any(turn.reading.speaks_of_self_harm for turn in _of_the_day(conversation))


def _of_the_day(conversation: Sequence[Turn]) -> Iterator[Turn]:
    return (
        turn for turn in conversation if (conversation[-1].at - turn.at).total_seconds() <= SAFETY_S
    )


def _current(newest: Felt, triggers: Sequence[str]) -> CurrentEmotion:
    return CurrentEmotion(
        primary=newest.emotion,
        intensity=newest.intensity,
        level=level_of(newest.intensity, INTENSITY_LEVELS),
        secondary=_secondary(newest, triggers),
    )


def _secondary(newest: Felt, triggers: Sequence[str]) -> tuple[str, ...]:
    """What the triggers bring along (see Appraisal.implies), then what the model names."""
    if newest.emotion == NEUTRAL:
        return ()
    implied = [
        appraisal.implies
        for phrase in triggers
        if (appraisal := BY_PHRASE.get(phrase)) is not None
        and appraisal.implies is not None
        and appraisal.pleasant == (newest.valence > 0)
    ]
    names = dict.fromkeys((*implied, *newest.turn.reading.secondary))
    return tuple(name for name in names if name != newest.emotion)[:MAX_SECONDARY]
