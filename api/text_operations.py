"""What the operations of the text APIs have in common for OpenAPI."""

from collections.abc import Mapping

from api.openapi_operations import RETRY_AFTER, Answer, Parameter, problem
from api.text_fields import (
    CONTEXT_ID,
    MAX_BATCH_TEXTS,
    MAX_MESSAGES,
    MAX_NAME_CHARS,
    MAX_TEXT_CHARS,
    NO_CONTROLS,
)

TAG_V1 = "Text, version 1"
TAG_V2 = "Text, version 2"

LIMITS = (
    f"Limits: {MAX_TEXT_CHARS:,} characters a text, {MAX_MESSAGES} messages a request"
    f" ({MAX_BATCH_TEXTS:,} in a batch), 2 MiB a body. English and Spanish are read; a text"
    ' in another language gets an entry with `"language": "unsupported"` and no numbers;'
    " English and Spanish words in it that speak of self-harm are answered all the same. Each"
    " text counts as one against the quota, also where 409 is answered, as it is read by then;"
    " a request whose body is refused counts as one."
)

QUOTA = {
    "RateLimit-Policy": "Texts (q) in a window of seconds (w).",
    "RateLimit": "Texts left (r) and seconds until all are back (t).",
}

CONTEXT_ID_PARAMETER = Parameter(
    "context_id",
    "path",
    {"type": "string", "pattern": CONTEXT_ID},
    "Your name of the conversation: up to 256 letters, digits and `_.~:@+=-`, the first a letter,"
    " a digit or `_`; `analysis` and `batch-analysis` are taken.",
    example="example-123",
)
NAME_SCHEMA = {
    "type": "string",
    "minLength": 1,
    "maxLength": MAX_NAME_CHARS,
    "pattern": NO_CONTROLS,
}
EXTERNAL_ID_PARAMETER = Parameter(
    "external_id",
    "path",
    NAME_SCHEMA,
    "Your name of the message.",
    example="msg-1",
)

UNKNOWN_CONTEXT = problem(
    "The context is unknown, expired or forgotten, or no context can be called that.", QUOTA
)


def refusals(*statuses: int, others: Mapping[int, Answer] | None = None) -> dict[int, Answer]:
    """Describe the refusals that several operations share, and those of one alone."""
    return {status: _SHARED[status] for status in statuses} | dict(others or {})


_SHARED: Mapping[int, Answer] = {
    400: problem("What is wrong with the request; the field is named.", QUOTA),
    409: problem("A message came before with the same externalId and another text.", QUOTA),
    413: problem("A text is too long, or there are too many of them.", QUOTA),
    415: problem("The body is not JSON.", QUOTA),
    429: problem("The key's quota of texts is spent.", {**RETRY_AFTER, **QUOTA}),
    500: problem("The server failed."),
    503: problem("Too many texts wait, or the memory is out of reach.", {**RETRY_AFTER, **QUOTA}),
}
