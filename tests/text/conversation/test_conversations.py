"""Whole conversations, on the models that ship: where they head, and what is felt at their end.

What a person reads in each was written down before the program had read it. The bound of a trend
was chosen on the set `seen`; `apart`, `outside` and `blind` only judge.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.text.models import reading_of
from text.categories import Language
from text.conversation.account import ConversationAccount, account
from text.conversation.marks import marks_of
from text.conversation.turn import Turn

FILE = Path(__file__).with_name("conversations.json")
BEGIN = datetime(2026, 11, 1, 10, tzinfo=UTC)

RIGHT = [
    ("seen", "en", 14, 18),
    ("seen", "es", 15, 18),
    ("apart", "en", 6, 6),
    ("apart", "es", 6, 5),
    ("outside", "en", 6, 6),
    ("outside", "es", 5, 6),
    ("blind", "en", 6, 6),
    ("blind", "es", 6, 6),
]
"""Set, language, and in how many conversations at least trend and final emotion are right."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages by role and text, and what a person reads in them."""

    trend: str
    final: str
    messages: tuple[tuple[str, str], ...]


def conversations(name: str, language: Language) -> Iterator[Conversation]:
    for each in json.loads(FILE.read_text(encoding="utf-8")):
        if (each["set"], each["language"]) == (name, language):
            messages = tuple((role, text) for role, text in each["messages"])
            yield Conversation(each["trend"], each["final"], messages)


def accounted(conversation: Conversation, language: Language) -> ConversationAccount:
    turns = [
        Turn(
            role=role,
            at=BEGIN + timedelta(minutes=2 * position),
            position=position,
            external_id=None,
            reading=reading_of(text, language),
            marks=marks_of(text, language),
        )
        for position, (role, text) in enumerate(conversation.messages)
    ]
    return account(turns)


@pytest.mark.parametrize(("name", "language", "trends", "finals"), RIGHT)
def test_as_many_conversations_as_the_card_says_are_read_as_a_person_reads_them(
    name: str, language: Language, trends: int, finals: int
) -> None:
    wrong_trends, wrong_finals, total = [], [], 0
    for conversation in conversations(name, language):
        read = accounted(conversation, language)
        total += 1
        if read.sentiment is None or read.sentiment.trend != conversation.trend:
            wrong_trends.append(conversation.messages[0])
        if read.current is None or read.current.primary != conversation.final:
            wrong_finals.append(conversation.messages[0])
    assert total - len(wrong_trends) >= trends, wrong_trends
    assert total - len(wrong_finals) >= finals, wrong_finals
