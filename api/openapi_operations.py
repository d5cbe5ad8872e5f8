"""What one operation of the REST API takes and answers, for its route and for OpenAPI."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler
from pydantic import BaseModel, ConfigDict

from api.errors import PROBLEM_JSON
from problem import NOTHING

JSON = "application/json"


class KeyRule(Enum):
    """Whether an operation needs a key."""

    NEVER = "never"
    WHERE_KEYS_ARE_SET = "where keys are set"
    ALWAYS = "always"


class ProblemDocument(BaseModel):
    """Problem details (RFC 9457); further members tell more."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    error: str
    request_id: str


class PlainError(BaseModel):
    """What went wrong, in one sentence; further members tell more."""

    model_config = ConfigDict(extra="allow")

    error: str


@dataclass(frozen=True, slots=True)
class Content:
    """A body, of a request or of an answer.

    Attributes:
        model: what describes it; None with a `schema`.
        schema: JSON Schema of what no model describes.
        media_type: as sent in Content-Type.
        examples: whole bodies by name.
    """

    model: type[BaseModel] | None = None
    schema: Mapping[str, Any] = field(default_factory=dict)
    media_type: str = JSON
    examples: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the path, the query or a header."""

    name: str
    place: str
    schema: Mapping[str, Any]
    description: str
    required: bool = True
    example: Any = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one status code means, its body, and its headers with what they tell."""

    description: str
    content: Content | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path.

    Attributes:
        method: in upper case.
        path: as OpenAPI writes it, `/v2/emotions/{context_id}`.
        operation_id: its name in client libraries.
        tag: the group that it is shown in.
        summary: one line.
        description: more, in Markdown.
        answers: every status code that it gives.
        parameters: in the path, the query and headers.
        body: what it takes.
        key_rule: whether it needs a key.
    """

    method: str
    path: str
    operation_id: str
    tag: str
    summary: str
    answers: Mapping[int, Answer]
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    body: Content | None = None
    key_rule: KeyRule = KeyRule.NEVER

    def route(self, handler: Handler, path: str | None = None) -> web.RouteDef:
        """Bind it to its handler; `path` where aiohttp's pattern says more than OpenAPI's."""
        if self.method == hdrs.METH_GET:
            return web.get(path or self.path, handler)
        return web.route(self.method, path or self.path, handler)


RETRY_AFTER = {"Retry-After": "Seconds until it is worth trying again."}


def problem(description: str, headers: Mapping[str, str] = NOTHING) -> Answer:
    """Describe a refusal or a failure as problem details."""
    return Answer(description, Content(ProblemDocument, media_type=PROBLEM_JSON), headers)


def plain_error(
    description: str, headers: Mapping[str, str] = NOTHING, example: str | None = None
) -> Answer:
    """Describe a refusal or a failure as documents 000 and 001 write it."""
    examples = NOTHING if example is None else {"documented": {"error": example}}
    return Answer(description, Content(PlainError, examples=examples), headers)


def unauthorized(*, plain: bool) -> Answer:
    """Describe the refusal of a request without a valid key."""
    headers = {"WWW-Authenticate": "How to send a key."}
    describe = plain_error if plain else problem
    return describe("The key is missing or unknown.", headers)
