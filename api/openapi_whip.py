"""OpenAPI of WHIP (RFC 9725), as far as HTTP goes."""

from dataclasses import replace

from analysis.prompt_data import MAX_CONTEXT_CHARS
from analysis.writing import LANGUAGES
from api.openapi_operations import (
    RETRY_AFTER,
    Answer,
    Content,
    KeyRule,
    Operation,
    Parameter,
    problem,
)
from webrtc.messages import DEFAULT_DURATION_S, MAX_DURATION_S, MIN_DURATION_S
from webrtc.signaling import FRAGMENT_TYPE, PATH, REPORT_PATH, RESUME_HEADER, SDP_TYPE

TAG = "Live sessions (WHIP)"
SESSION = PATH + "/{secret}"
OFFER_PATH_SHOWN = PATH + "/{worker}.offer"

OFFER_EXAMPLE = "\r\n".join(
    (
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        "a=sendonly",
        "a=rtcp-mux",
        "a=ice-ufrag:EsAw",
        "a=ice-pwd:bP+XJMM09aR8AiX1jdukzR6Y",
        "a=fingerprint:sha-256 " + ":".join(["A4"] * 32),
        "a=setup:actpass",
        "a=rtpmap:96 VP8/90000",
        "",
    )
)

_SECRET = Parameter(
    "secret",
    "path",
    {"type": "string", "minLength": 1, "pattern": r"^[A-Za-z0-9_-]+$"},
    "From the `Location` that answered the offer.",
)
_IF_MATCH = Parameter(
    "If-Match",
    "header",
    {"type": "string"},
    "The session's `ETag`; without it 428.",
    required=False,
)
_OPTIONS = (
    Parameter(
        "consent",
        "query",
        {"type": "string", "enum": ["true"]},
        "That the person agreed; for publishers that open no data channel.",
        required=False,
    ),
    Parameter(
        "duration_s",
        "query",
        {
            "type": "number",
            "minimum": MIN_DURATION_S,
            "maximum": MAX_DURATION_S,
            "default": DEFAULT_DURATION_S,
        },
        "Length of the session, seconds.",
        required=False,
    ),
    Parameter(
        "language",
        "query",
        {"type": "string", "enum": list(LANGUAGES)},
        "Of the written analysis.",
        required=False,
    ),
    Parameter(
        "context",
        "query",
        {"type": "string", "maxLength": MAX_CONTEXT_CHARS},
        "What the person talks about.",
        required=False,
    ),
)

_RESUME = Parameter(
    RESUME_HEADER,
    "header",
    {"type": "string"},
    "Token of the 201 whose session is meant.",
    required=False,
)
_WORKER = Parameter(
    "worker", "path", {"type": "string", "pattern": r"^[a-z0-9-]+$"}, "The worker's id."
)

_UNKNOWN = problem("No session has this secret, or it has ended.")
_FAILED = problem("The server failed.")
_UNSUPPORTED = problem("The body is of another media type.")
_TOO_LARGE = problem("The body is too large.")

