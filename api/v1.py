"""POST /v1/emotion/analyze: a conversation in, an account of its emotions out (document 003)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from aiohttp import web

from api.auth import owner_of
from api.openapi_operations import Answer, Content, KeyRule, Operation, problem
from api.text_conversation import ConversationAnswer, conversation_answer, unread_messages
from api.text_examples import CONVERSATION_ANSWER, CONVERSATION_REQUEST
from api.text_messages import Heard, hear, turns_of
from api.text_operations import LIMITS, QUOTA, TAG_V1, refusals
from api.text_requests import ConversationRequest
from api.text_services import TextServices, guarded, read_charged, refuse_impossible_times
from api.text_trajectory import Pattern, user_patterns
from text.conversation.account import account
from text.conversation.order import assists
from text.conversation.quotes import occlusion_variants, quoted_triggers
from text.conversation.turn import Turn
from text.reader import ReadRequest, TextReader
from text.reading import TextReading

MAX_QUOTED_CHARS = 1_000
"""Of a text that is looked through for quotes. It is read once more for each of its clauses, which
no quota counts: together at most as much as the longest text that one counts."""

OTHER_USER = problem("The session is with another userId.", QUOTA)

ANALYSE = Operation(
    "POST",
    "/v1/emotion/analyze",
    "analyzeConversation",
    TAG_V1,
    "Read a conversation: emotion, progression, triggers, recommendations, sentiment",
    {
        200: Answer(
            "An account of the whole conversation.",
            Content(ConversationAnswer, examples={"documented": CONVERSATION_ANSWER}),
            QUOTA,
        ),
        **refusals(400, 413, 415, 429, 500, 503, others={409: OTHER_USER}),
    },
    "Calls with the same sessionId continue one conversation; messages that come again are"
    " counted once. A message is known again by its timestamp, role and words; without a"
    " timestamp by its place, in calls that send the conversation anew. Callers that send only"
    " what is new should tell times: the same words in two calls in a row are else one message."
    " Where a call's messages speak of self-harm, whatever their times, or the last day of its"
    " session does, the recommendations are those for that alone."
    " A userId has patterns looked for over all its sessions; a session keeps the userId that it"
    f" was given first. Without a sessionId nothing is stored. {LIMITS}",
    body=Content(ConversationRequest, examples={"documented": CONVERSATION_REQUEST}),
    key_rule=KeyRule.ALWAYS,
)
CONVERSATION_OPERATIONS = (ANALYSE,)


class ConversationAnalysis:
    """The handler."""

    def __init__(self, services: TextServices) -> None:
        self._services = services

    def routes(self) -> list[web.RouteDef]:
        return [ANALYSE.route(guarded(self.handle_analyze, self._services.rate_limits))]

    async def handle_analyze(self, request: web.Request) -> web.Response:
        services = self._services
        owner = owner_of(request)
        body = await read_charged(request, ConversationRequest, services, refuse_impossible_times)
        messages = [message.as_message() for message in body.messages]
        heard = await hear(services.reader, messages, services.now())
        told = await asyncio.to_thread(turns_of, heard)
        turns = await self._conversation(owner, body, heard, told)
        self_harm_told = any(each.outcome.speaks_of_self_harm for each in heard)
        summed_up = await asyncio.to_thread(
            account, turns, body.language, self_harm_told=self_harm_told
        )
        if not summed_up.triggers:
            summed_up = replace(summed_up, triggers=await _quotes(services.reader, told))
        answer = conversation_answer(
            summed_up,
            await self._patterns(owner, body.user_id),
            unread_messages(heard),
        )
        # What was not set is left out; what document 003 names is always set.
        text = answer.model_dump_json(by_alias=True, exclude_unset=True)
        return web.Response(text=text, content_type="application/json")

    async def _conversation(
        self,
        owner: str,
        body: ConversationRequest,
        heard: Sequence[Heard],
        turns: Sequence[Turn],
    ) -> Sequence[Turn]:
        """The call's turns, after those of its session where it has one."""
        if body.session_id is None:
            return turns
        store, now = self._services.store, self._services.now()
        if turns:
            await store.append(
                owner,
                body.session_id,
                turns,
                kind="v1",
                now=now,
                user_id=body.user_id,
                is_timed=[each.message.timestamp is not None for each in heard if each.is_read],
            )
        return await store.turns(owner, body.session_id, kind="v1", now=now, user_id=body.user_id)

    async def _patterns(self, owner: str, user_id: str | None) -> list[Pattern]:
        if user_id is None:
            return []
        services = self._services
        turns = await services.store.turns_of_user(owner, user_id, kind="v1", now=services.now())
        return await asyncio.to_thread(user_patterns, turns)


async def _quotes(reader: TextReader, turns: Sequence[Turn]) -> tuple[str, ...]:
    """Quote what carries the newest emotion of a call, where its text is not too long for that."""
    said = [turn for turn in turns if not assists(turn)]
    if not said:
        return ()
    newest = max(said, key=lambda turn: turn.order)
    text, reading = newest.text or "", newest.reading
    if reading.speaks_of_self_harm or len(text) > MAX_QUOTED_CHARS:
        return ()
    left_out = await asyncio.to_thread(occlusion_variants, text)
    outcomes = await reader.read([ReadRequest(each, reading.language) for each in left_out])
    variants = [each if isinstance(each, TextReading) else None for each in outcomes]
    return await asyncio.to_thread(quoted_triggers, text, reading, variants)
