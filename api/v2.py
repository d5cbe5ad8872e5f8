"""/v2/emotions: analyses that remember nothing, one by one or in batches (document 004)."""

from aiohttp import web

from api.openapi_operations import Answer, Content, KeyRule, Operation
from api.text_answers import Analysis, BatchAnalysis, answer, usage_of
from api.text_batch import read_batch
from api.text_examples import (
    BATCH_ANSWER,
    BATCH_REQUEST,
    STATELESS_ANSWER,
    STATELESS_REQUEST,
)
from api.text_messages import emotions_by_role, hear, message_entry, tokens_of
from api.text_operations import LIMITS, QUOTA, TAG_V2, refusals
from api.text_requests import AnalysisRequest, BatchRequest
from api.text_services import TextServices, guarded, read_charged

ANALYSE = Operation(
    "POST",
    "/v2/emotions/analysis",
    "analyse",
    TAG_V2,
    "Read messages, each by itself, and remember nothing",
    {
        200: Answer(
            "The emotion of each message.",
            Content(Analysis, examples={"documented": STATELESS_ANSWER}),
            QUOTA,
        ),
        **refusals(400, 413, 415, 429, 500, 503),
    },
    LIMITS,
    body=Content(AnalysisRequest, examples={"documented": STATELESS_REQUEST}),
    key_rule=KeyRule.ALWAYS,
)
ANALYSE_BATCH = Operation(
    "POST",
    "/v2/emotions/batch-analysis",
    "analyseBatch",
    TAG_V2,
    "Read up to 1,000 texts",
    {
        200: Answer(
            "An element for each message, in its order.",
            Content(BatchAnalysis, examples={"documented": BATCH_ANSWER}),
            QUOTA,
        ),
        **refusals(400, 413, 415, 429, 500, 503),
    },
    f"A message that cannot be taken gets an `error` at its place. {LIMITS}",
    body=Content(BatchRequest, examples={"documented": BATCH_REQUEST}),
    key_rule=KeyRule.ALWAYS,
)
STATELESS_OPERATIONS = (ANALYSE, ANALYSE_BATCH)


class StatelessAnalysis:
    """The handlers."""

    def __init__(self, services: TextServices) -> None:
        self._services = services

    def routes(self) -> list[web.RouteDef]:
        limits = self._services.rate_limits
        return [
            ANALYSE.route(guarded(self.handle_analysis, limits)),
            ANALYSE_BATCH.route(guarded(self.handle_batch, limits)),
        ]

    async def handle_analysis(self, request: web.Request) -> web.Response:
        services = self._services
        body = await read_charged(request, AnalysisRequest, services)
        heard = await hear(services.reader, body.messages, services.now())
        return answer(
            Analysis(
                emotions=emotions_by_role(heard),
                messages=[message_entry(each) for each in heard],
                usage=usage_of(tokens_of(heard)),
            )
        )

    async def handle_batch(self, request: web.Request) -> web.Response:
        services = self._services
        body = await read_charged(request, BatchRequest, services)
        return answer(await read_batch(services.reader, body.messages, services.now()))
