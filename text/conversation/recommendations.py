"""What whoever answers a conversation may do next.

Service failures: acknowledge, solve, compensate (Smith, Bolton & Wagner 1999; Tax et al. 1998).
"""

from collections.abc import Collection
from dataclasses import dataclass

from text.categories import Category, IntensityLevel, Language
from text.conversation.appraisal import LACK_OF_RESOLUTION
from text.conversation.appraisals import SERVICE_FAILURES
from text.conversation.constants import MAX_RECOMMENDATIONS
from text.conversation.felt import IMPATIENCE, NEUTRAL
from text.conversation.recommendation_texts import ADVICE, Advice
from text.conversation.trend import Direction

_LEVELS = tuple(IntensityLevel)

_UNPLEASANT = frozenset({Category.ANGER, Category.SADNESS, Category.FEAR, IMPATIENCE})
_PLEASANT = frozenset({Category.JOY, Category.LOVE})


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a conversation stands.

    Attributes:
        emotion: the users' newest, as in Felt.
        level: the band of its intensity.
        trend: where valence is heading.
        triggers: what provoked the emotions.
    """

    emotion: str
    level: IntensityLevel
    trend: Direction
    triggers: Collection[str]


@dataclass(frozen=True, slots=True)
class _Rule:
    """When an advice fits; what is None does not matter."""

    advice: Advice
    emotions: Collection[str]
    least_level: IntensityLevel = IntensityLevel.MINIMAL
    trend: Direction | None = None
    triggers: Collection[str] | None = None

    def fits(self, situation: Situation) -> bool:
        return (
            situation.emotion in self.emotions
            and _LEVELS.index(situation.level) >= _LEVELS.index(self.least_level)
            and self.trend in (None, situation.trend)
            and (self.triggers is None or not set(self.triggers).isdisjoint(situation.triggers))
        )


_RULES = (
    _Rule("escalate", {Category.ANGER}, IntensityLevel.HIGH),
    _Rule(
        "escalate",
        {Category.ANGER},
        IntensityLevel.MODERATE,
        trend="worsening",
        triggers={LACK_OF_RESOLUTION},
    ),
    _Rule("condole", _UNPLEASANT, triggers={"bereavement"}),
    _Rule("solve", _UNPLEASANT, triggers=SERVICE_FAILURES),
    _Rule("acknowledge_frustration", {Category.ANGER, IMPATIENCE}),
    _Rule("say_how_long", {IMPATIENCE}),
    _Rule("offer_person", {Category.SADNESS, Category.FEAR}, IntensityLevel.HIGH),
    _Rule("acknowledge_sadness", {Category.SADNESS}),
    _Rule("acknowledge_worry", {Category.FEAR}),
    _Rule("suggest_doctor", _UNPLEASANT, triggers={"health concern"}),
    _Rule("prioritise", _UNPLEASANT, triggers={"deadline pressure"}),
    _Rule("change_approach", _UNPLEASANT, trend="worsening"),
    _Rule("inform", {Category.FEAR}),
    _Rule("listen", {Category.SADNESS, Category.ANGER}),
    _Rule("keep_going", _UNPLEASANT, trend="improving"),
    _Rule("confirm_solved", {NEUTRAL}, triggers=SERVICE_FAILURES),
    _Rule("congratulate", _PLEASANT, triggers={"success", "new opportunity", "closeness"}),
    _Rule("thank", _PLEASANT, triggers={"problem solved", "good service"}),
    _Rule("build_on", _PLEASANT),
    _Rule("explain", {Category.SURPRISE}),
)
"""The most pressing first."""


def recommendations_for(situation: Situation, language: Language) -> tuple[str, ...]:
    """At most MAX_RECOMMENDATIONS, the most pressing first; none where all is calm.

    Not for conversations that speak of self-harm: they get recommendation_texts.SAFETY.
    """
    fitting = dict.fromkeys(rule.advice for rule in _RULES if rule.fits(situation))
    return tuple(ADVICE[language][advice] for advice in fitting)[:MAX_RECOMMENDATIONS]
