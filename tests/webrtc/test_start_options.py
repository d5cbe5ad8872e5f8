import re
from typing import Any

import pytest

from webrtc.message_fields import MessageError
from webrtc.start_options import StartOptions, StartRules, query_options, start_options

RULES = StartRules("es", ("support", "wellness"), re.compile("^[a-z]{1,5}$"))
DEFAULTS = StartOptions(consent=False, context="", language="es", duration_s=30.0, voice=False)


def test_everything_has_a_default() -> None:
    assert start_options({"type": "start"}, RULES) == DEFAULTS


def test_every_field_is_taken() -> None:
    fields = {
        "consent": True,
        "context": " mi trabajo ",
        "language": "en",
        "duration_s": 60,
        "voice": True,
        "assistant": True,
        "push_to_talk": True,
        "scenario": "support",
        "remember": "diary",
        "invented later": 1,
    }
    assert start_options(fields, RULES) == StartOptions(
        True, "mi trabajo", "en", 60, True, True, True, "support", "diary"
    )


def test_null_is_no_scenario_and_no_memory() -> None:
    assert start_options({"scenario": None, "remember": None}, RULES) == DEFAULTS


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"assistant": 1, "voice": True}, "assistant"),
        ({"assistant": True}, "voice"),
        ({"push_to_talk": "yes"}, "push_to_talk"),
        ({"scenario": "revenge"}, "support, wellness"),
        ({"scenario": 5}, "scenario"),
        ({"scenario": ["support"]}, "scenario"),
        ({"remember": "Not An Id"}, "remember"),
        ({"remember": "a\n"}, "remember"),
        ({"remember": 5}, "remember"),
        ({"language": ["es"]}, "language"),
        ({"duration_s": True}, "duration_s"),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(MessageError, match=named) as refused:
        start_options(fields, RULES)
    assert refused.value.code == "bad_message"


def test_a_server_without_scenarios_knows_none() -> None:
    with pytest.raises(MessageError, match="none on this server"):
        start_options({"scenario": "support"}, StartRules("es"))


def test_a_query_says_the_same_as_a_message() -> None:
    query = {
        "consent": "true",
        "context": "mi trabajo",
        "language": "en",
        "duration_s": "60",
        "voice": "true",
        "assistant": "true",
        "push_to_talk": "false",
        "scenario": "wellness",
        "remember": "diary",
    }
    assert query_options(query, RULES) == StartOptions(
        True, "mi trabajo", "en", 60.0, True, True, False, "wellness", "diary"
    )
    assert query_options({}, RULES) == DEFAULTS


@pytest.mark.parametrize("query", [{"duration_s": "soon"}, {"duration_s": "nan"}])
def test_a_wrong_number_in_a_query_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(MessageError, match="duration_s"):
        query_options(query, RULES)
