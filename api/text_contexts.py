"""/v2/emotions/{context_id}: conversations that are remembered (document 004)."""

import asyncio
import re
from collections.abc import Sequence

from aiohttp import web

from api.auth import owner_of
from api.errors import ApiError
from api.openapi_operations import Answer, Content, KeyRule, Operation, Parameter, problem
from api.text_answers import (
    ContextAnalysis,
    ContextMessage,
    ContextMetadata,
    ContextState,
    Deletion,
    MessageMetadata,
    answer,
    usage_of,
)
from api.text_examples import CONTEXT_ANSWER, CONTEXT_REQUEST, STATE_ANSWER
from api.text_fields import CONTEXT_ID, MAX_ROLE_CHARS, NO_CONTROLS
from api.text_messages import (
    Heard,
    emotions_by_role,
    hear,
    latest_turns,
    message_entry,
    remembered_entry,
    tokens_of,
    turns_of,
    with_stored,
)
from api.text_operations import (
    CONTEXT_ID_PARAMETER,
    EXTERNAL_ID_PARAMETER,
    LIMITS,
    QUOTA,
    TAG_V2,
    UNKNOWN_CONTEXT,
    refusals,
)
from api.text_requests import AnalysisRequest
from api.text_services import (
    TextServices,
    counted,
    guarded,
    read_charged,
    refuse_impossible_times,
)
from api.text_trajectory import NOTHING_SAID, Trajectory, trajectory_of
from text.conversation.order import main_role
from text.conversation.turn import Turn

PATH = "/v2/emotions/{context_id}"

# Other methods on the paths of the stateless analyses are not this room's.
ROUTE = "/v2/emotions/{context_id:(?!(?:batch-)?analysis(?:/|$))[^/]+}"
MESSAGE_ROUTE = ROUTE + "/message/{external_id:[^/]+}"

_NEVER_FOUND = {404: UNKNOWN_CONTEXT}

ANALYSE = Operation(
    "POST",
    PATH + "/analysis",
    "analyseInContext",
    TAG_V2,
    "Read messages, remember them, and tell where the conversation is heading",
    {
        200: Answer(
            "The emotion of each message, and the trajectory of the whole conversation.",
            Content(ContextAnalysis, examples={"documented": CONTEXT_ANSWER}),
            QUOTA,
        ),
        **refusals(400, 409, 413, 415, 429, 500, 503),
    },
    "The first message that can be read makes the context, which keeps the latest 1,000 and none"
    " from before 1970 or more than a day ahead. A message that comes again with its externalId and"
    " the same text is stored once and answered alike; with another text the whole request is"
    f" refused with 409. Messages are ordered by their timestamps. {LIMITS}",
    parameters=(CONTEXT_ID_PARAMETER,),
    body=Content(AnalysisRequest, examples={"documented": CONTEXT_REQUEST}),
    key_rule=KeyRule.ALWAYS,
)
STATE = Operation(
    "GET",
    PATH,
    "contextState",
    TAG_V2,
    "What is remembered: the latest message of each role, and the trajectory",
    {
        200: Answer(
            "The state.", Content(ContextState, examples={"documented": STATE_ANSWER}), QUOTA
        ),
        **refusals(400, 429, 500, 503, others=_NEVER_FOUND),
    },
    "A context of sessions alone has no emotions; `/daily-report` tells them.",
    parameters=(
        CONTEXT_ID_PARAMETER,
        Parameter(
            "role",
            "query",
            {
                "type": "string",
                "minLength": 1,
                "maxLength": MAX_ROLE_CHARS,
                "pattern": NO_CONTROLS,
            },
            "Whose trajectory; without it the user's, else that of the newest speaker who does not"
            " assist.",
            required=False,
        ),
    ),
    key_rule=KeyRule.ALWAYS,
)
MESSAGE = Operation(
    "GET",
    PATH + "/message/{external_id}",
    "contextMessage",
    TAG_V2,
    "What is remembered of one message",
    {
        200: Answer("Its emotion.", Content(ContextMessage), QUOTA),
        **refusals(
            400,
            429,
            500,
            503,
            others={
                404: problem(
                    "The context or the message is unknown or expired, or no context can be"
                    " called that.",
                    QUOTA,
                )
            },
        ),
    },
    parameters=(CONTEXT_ID_PARAMETER, EXTERNAL_ID_PARAMETER),
    key_rule=KeyRule.ALWAYS,
)
FORGET = Operation(
    "DELETE",
    PATH,
    "forgetContext",
    TAG_V2,
    "Forget a conversation with all its messages",
    {
        200: Answer("Nothing of it is left.", Content(Deletion), QUOTA),
        **refusals(500, 503, others=_NEVER_FOUND),
    },
    parameters=(CONTEXT_ID_PARAMETER,),
    key_rule=KeyRule.ALWAYS,
)
CONTEXT_OPERATIONS = (ANALYSE, STATE, MESSAGE, FORGET)


