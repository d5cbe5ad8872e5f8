"""WHIP (RFC 9725) over aiohttp: an offer in, an answer out, and the session's URL."""

import time
from collections.abc import Callable, Mapping
from typing import TypeAlias

from aiohttp import web

from problem import Problem
from webrtc.keeper import Door, Keeper
from webrtc.message_fields import MessageError
from webrtc.offer import Offer, parse_offer
from webrtc.registry import Arrival, Resource, SessionRegistry
from webrtc.start_options import StartOptions, StartRules, query_options
from webrtc.trickle import parse_fragment
from webrtc.turn import TurnServers

PATH = "/whip"
OFFER_PATH = PATH + "/{worker:[a-z0-9-]+}.offer"
"""Takes offers for one certain worker."""
REPORT_PATH = PATH + "/report"
SDP_TYPE = "application/sdp"
FRAGMENT_TYPE = "application/trickle-ice-sdpfrag"
MAX_SDP_BYTES = 64 * 1024

EVENTS_RELATION = "urn:ietf:params:whip:ext:emochat:events"
MAX_EVENT_READERS = 4
EVENT_IDLE_S = 2.0

RESUME_HEADER = "EmoChat-Resume"
REPORT_RETRY_S = 2

CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"Location, ETag, Link, Retry-After, {RESUME_HEADER}",
}
PREFLIGHT_HEADERS = {
    **CORS_HEADERS,
    "Access-Control-Allow-Methods": "OPTIONS, GET, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": (
        f"Authorization, Content-Type, If-Match, Last-Event-ID, {RESUME_HEADER}"
    ),
    "Access-Control-Max-Age": "86400",
    "Accept-Post": SDP_TYPE,
    "Accept-Patch": FRAGMENT_TYPE,
}


FindOwner: TypeAlias = Callable[[web.Request], str | None]
"""Says whose key a request carries, or None without one."""


def nobody(request: web.Request) -> str | None:
    """Return that nobody owns what a request brings."""
    return None


