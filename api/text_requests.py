"""What the /v2 and /v1 text APIs accept; the same models check it and describe it."""

from typing import Annotated, Any, Literal

from pydantic import Field

from api.text_fields import (
    MAX_BATCH_TEXTS,
    MAX_MESSAGES,
    MODEL_NAME,
    ApiModel,
    ModelName,
    Name,
    Role,
    Text,
    Timestamp,
)


class Content(ApiModel):
    text: Text


class Message(ApiModel):
    """One message; in a context its externalId names it once and for all."""

    content: Content
    role: Role | None = None
    external_id: Name | None = None
    timestamp: Timestamp | None = None


class AnalysisRequest(ApiModel):
    """Body of the stateless and of the context-based analysis."""

    messages: Annotated[list[Message], Field(min_length=1, max_length=MAX_MESSAGES)]
    model: ModelName = MODEL_NAME


BatchItem = Annotated[
    Any,
    Field(
        json_schema_extra={
            "anyOf": [
                {"$ref": "#/components/schemas/Message"},
                {"description": "Anything else gets an error at its place."},
            ]
        }
    ),
]


class BatchRequest(ApiModel):
    """Body of the batch analysis; each message is checked by itself."""

    messages: Annotated[list[BatchItem], Field(min_length=1, max_length=MAX_BATCH_TEXTS)]
    model: ModelName = MODEL_NAME


class ConversationMessage(ApiModel):
    """One message of document 003."""

    content: Text
    role: Role = "user"
    timestamp: Timestamp | None = None

    def as_message(self) -> Message:
        """Return it in the form of document 004."""
        content = Content(text=self.content)
        return Message(content=content, role=self.role, timestamp=self.timestamp)


class ConversationRequest(ApiModel):
    """Body of document 003."""

    messages: Annotated[list[ConversationMessage], Field(min_length=1, max_length=MAX_MESSAGES)]
    user_id: Annotated[Name | None, Field(description="Whose emotional patterns to track.")] = None
    session_id: Annotated[
        Name | None,
        Field(description="Joins calls to one conversation; without it nothing is stored."),
    ] = None
    language: Annotated[
        Literal["en", "es"] | None,
        Field(description="Of triggers and recommendations; else that of the messages."),
    ] = None
