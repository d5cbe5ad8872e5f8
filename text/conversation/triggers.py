"""What provoked the emotions of a conversation, in canonical phrases."""

from collections.abc import Sequence

from text.conversation.appraisal import LACK_OF_RESOLUTION
from text.conversation.appraisals import BY_PHRASE
from text.conversation.constants import MAX_TRIGGERS, TRIGGER_MESSAGES, UNRESOLVED_TOLERANCE
from text.conversation.felt import Felt, felt
from text.conversation.order import assists
from text.conversation.turn import Turn


def triggers_of(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The triggers that the users' newest TRIGGER_MESSAGES messages tell.

    Args:
        turns: of all roles, in order.

    Returns:
        At most MAX_TRIGGERS, those told last, in the order in which they came up.
    """
    said = [index for index, turn in enumerate(turns) if not assists(turn)]
    # One message more: whether the oldest that counts was any better than that.
    recent = turns[said[-TRIGGER_MESSAGES - 1 :][0] :] if said else ()
    told = [phrase for phrases in _by_user_turn(recent)[-TRIGGER_MESSAGES:] for phrase in phrases]
    newest = list(dict.fromkeys(reversed(told)))[:MAX_TRIGGERS]
    return tuple(phrase for phrase in dict.fromkeys(told) if phrase in newest)


def agreeing(feeling: Felt) -> list[str]:
    """The triggers of a turn that agree with how it feels.

    "Refund" in "thank you for the refund" provoked no anger.
    """
    return [
        phrase
        for phrase in feeling.turn.marks.triggers
        if feeling.valence != 0 and _is_pleasant(phrase) == (feeling.valence > 0)
    ]


def _by_user_turn(turns: Sequence[Turn]) -> list[list[str]]:
    result: list[list[str]] = []
    before: Felt | None = None
    unkept = False
    for turn in turns:
        if assists(turn):
            unkept = (unkept or turn.marks.promises) and not turn.marks.resolves
            continue
        feeling = felt(turn)
        unresolved = unkept and before is not None and _is_no_better(before, feeling)
        result.append(agreeing(feeling) + [LACK_OF_RESOLUTION] * unresolved)
        before, unkept = feeling, False
    return result


def _is_no_better(before: Felt, now: Felt) -> bool:
    return now.is_negative and now.valence <= before.valence + UNRESOLVED_TOLERANCE


def _is_pleasant(phrase: str) -> bool:
    """Whether a phrase, perhaps kept by another version of the table, tells something good."""
    appraisal = BY_PHRASE.get(phrase)
    return appraisal is not None and appraisal.pleasant
