"""Forgetting what /v1 remembers: a session, or all sessions with a user."""

from aiohttp import web

from api.auth import owner_of
from api.errors import ApiError
from api.openapi_operations import Answer, Content, KeyRule, Operation, Parameter, problem
from api.text_answers import SessionDeletion, UserDeletion, answer
from api.text_operations import NAME_SCHEMA, QUOTA, TAG_V1, refusals
from api.text_services import TextServices, guarded
from store.names import check_name

FORGET_SESSION = Operation(
    "DELETE",
    "/v1/emotion/sessions/{session_id}",
    "forgetSession",
    TAG_V1,
    "Forget a session with all its messages",
    {
        200: Answer("Nothing of it is left.", Content(SessionDeletion), QUOTA),
        **refusals(
            400, 500, 503, others={404: problem("The session is unknown or expired.", QUOTA)}
        ),
    },
    parameters=(
        Parameter("session_id", "path", NAME_SCHEMA, "Your sessionId.", example="session_456"),
    ),
    key_rule=KeyRule.ALWAYS,
)
FORGET_USER = Operation(
    "DELETE",
    "/v1/emotion/users/{user_id}",
    "forgetUser",
    TAG_V1,
    "Forget all sessions with a user",
    {
        200: Answer("Nothing of them is left.", Content(UserDeletion), QUOTA),
        **refusals(
            400, 500, 503, others={404: problem("No session with the user is known.", QUOTA)}
        ),
    },
    parameters=(Parameter("user_id", "path", NAME_SCHEMA, "Your userId.", example="user_123"),),
    key_rule=KeyRule.ALWAYS,
)
SESSION_OPERATIONS = (FORGET_SESSION, FORGET_USER)


class ConversationSessions:
    """The handlers."""

    def __init__(self, services: TextServices) -> None:
        self._services = services

    def routes(self) -> list[web.RouteDef]:
        limits = self._services.rate_limits
        return [
            FORGET_SESSION.route(
                guarded(self.handle_forget_session, limits),
                "/v1/emotion/sessions/{session_id:[^/]+}",
            ),
            FORGET_USER.route(
                guarded(self.handle_forget_user, limits), "/v1/emotion/users/{user_id:[^/]+}"
            ),
        ]

    async def handle_forget_session(self, request: web.Request) -> web.Response:
        session_id = request.match_info["session_id"]
        check_name("session_id", session_id)
        store, now = self._services.store, self._services.now()
        if not await store.forget(owner_of(request), session_id, kind="v1", now=now):
            raise ApiError(404, "the session is unknown, expired or forgotten")
        return answer(SessionDeletion(session_id=session_id))

    async def handle_forget_user(self, request: web.Request) -> web.Response:
        user_id = request.match_info["user_id"]
        store, now = self._services.store, self._services.now()
        forgotten = await store.forget_user(owner_of(request), user_id, kind="v1", now=now)
        if not forgotten:
            raise ApiError(404, "no session with the user is known")
        return answer(UserDeletion(user_id=user_id, sessions=forgotten))