_OFFER = Operation(
    "POST",
    PATH,
    "offerSession",
    TAG,
    "Offer a session: camera, microphone and data channels in one SDP offer",
    {
        201: Answer(
            "The session is there.",
            Content(schema={"type": "string"}, media_type=SDP_TYPE),
            {
                "Location": "The session's URL, relative.",
                "ETag": "For If-Match of PATCH.",
                "Link": "The session's events, and relays (TURN) where the server has some.",
                "EmoChat-Resume": "Token that resumes the session; it changes with each use.",
            },
        ),
        307: Answer("Another worker is freer.", headers={"Location": "Its URL, relative."}),
        400: problem("The offer is no SDP, or the query is wrong."),
        403: problem("There is neither a data channel to ask for consent nor consent=true."),
        404: problem("The resume token opens nothing, or no longer."),
        409: problem("The session to resume is over: its report is made or being made."),
        410: problem("The session to resume is over, without a report."),
        413: _TOO_LARGE,
        415: _UNSUPPORTED,
        422: problem("The offer is valid, but not one that this server can answer."),
        429: problem("The key or the address has enough sessions, or offers.", RETRY_AFTER),
        500: _FAILED,
        503: problem("All sessions are taken, or the server is late.", RETRY_AFTER),
    },
    parameters=(_RESUME, *_OPTIONS),
    body=Content(
        schema={"type": "string"}, media_type=SDP_TYPE, examples={"video only": OFFER_EXAMPLE}
    ),
    key_rule=KeyRule.WHERE_KEYS_ARE_SET,
)
_OFFER_TO_WORKER = replace(
    _OFFER,
    path=OFFER_PATH_SHOWN,
    operation_id="offerSessionToWorker",
    summary="Offer a session to one certain worker, as a 307 of POST /whip says",
    answers={**_OFFER.answers, 405: problem("No worker can have this name.")},
    parameters=(_WORKER, _RESUME, *_OPTIONS),
)
_REPORT = Operation(
    "GET",
    REPORT_PATH,
    "fetchReport",
    TAG,
    "Fetch the report of a session whose connection broke",
    {
        200: Answer(
            "The messages that the channel would have brought: analysis, report, ended.",
            Content(schema={"type": "object", "required": ["messages"]}),
        ),
        202: Answer("It is not made yet.", headers=RETRY_AFTER),
        400: problem("There is no token."),
        404: problem("The token opens nothing, or no longer."),
        410: problem("It could not be made."),
        500: _FAILED,
    },
    parameters=(replace(_RESUME, required=True, schema={"type": "string", "minLength": 1}),),
    key_rule=KeyRule.WHERE_KEYS_ARE_SET,
)
_ERASE = Operation(
    "DELETE",
    REPORT_PATH,
    "eraseSession",
    TAG,
    "Erase a session whose connection broke, or its report: nobody resumes or concludes it",
    {
        204: Answer("Nothing of it is kept."),
        400: problem("There is no token."),
        404: problem("The token opens nothing, or no longer."),
        500: _FAILED,
    },
    parameters=_REPORT.parameters,
    key_rule=KeyRule.WHERE_KEYS_ARE_SET,
)
_PING = Operation(
    "GET",
    PATH,
    "pingWhip",
    TAG,
    "Answers that this is a WHIP endpoint",
    {204: Answer("It is."), 500: _FAILED},
    key_rule=KeyRule.WHERE_KEYS_ARE_SET,
)
_PING_SESSION = Operation(
    "GET",
    SESSION,
    "pingSession",
    TAG,
    "Ask whether a session is still there",
    {204: Answer("It is."), 404: _UNKNOWN, 500: _FAILED},
    parameters=(_SECRET,),
    key_rule=KeyRule.WHERE_KEYS_ARE_SET,
)
_TRICKLE = Operation(
    "PATCH",
    SESSION,
    "trickle",
    TAG,
    "Add ICE candidates",
    {
        204: Answer("They are added."),
        400: problem("The body is no SDP fragment."),
        404: _UNKNOWN,
        412: problem("If-Match is not the session's ETag."),
        413: _TOO_LARGE,
        415: _UNSUPPORTED,
        422: problem("An ICE restart, which is not supported."),
        428: problem("If-Match is missing."),
        500: _FAILED,
    },
    parameters=(_SECRET, _IF_MATCH),
    body=Content(schema={"type": "string"}, media_type=FRAGMENT_TYPE),
    key_rule=KeyRule.WHERE_KEYS_ARE_SET,
)
_END = Operation(
    "DELETE",
    SESSION,
    "endSession",
    TAG,
    "End a session",
    {200: Answer("It has ended."), 404: _UNKNOWN, 500: _FAILED},
    parameters=(_SECRET,),
    key_rule=KeyRule.WHERE_KEYS_ARE_SET,
)
_EVENTS = Operation(
    "GET",
    SESSION + "/events",
    "followEvents",
    TAG,
    "Follow a session's messages without a data channel",
    {
        200: Answer(
            "Server-Sent Events, until the session ends.",
            Content(schema={"type": "string"}, media_type="text/event-stream"),
        ),
        400: problem("Last-Event-ID is no number."),
        404: _UNKNOWN,
        429: problem("Too many follow this session.", RETRY_AFTER),
        500: _FAILED,
    },
    parameters=(
        _SECRET,
        Parameter(
            "Last-Event-ID",
            "header",
            {"type": "integer", "minimum": 0},
            "Go on behind this event.",
            required=False,
        ),
    ),
    key_rule=KeyRule.WHERE_KEYS_ARE_SET,
)

WHIP_OPERATIONS = (
    *(_OFFER, _OFFER_TO_WORKER, _REPORT, _ERASE),
    *(_PING, _PING_SESSION, _TRICKLE, _END, _EVENTS),
)
