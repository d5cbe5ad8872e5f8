"""GET /v2/emotions/{context_id}/daily-report: a day of a person's own sessions."""

import datetime as dt
import re
from contextlib import suppress
from dataclasses import asdict
from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from analysis.tracker_readings import Mood, Source
from analysis.tracker_trend import Trend
from api.auth import owner_of
from api.daily_figures import daily_report, day_bounds
from api.errors import ApiError
from api.openapi_operations import Answer, Content, KeyRule, Operation, Parameter
from api.text_answers import ContextMetadata, answer
from api.text_contexts import PATH, ROUTE, context_id_of, unknown_context
from api.text_examples import DAILY_REPORT_ANSWER
from api.text_fields import ApiModel, Rounded, Share
from api.text_operations import CONTEXT_ID_PARAMETER, QUOTA, TAG_V2, UNKNOWN_CONTEXT, refusals
from api.text_services import TextServices, counted

SUFFIX = "/daily-report"

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
UTC_OFFSET = r"^[+-](0[0-9]|1[0-4]):[0-5][0-9]$"
"""As in RFC 3339; no place on Earth is further than 14 hours from UTC."""

SharesOfSources = Annotated[
    dict[Source, dict[Mood, Share]],
    Field(description="Of the readings of each source; those of a source add up to 1."),
]
Seconds = Annotated[Rounded, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]


class ReportedSession(ApiModel):
    """One session."""

    started_at: Annotated[dt.datetime, Field(description="In the offset that was asked for.")]
    duration_s: Seconds
    trend: Annotated[Trend, Field(description="Where the mood was heading in the end.")]
    escalations: Count
    shares: SharesOfSources


class DailyReportAnswer(ApiModel):
    """A day of the sessions that are remembered in a context."""

    object: Literal["emotions.daily_report"] = "emotions.daily_report"
    metadata: ContextMetadata
    date: dt.date
    utc_offset: Annotated[str, Field(pattern=UTC_OFFSET)]
    sessions: Annotated[list[ReportedSession], Field(description="Those that began that day.")]
    duration_s: Seconds
    escalations: Count
    trends: Annotated[dict[Trend, Count], Field(description="How many sessions ended with each.")]
    shares: SharesOfSources


DAILY_REPORT = Operation(
    "GET",
    PATH + SUFFIX,
    "dailyReport",
    TAG_V2,
    "A day of the sessions that are remembered in a context",
    {
        200: Answer(
            "The day; without a session that began on it all figures are 0.",
            Content(DailyReportAnswer, examples={"day": DAILY_REPORT_ANSWER}),
            QUOTA,
        ),
        **refusals(400, 429, 500, 503, others={404: UNKNOWN_CONTEXT}),
    },
    "Sessions are remembered where `start` asked for it with `remember`, the context's id. Kept"
    " are start, length, trend, escalations and how often each source named each emotion; no"
    " words, pictures or sound. DELETE of the context forgets them.",
    parameters=(
        CONTEXT_ID_PARAMETER,
        Parameter(
            "date",
            "query",
            {"type": "string", "format": "date"},
            "The day, on the person's own calendar.",
            example="2026-01-15",
        ),
        Parameter(
            "utc_offset",
            "query",
            {"type": "string", "pattern": UTC_OFFSET, "default": "+00:00"},
            "How far the person's time is from UTC. A `+` may be sent as it is or as `%2B`.",
            required=False,
            example="+02:00",
        ),
    ),
    key_rule=KeyRule.ALWAYS,
)
DAILY_REPORT_OPERATIONS = (DAILY_REPORT,)


class DailyReports:
    """The handler."""

    def __init__(self, services: TextServices) -> None:
        self._services = services

    def routes(self) -> list[web.RouteDef]:
        handler = counted(self.handle_daily_report, self._services.rate_limits)
        return [DAILY_REPORT.route(handler, ROUTE + SUFFIX)]

    async def handle_daily_report(self, request: web.Request) -> web.Response:
        context_id, day = context_id_of(request), _day(request)
        offset = _utc_offset(request)
        zone = _zone(offset)
        since, until = day_bounds(day, zone)
        services = self._services
        summaries = await services.store.summaries(
            owner_of(request), context_id, kind="v2", now=services.now(), since=since, until=until
        )
        if summaries is None:
            raise unknown_context()
        return answer(
            DailyReportAnswer.model_validate(
                {
                    "metadata": ContextMetadata(context_id=context_id),
                    "date": day,
                    "utc_offset": offset,
                    **asdict(daily_report(summaries, day, zone)),
                }
            )
        )


def _day(request: web.Request) -> dt.date:
    text = request.query.get("date", "")
    if _DATE.fullmatch(text):
        with suppress(ValueError):
            return dt.date.fromisoformat(text)
    raise ApiError(400, "date must be a day that exists, as 2026-01-15")


def _utc_offset(request: web.Request) -> str:
    # In a query "+" stands for a space, and hardly anybody who writes +02:00 thinks of that.
    text = re.sub("^ ", "+", request.query.get("utc_offset", "+00:00"))
    if not re.fullmatch(UTC_OFFSET, text):
        raise ApiError(400, "utc_offset must be hours and minutes, as +02:00")
    return text


def _zone(offset: str) -> dt.timezone:
    hours, minutes = offset[1:].split(":")
    ahead = dt.timedelta(hours=int(hours), minutes=int(minutes))
    return dt.timezone(ahead if offset.startswith("+") else -ahead)
