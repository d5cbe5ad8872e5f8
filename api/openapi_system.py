"""OpenAPI of what operators ask of the server itself."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from analysis.model_card import CARD_LANGUAGES
from api.openapi_operations import (
    RETRY_AFTER,
    Answer,
    Content,
    KeyRule,
    Operation,
    Parameter,
    problem,
)

TAG = "System"


class Health(BaseModel):
    status: Literal["ok"]


class Readiness(BaseModel):
    status: Literal["ready"]
    sessions: Annotated[int, Field(ge=0)]


class Assistant(BaseModel):
    """Whether people can talk with an assistant, and by which model it speaks."""

    available: bool
    name: str | None


class ModelCards(BaseModel):
    """The face model's metadata; the text models' are in `text`, by language."""

    model_config = ConfigDict(extra="allow")

    text: dict[str, dict[str, Any]] | None = None
    assistant: Assistant | None = None
    scenarios: Annotated[
        list[str] | None, Field(description="Those that a session may choose.")
    ] = None
    keeps_text: Annotated[
        bool | None,
        Field(description="Whether what is remembered holds the words themselves."),
    ] = None


_FAILED = problem("The server failed.")

SYSTEM_OPERATIONS = (
    Operation(
        "GET",
        "/healthz",
        "health",
        TAG,
        "Whether the process answers",
        {200: Answer("It does.", Content(Health, examples={"ok": {"status": "ok"}})), 500: _FAILED},
    ),
    Operation(
        "GET",
        "/readyz",
        "readiness",
        TAG,
        "Whether there is room for another session",
        {
            200: Answer(
                "There is.",
                Content(Readiness, examples={"idle": {"status": "ready", "sessions": 0}}),
            ),
            500: _FAILED,
            503: problem("There is none, or the memory is out of reach.", RETRY_AFTER),
        },
    ),
    Operation(
        "GET",
        "/metrics",
        "metrics",
        TAG,
        "Counters and times for Prometheus",
        {
            200: Answer(
                "All series, in the OpenMetrics text format.",
                Content(schema={"type": "string"}, media_type="application/openmetrics-text"),
            ),
            500: _FAILED,
        },
        key_rule=KeyRule.WHERE_KEYS_ARE_SET,
    ),
    Operation(
        "GET",
        "/model",
        "models",
        TAG,
        "The models' cards",
        {
            200: Answer("Metadata, figures and limits.", Content(ModelCards)),
            400: problem("The language is none of the card's."),
            500: _FAILED,
        },
        parameters=(
            Parameter(
                "language",
                "query",
                {"type": "string", "enum": list(CARD_LANGUAGES)},
                "Of the face model's card.",
                required=False,
            ),
        ),
    ),
)
