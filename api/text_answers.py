"""What the /v2 text API answers."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from api.text_emotions import MessageEmotion, TextEmotion, UnreadEmotion, UnreadMessageEmotion
from api.text_fields import MODEL_NAME, ApiModel, ModelName
from api.text_trajectory import Trajectory

ByRole = Annotated[
    dict[str, TextEmotion | UnreadEmotion],
    Field(description="The latest message of each role; `_default` for those without one."),
]


class ContextMetadata(ApiModel):
    context_id: Annotated[str, Field(alias="context_id")]


class MessageMetadata(ContextMetadata):
    external_id: Annotated[str, Field(alias="external_id")]


class Usage(ApiModel):
    """Tokens that the model read, its special ones included; both are the same."""

    total_tokens: Annotated[int, Field(alias="total_tokens", ge=0)]
    analyse_tokens: Annotated[int, Field(alias="analyse_tokens", ge=0)]


class Analysis(ApiModel):
    """Answer of the stateless analysis."""

    object: Literal["emotions.analysis"] = "emotions.analysis"
    model: ModelName = MODEL_NAME
    emotions: ByRole
    messages: Annotated[
        list[MessageEmotion | UnreadMessageEmotion] | None,
        Field(description="One for each message that was sent, in its order."),
    ] = None
    usage: Usage | None = None


class ContextAnalysis(Analysis):
    """Answer of the context-based analysis."""

    metadata: ContextMetadata
    trajectory: Annotated[
        Trajectory | None, Field(description="Missing while nothing could be read.")
    ] = None


class ContextState(ApiModel):
    """What a context remembers: the latest message of each role."""

    object: Literal["emotions.state"] = "emotions.state"
    model: ModelName = MODEL_NAME
    emotions: Annotated[
        dict[str, MessageEmotion],
        Field(description="Empty where sessions are remembered and no message."),
    ]
    trajectory: Trajectory
    metadata: ContextMetadata


class ContextMessage(ApiModel):
    """What a context remembers of one message."""

    object: Literal["emotions.message"] = "emotions.message"
    model: ModelName = MODEL_NAME
    emotions: Annotated[dict[str, MessageEmotion], Field(min_length=1, max_length=1)]
    metadata: MessageMetadata


class Deletion(ApiModel):
    object: Literal["emotions.deletion"] = "emotions.deletion"
    deleted: Literal[True] = True
    metadata: ContextMetadata


class SessionDeletion(ApiModel):
    deleted: Literal[True] = True
    session_id: str


class UserDeletion(ApiModel):
    deleted: Literal[True] = True
    user_id: str
    sessions: Annotated[int, Field(ge=1, description="How many were forgotten.")]


class ItemError(ApiModel):
    status: Annotated[int, Field(ge=400, le=499)]
    detail: str


class BatchError(ApiModel):
    """Stands at the place of a message that could not be taken; the others are read."""

    error: ItemError


class BatchAnalysis(ApiModel):
    """Answer of the batch analysis: one element for each message, in its order."""

    object: Literal["emotions.batch_analysis"] = "emotions.batch_analysis"
    model: ModelName = MODEL_NAME
    emotions: list[MessageEmotion | UnreadMessageEmotion | BatchError]
    usage: Usage


def answer(body: ApiModel) -> web.Response:
    """Write an answer as JSON; fields without a value are left out."""
    text = body.model_dump_json(by_alias=True, exclude_none=True)
    return web.Response(text=text, content_type="application/json")


def usage_of(tokens: int) -> Usage:
    return Usage(total_tokens=tokens, analyse_tokens=tokens)


def error_at_place(status: int, detail: str) -> BatchError:
    return BatchError(error=ItemError(status=status, detail=detail))
