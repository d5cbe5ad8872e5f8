"""What schemathesis needs to send WHIP's bodies: they are text."""

from typing import Any

import schemathesis
from schemathesis import SerializationContext


@schemathesis.serializer("application/sdp", "application/trickle-ice-sdpfrag")
def write_text(context: SerializationContext, value: Any) -> bytes:
    return str(value).encode()
