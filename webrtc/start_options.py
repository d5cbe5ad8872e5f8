"""What a session is asked to do: the fields of `start`, or the query of WHIP's POST."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.writing import LANGUAGES
from webrtc.message_fields import (
    bad_message,
    context_field,
    number_field,
    optional_text_field,
    switch_field,
)
from webrtc.messages import DEFAULT_DURATION_S, MAX_DURATION_S, MIN_DURATION_S

SWITCHES = ("consent", "voice", "assistant", "push_to_talk")
TEXTS = ("context", "language", "scenario", "remember")


@dataclass(frozen=True, slots=True)
class StartRules:
    """What this server allows and assumes.

    Attributes:
        scenarios: names of those that are known.
        context_id: what the id of a remembered context looks like.
    """

    default_language: str
    scenarios: Collection[str] = ()
    context_id: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class StartOptions:
    """What a session is asked to do.

    Attributes:
        consent: the person agreed to the analysis.
        context: what the person talks about, in their words; may be empty.
        language: of the written analysis, one of LANGUAGES.
        duration_s: MIN_DURATION_S to MAX_DURATION_S.
        voice: the voice is to be read too.
        assistant: the person agreed that their voice leaves for the assistant's provider, and is
            answered.
        push_to_talk: with the assistant, the person marks when they talk to it.
        scenario: what is done about the person's trend, if anything.
        remember: id of the context that takes in what is said, if any does.
    """

    consent: bool
    context: str
    language: str
    duration_s: float
    voice: bool
    assistant: bool = False
    push_to_talk: bool = False
    scenario: str | None = None
    remember: str | None = None


def start_options(fields: Mapping[str, Any], rules: StartRules) -> StartOptions:
    """Read the fields of `start`.

    Raises:
        MessageError: a field is of the wrong type or out of range, or two do not fit.
    """
    consent, voice, assistant, push_to_talk = (switch_field(fields, name) for name in SWITCHES)
    if assistant and not voice:
        raise bad_message("assistant needs voice true: it listens to the voice")
    return StartOptions(
        consent=consent,
        context=context_field(fields, required=False),
        language=_language(fields, rules.default_language),
        duration_s=_duration_s(fields),
        voice=voice,
        assistant=assistant,
        push_to_talk=push_to_talk,
        scenario=_scenario(fields, rules.scenarios),
        remember=_remember(fields, rules.context_id),
    )


def query_options(query: Mapping[str, str], rules: StartRules) -> StartOptions:
    """Read the fields of `start` from a URL's query; see start_options for what it raises."""
    fields: dict[str, Any] = {name: query.get(name) == "true" for name in SWITCHES}
    fields |= {name: query[name] for name in TEXTS if name in query}
    if "duration_s" in query:
        try:
            fields["duration_s"] = float(query["duration_s"])
        except ValueError as error:
            raise bad_message("duration_s must be a number") from error
    return start_options(fields, rules)


def _language(fields: Mapping[str, Any], default: str) -> str:
    language = fields.get("language", default)
    if not isinstance(language, str) or language not in LANGUAGES:
        raise bad_message(f"language must be one of {', '.join(LANGUAGES)}")
    return language


def _duration_s(fields: Mapping[str, Any]) -> float:
    duration_s = number_field(fields, "duration_s", DEFAULT_DURATION_S)
    if not MIN_DURATION_S <= duration_s <= MAX_DURATION_S:
        raise bad_message(f"duration_s must lie between {MIN_DURATION_S:g} and {MAX_DURATION_S:g}")
    return duration_s


def _scenario(fields: Mapping[str, Any], known: Collection[str]) -> str | None:
    scenario = optional_text_field(fields, "scenario")
    if scenario is not None and scenario not in known:
        names = ", ".join(sorted(known)) or "(none on this server)"
        raise bad_message(f"scenario must be null or one of {names}")
    return scenario


def _remember(fields: Mapping[str, Any], context_id: re.Pattern[str] | None) -> str | None:
    remember = optional_text_field(fields, "remember")
    if remember is not None and context_id is not None and not context_id.fullmatch(remember):
        raise bad_message("remember is not the id of a context")
    return remember
