"""Parts that the requests and answers of the text APIs share, and the limits of both."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel

from text.conversation.order import ASSISTING_ROLES

MODEL_NAME: Final = "emotion-v2"
DEFAULT_ROLE = "_default"
"""Names whoever has no role, as document 004 prints it."""

DECIMALS = 4
"""Of what is answered: finer than any model here is."""

MAX_TEXT_CHARS = 10_000
MAX_MESSAGES = 200
MAX_BATCH_TEXTS = 1_000
MAX_NAME_CHARS = 256
MAX_ROLE_CHARS = 64

# Written so that ECMA-262, Python and Rust read them alike: they differ in what \s means.
VISIBLE = r"[^\s\x00-\x20\x7F-\xA0\u1680\u180E\u2000-\u200F\u2028-\u202F\u205F-\u2064\u3000\uFEFF]"
NO_CONTROLS = r"^[^\x00-\x1F\x7F]+$"
CONTEXT_ID = r"^[A-Za-z0-9_][A-Za-z0-9_.~:@+=-]{0,255}$"

# A stricter cut of ISO 8601 than datetime.fromisoformat, which takes week dates too.
_TIMESTAMP = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:?\d\d)?", re.ASCII
)


class ApiModel(BaseModel):
    """Fields are camelCase on the wire; what is unknown is ignored."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="ignore", frozen=True
    )


def parse_timestamp(value: Any) -> datetime:
    """Read an ISO 8601 time; one without a zone is UTC.

    Raises:
        ValueError: it is none, or lies outside the years 1 to 9999 in UTC.
    """
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _TIMESTAMP.fullmatch(value):
        raise ValueError("must be an ISO 8601 time, as 2025-01-15T10:30:00Z")
    try:
        at = datetime.fromisoformat(value.upper())
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("must be a time that exists, as 2025-01-15T10:30:00Z") from None


Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_TEXT_CHARS, pattern=VISIBLE),
    Field(description=f"What was said, 1 to {MAX_TEXT_CHARS:,} characters."),
]
Role = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_ROLE_CHARS, pattern=NO_CONTROLS),
    Field(
        description="Who speaks: user, or a word of your own. These assist, and their emotions are"
        f" not the conversation's: {', '.join(sorted(ASSISTING_ROLES))}."
    ),
]
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=MAX_NAME_CHARS, pattern=NO_CONTROLS)
]
Timestamp = Annotated[
    datetime,
    BeforeValidator(parse_timestamp),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "description": "ISO 8601; without a zone it is UTC. A message without one has the time"
            " of the timed message before it in the request, else of the first timed one; where"
            " none has a time, it is of now."
            " What is remembered lies after 1969, and a day in the future at most.",
        }
    ),
]
ModelName = Annotated[Literal["emotion-v2"], Field(description="The only model there is.")]


def _round(value: float) -> float:
    return round(value, DECIMALS)


Rounded = Annotated[float, AfterValidator(_round)]
Share = Annotated[Rounded, Field(ge=0, le=1)]
Valence = Annotated[Rounded, Field(ge=-1, le=1, description="Unpleasant -1 to pleasant 1.")]
