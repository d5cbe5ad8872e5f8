"""What people wrote and said, as data in a prompt that it cannot pass for a part of."""

import json
from typing import Any

MAX_CONTEXT_CHARS = 2_000
"""How much of what a person says about the session is read."""

# Inside the JSON strings these become escapes, so neither a closing tag nor a line
# break of any kind can appear there.
_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\x85\u2028\u2029"})


def data_block(tag: str, value: Any) -> str:
    """Return a value as one line of JSON between the tag's opening and closing lines.

    Lone surrogates, which no UTF-8 request can carry, become "?".
    """
    line = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    return f"<{tag}>\n{line.translate(_ESCAPES)}\n</{tag}>"
