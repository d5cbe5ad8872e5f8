"""What a scenario file may say; docs/scenarios.md is its reference.

A scenario is data: when a person's mood has which shape, which advice is given. Fields that are
not named here, numbers out of range and missing languages are refused.
"""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from analysis.labels import EnergyLevel
from analysis.tracker_constants import WINDOW_S
from analysis.tracker_readings import Mood, Source
from analysis.tracker_trend import Trend

NAME = r"^[a-z][a-z0-9_]{0,39}$"
NOTICE = "notice"
"""Code of the advice that shows a person the scenario's notice; no rule may have it."""

MAX_TEXT_CHARS = 600

LEAST_REPEAT_S = 5.0
"""Readings come several times a second; nobody reads advice so fast."""

Name = Annotated[str, StringConstraints(pattern=NAME)]
Text = Annotated[
    str, StringConstraints(min_length=1, max_length=MAX_TEXT_CHARS, strip_whitespace=True)
]
ShareOfEvidence = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0, le=3600)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Texts(Part):
    """The same in each language of the product."""

    es: Text
    en: Text

    def in_language(self, language: str) -> str:
        return self.es if language == "es" else self.en


class Share(Part):
    """How much of what was read lately has a mood, an energy, or both.

    Attributes:
        moods: any of them; none given: every mood.
        energy: any of these levels of the voice; none given: every level, or no voice.
        sources: whose readings are looked at; none given: all.
        over_s: how far it is looked back.
        readings: there have to be so many to look at.
        at_least: the least share of them, each source with its weight in the tracker.
        at_most: the most.
    """

    moods: frozenset[Mood] = frozenset()
    energy: frozenset[EnergyLevel] = frozenset()
    sources: frozenset[Source] = frozenset(Source)
    over_s: Annotated[float, Field(gt=0, le=WINDOW_S)]
    readings: Annotated[int, Field(ge=1, le=100)]
    at_least: ShareOfEvidence = 0.0
    at_most: ShareOfEvidence = 1.0

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.moods and not self.energy:
            raise ValueError("moods or energy must be given")
        if not 0 < self.at_least <= self.at_most and not self.at_least <= self.at_most < 1:
            raise ValueError("at_least or at_most must be given, the first not above the second")
        return self


class When(Part):
    """Conditions of a rule; all that are given have to hold.

    Attributes:
        trend: any of these.
        escalate: whether the tracker escalates.
        shares: all of these.
        hold_s: how long everything has to hold without a break.
    """

    trend: frozenset[Trend] = frozenset()
    escalate: bool | None = None
    shares: tuple[Share, ...] = ()
    hold_s: Seconds = 0.0

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.trend and self.escalate is None and not self.shares:
            raise ValueError("trend, escalate or shares must be given")
        return self


class Rule(Part):
    """One advice and when it is given.

    Attributes:
        code: what programs know the advice by.
        cooldown_s: the least time between two times of it.
        repeats: whether it comes again while the conditions still hold; else they have to
            cease first.
        text: what people read.
        when: its conditions.
    """

    code: Name
    cooldown_s: Seconds
    repeats: bool = False
    text: Texts
    when: When

    @model_validator(mode="after")
    def _leaves_time_to_read(self) -> Self:
        if self.repeats and self.cooldown_s < LEAST_REPEAT_S:
            raise ValueError(f"what repeats needs a cooldown_s of {LEAST_REPEAT_S:g} at least")
        return self


class Notice(Part):
    """What has to be known before the scenario is used.

    Attributes:
        person: shown to the person when the session begins.
        operator: logged when the server starts with the scenario.
    """

    person: Texts
    operator: Texts


class Scenario(Part):
    """One scenario.

    Attributes:
        name: what `start` asks for; that of its file.
        restricted: whether there are uses of it that the law prohibits; such a scenario is never
            on unless the operator names it.
        webhook: whether an escalation is told to the operator's webhook.
        notice: what has to be known before.
        rules: the first one whose conditions hold is the one that speaks.
    """

    name: Name
    restricted: bool
    webhook: bool
    notice: Notice
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _has_codes_of_its_own(self) -> Self:
        codes = [rule.code for rule in self.rules]
        if NOTICE in codes:
            raise ValueError(f"no rule may have the code {NOTICE}")
        if len(set(codes)) < len(codes):
            raise ValueError("every rule needs a code of its own")
        return self