class Contexts:
    """The handlers."""

    def __init__(self, services: TextServices) -> None:
        self._services = services

    def routes(self) -> list[web.RouteDef]:
        limits = self._services.rate_limits
        return [
            ANALYSE.route(guarded(self.handle_analysis, limits), ROUTE + "/analysis"),
            STATE.route(counted(self.handle_state, limits), ROUTE),
            MESSAGE.route(counted(self.handle_message, limits), MESSAGE_ROUTE),
            FORGET.route(guarded(self.handle_forget, limits), ROUTE),
        ]

    async def handle_analysis(self, request: web.Request) -> web.Response:
        services = self._services
        context_id = context_id_of(request, status=400)
        body = await read_charged(request, AnalysisRequest, services, refuse_impossible_times)
        heard = await hear(services.reader, body.messages, services.now())
        heard = await self._remember(owner_of(request), context_id, heard)
        turns = await self._turns(owner_of(request), context_id)
        return answer(
            ContextAnalysis(
                metadata=ContextMetadata(context_id=context_id),
                emotions=emotions_by_role(heard),
                messages=[message_entry(each) for each in heard],
                trajectory=await _trajectory(turns, main_role(turns)) if turns else None,
                usage=usage_of(tokens_of(heard)),
            )
        )

    async def handle_state(self, request: web.Request) -> web.Response:
        context_id = context_id_of(request)
        role = _role(request)
        turns = await self._remembered(owner_of(request), context_id)
        latest = latest_turns(turns)
        if role is not None and role not in latest:
            raise ApiError(404, "the context has no message of this role")
        return answer(
            ContextState(
                emotions={who: remembered_entry(turn) for who, turn in latest.items()},
                trajectory=(
                    await _trajectory(turns, role or main_role(turns)) if turns else NOTHING_SAID
                ),
                metadata=ContextMetadata(context_id=context_id),
            )
        )

    async def handle_message(self, request: web.Request) -> web.Response:
        context_id, external_id = context_id_of(request), request.match_info["external_id"]
        services = self._services
        turn = await services.store.find_message(
            owner_of(request), context_id, external_id, kind="v2", now=services.now()
        )
        if turn is None:
            raise ApiError(404, "the context or the message is unknown, expired or forgotten")
        metadata = MessageMetadata(context_id=context_id, external_id=external_id)
        return answer(
            ContextMessage(emotions={turn.role: remembered_entry(turn)}, metadata=metadata)
        )

    async def handle_forget(self, request: web.Request) -> web.Response:
        context_id = context_id_of(request)
        services = self._services
        owner = owner_of(request)
        if not await services.store.forget(owner, context_id, kind="v2", now=services.now()):
            raise unknown_context()
        return answer(Deletion(metadata=ContextMetadata(context_id=context_id)))

    async def _remembered(self, owner: str, context_id: str) -> list[Turn]:
        """Read the messages of a context; one of sessions alone has none.

        Raises:
            ApiError: 404 where there is no context.
        """
        turns = await self._turns(owner, context_id)
        store, now = self._services.store, self._services.now()
        if not turns and not await store.exists(owner, context_id, kind="v2", now=now):
            raise unknown_context()
        return turns

    async def _turns(self, owner: str, context_id: str) -> list[Turn]:
        services = self._services
        return await services.store.turns(owner, context_id, kind="v2", now=services.now())

    async def _remember(self, owner: str, context_id: str, heard: Sequence[Heard]) -> list[Heard]:
        """Store what could be read; what was stored before stands as it was then."""
        turns = await asyncio.to_thread(turns_of, heard)
        if not turns:
            return list(heard)
        services = self._services
        result = await services.store.append(
            owner, context_id, turns, kind="v2", now=services.now()
        )
        return with_stored(heard, result.turns)


async def _trajectory(turns: Sequence[Turn], role: str) -> Trajectory:
    return await asyncio.to_thread(trajectory_of, turns, role)


def context_id_of(request: web.Request, *, status: int = 404) -> str:
    """Return the context of the path.

    Raises:
        ApiError: of that status, where no context can be called that.
    """
    context_id = request.match_info["context_id"]
    if not re.fullmatch(CONTEXT_ID, context_id):
        raise ApiError(
            status,
            "context_id must begin with a letter, a digit or _, and have at most 256 letters,"
            " digits and _.~:@+=-",
        )
    return context_id


def _role(request: web.Request) -> str | None:
    role = request.query.get("role")
    if role is not None and (len(role) > MAX_ROLE_CHARS or not re.fullmatch(NO_CONTROLS, role)):
        raise ApiError(400, f"role must have 1 to {MAX_ROLE_CHARS} characters, none a control")
    return role


def unknown_context() -> ApiError:
    return ApiError(404, "the context is unknown, expired or forgotten")
