from dataclasses import replace
from datetime import datetime

import pytest

from store.errors import InvalidNameError
from store.names import ContextKey, check_name, check_turns
from tests.store.turns import OWNER, turn


@pytest.mark.parametrize(
    "owner", ["", "my-secret-key-0123", OWNER.upper(), OWNER + "\n", OWNER[1:]]
)
def test_an_owner_that_may_be_a_key_is_refused_and_not_quoted(owner: str) -> None:
    with pytest.raises(ValueError, match="SHA-256") as caught:
        ContextKey(owner, "v2", "talk")
    assert not owner or owner not in str(caught.value)


@pytest.mark.parametrize("name", ["a", "x" * 256, "señal/../?#", "😀" * 256])
def test_names_of_any_characters_are_fine(name: str) -> None:
    check_name("context_id", name)


@pytest.mark.parametrize("name", ["", "x" * 257, "\0", "a\ud800"])
def test_a_name_that_no_database_takes_is_refused_with_its_field(name: str) -> None:
    with pytest.raises(InvalidNameError, match="context_id") as caught:
        check_name("context_id", name)
    assert caught.value.field == "context_id"


def test_turns_are_refused_that_have_no_role_text_or_zone() -> None:
    with pytest.raises(InvalidNameError, match="role"):
        check_turns([turn("x", role="r" * 65)])
    with pytest.raises(InvalidNameError, match="external_id"):
        check_turns([turn("x"), turn("x", "")])
    with pytest.raises(ValueError, match="text"):
        check_turns([replace(turn("x"), text=None)])
    with pytest.raises(ValueError, match="aware"):
        check_turns([replace(turn("x"), at=datetime(2026, 1, 1))])
    with pytest.raises(ValueError, match="at least one"):
        check_turns([])