class Signaling:
    """The handlers of the WHIP endpoint and of its sessions' URLs.

    Args:
        registry: owns the sessions.
        rules: what queries may say.
        owner_of: whose memory a session may write to.
        turn: what answers name to publishers that no UDP reaches.
        keeper: has the reports of sessions whose connection broke, if anything does.
        door: may know a server that is freer.
    """

    def __init__(
        self,
        registry: SessionRegistry,
        rules: StartRules,
        owner_of: FindOwner = nobody,
        turn: TurnServers | None = None,
        keeper: Keeper | None = None,
        door: Door | None = None,
    ) -> None:
        self._registry = registry
        self._rules = rules
        self._owner_of = owner_of
        self._turn = turn
        self._keeper = keeper
        self._door = door

    def routes(self) -> list[web.RouteDef]:
        session = PATH + "/{secret}"
        return [
            web.post(PATH, self.handle_offer),
            web.get(PATH, self.handle_get),
            web.options(PATH, self.handle_preflight),
            web.get(REPORT_PATH, self.handle_report),
            web.delete(REPORT_PATH, self.handle_erase),
            web.post(OFFER_PATH, self.handle_offer),
            web.get(session, self.handle_get_session),
            web.patch(session, self.handle_trickle),
            web.delete(session, self.handle_delete),
            web.options(session, self.handle_preflight),
            web.get(session + "/events", self.handle_events),
            web.options(session + "/events", self.handle_preflight),
        ]

    async def handle_preflight(self, request: web.Request) -> web.Response:
        return web.Response(headers=PREFLIGHT_HEADERS)

    async def handle_get(self, request: web.Request) -> web.Response:
        return web.Response(status=204)

    async def handle_get_session(self, request: web.Request) -> web.Response:
        self._resource(request)
        return web.Response(status=204)

    async def handle_offer(self, request: web.Request) -> web.Response:
        text = await _read_text(request, SDP_TYPE)
        token = request.headers.get(RESUME_HEADER)
        better = self._find_better(request, token)
        if better is not None:
            return web.Response(status=307, headers={"Location": better})
        offer = parse_offer(text)
        resource, answer = await self._registry.create(
            Arrival(
                offer=offer,
                options=self._options_of(request, offer, token),
                owner=self._owner_of(request),
                token=token,
                peer=request.remote,
                forwarded_for=request.headers.getall("X-Forwarded-For", []),
            )
        )
        headers = self._answer_headers(resource)
        return web.Response(status=201, text=answer, content_type=SDP_TYPE, headers=headers)

    def _find_better(self, request: web.Request, token: str | None) -> str | None:
        if self._door is None:
            return None
        is_plain = token is None and request.path == PATH
        query = request.rel_url.raw_query_string
        return self._door.find_better(PATH, query, may_redirect=is_plain)

    def _options_of(
        self, request: web.Request, offer: Offer, token: str | None
    ) -> StartOptions | None:
        if token is not None and self._keeper is not None:
            return None
        return self._query_options(request.query, offer.has_data_channel)

    def _answer_headers(self, resource: Resource) -> Mapping[str, str]:
        location = f"{PATH}/{resource.secret}"
        links = ", ".join(self._links(location, resource.session.id))
        headers = {"Location": location, "ETag": resource.etag, "Link": links}
        return headers if resource.token is None else {**headers, RESUME_HEADER: resource.token}

    async def handle_report(self, request: web.Request) -> web.Response:
        token = _sent_token(request)
        if self._keeper is None:
            raise Problem(404, "Unknown session", "no reports are kept here")
        report = await self._keeper.find_report(token)
        headers = {"Cache-Control": "no-store"}
        if report is None:
            return web.Response(status=202, headers={**headers, "Retry-After": str(REPORT_RETRY_S)})
        return web.json_response(report, headers=headers)

    async def handle_erase(self, request: web.Request) -> web.Response:
        await self._registry.erase(_sent_token(request))
        return web.Response(status=204)

    def _links(self, location: str, session_id: str) -> list[str]:
        events = f'<{location}/events>; rel="{EVENTS_RELATION}"'
        servers = [] if self._turn is None else self._turn.links(session_id, time.time())
        return [events, *servers]

    async def handle_trickle(self, request: web.Request) -> web.Response:
        resource = self._resource(request)
        text = await _read_text(request, FRAGMENT_TYPE)
        try:
            fragment = parse_fragment(text)
        except ValueError as error:
            raise Problem(400, "Invalid fragment", str(error)) from error
        condition = request.headers.get("If-Match")
        if condition is None:
            raise Problem(428, "Precondition required", "send the session's ETag as If-Match")
        if fragment.ice_ufrag not in (None, resource.ice_ufrag):
            raise Problem(
                422, "ICE restart unsupported", "start a new session with a new offer instead"
            )
        if condition not in (resource.etag, "*"):
            raise Problem(412, "Precondition failed", "If-Match is not the session's ETag")
        await resource.session.add_candidates(fragment.candidates)
        return web.Response(status=204)

    async def handle_delete(self, request: web.Request) -> web.Response:
        await self._registry.delete(self._resource(request))
        return web.Response()

    async def handle_events(self, request: web.Request) -> web.StreamResponse:
        log = self._resource(request).session.log
        if log.readers >= MAX_EVENT_READERS:
            raise Problem(
                429,
                "Too many readers",
                f"at most {MAX_EVENT_READERS} may follow one session",
                {"Retry-After": "1"},
            )
        after = _last_event_id(request.headers)
        response = web.StreamResponse(
            headers={**CORS_HEADERS, "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        )
        response.content_type = "text/event-stream"
        await response.prepare(request)
        async for event in log.follow(after, EVENT_IDLE_S):
            await response.write(event)
        return response

    def _resource(self, request: web.Request) -> Resource:
        resource = self._registry.find(request.match_info["secret"])
        if resource is None:
            raise Problem(404, "Unknown session", "it never existed or has ended")
        return resource

    def _query_options(
        self, query: Mapping[str, str], has_data_channel: bool
    ) -> StartOptions | None:
        """Read what a publisher without a data channel asks for in the URL.

        Raises:
            Problem: 400 if a value is wrong, 403 if nothing can ever tell of consent.
        """
        if has_data_channel and not query:
            return None
        try:
            options = query_options(query, self._rules)
        except MessageError as error:
            raise Problem(400, "Invalid query", error.detail) from error
        if options.consent:
            return options
        if has_data_channel:
            return None
        raise Problem(
            403,
            "Consent required",
            "nothing is analysed without consent: offer a data channel to send it, "
            "or add consent=true to the query once the person has agreed",
        )


async def add_cors_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler: WHIP answers may be read by pages of any origin, errors included."""
    if request.path.startswith(PATH):
        response.headers.update(CORS_HEADERS)


def _sent_token(request: web.Request) -> str:
    token = request.headers.get(RESUME_HEADER)
    if not token:
        raise Problem(400, "Missing token", f"send the session's token as {RESUME_HEADER}")
    return token


async def _read_text(request: web.Request, content_type: str) -> str:
    if request.content_type != content_type:
        raise Problem(
            415, "Unsupported media type", f"send {content_type}", {"Accept-Post": SDP_TYPE}
        )
    body = await request.content.read(MAX_SDP_BYTES + 1)
    while len(body) <= MAX_SDP_BYTES and (more := await request.content.read(MAX_SDP_BYTES)):
        body += more
    if len(body) > MAX_SDP_BYTES:
        raise Problem(413, "Body too large", f"at most {MAX_SDP_BYTES} bytes are read")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, "Invalid text", "the body is not UTF-8") from error


def _last_event_id(headers: Mapping[str, str]) -> int:
    try:
        return max(0, int(headers.get("Last-Event-ID", "0")))
    except ValueError as error:
        raise Problem(400, "Invalid header", "Last-Event-ID must be a number") from error
