import pytest

from store.errors import ConflictError
from store.merging import DigestedTurn, digest_text, merge
from tests.store.turns import turn

SALT = b"0" * 16


def digested(
    text: str, external_id: str | None = None, role: str = "user", minute: float = 0
) -> DigestedTurn:
    given = turn(text, external_id, role=role, minute=minute)
    return DigestedTurn(given, digest_text(SALT, text))


def test_new_turns_are_numbered_from_the_next_position() -> None:
    merged = merge([], [digested("a"), digested("b")], "v2", 7)
    assert [each.position for each in merged.turns] == [7, 8]
    assert [each.turn for each in merged.new] == list(merged.turns)


def test_a_known_message_takes_no_position() -> None:
    known = digested("a", "1")
    merged = merge([known], [digested("b"), digested("a", "1"), digested("c")], "v2", 3)
    assert [each.position for each in merged.turns] == [3, 0, 4]
    assert merged.turns[1] is known.turn
    assert len(merged.new) == 2


@pytest.mark.parametrize(
    "other",
    [digested("b"), digested("a", role="assistant"), digested("a", minute=1), digested("a", "1")],
)
def test_v1_messages_differ_by_text_role_time_or_external_id(other: DigestedTurn) -> None:
    assert len(merge([digested("a")], [other], "v1", 1).new) == 1
    assert not merge([digested("a")], [digested("a")], "v1", 1).new


def test_a_conflict_names_the_id_and_not_the_text() -> None:
    with pytest.raises(ConflictError, match="'1'") as caught:
        merge([digested("secret a", "1")], [digested("secret b", "1")], "v1", 1)
    assert "secret" not in str(caught.value)


def test_equal_texts_have_different_digests_in_different_contexts() -> None:
    assert digest_text(b"1" * 16, "yes") != digest_text(b"2" * 16, "yes")
    assert digest_text(SALT, "yes") == digest_text(SALT, "yes")
    assert len(digest_text(SALT, "\ud800")) == 32
