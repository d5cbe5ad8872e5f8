"""What the assistant is told: the task, and beside it, as data, what the person wrote and said."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from live.prompt_en import TASK_EN
from live.prompt_es import TASK_ES

_TASKS: Mapping[str, str] = {"es": TASK_ES, "en": TASK_EN}

MAX_CONTEXT_CHARS = 2_000

# Inside the JSON strings these become escapes, so neither a closing tag nor a line
# break of any kind can appear there.
_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\x85\u2028\u2029"})


def system_instruction(
    language: str, context: str, talk_so_far: Sequence[Mapping[str, str]] = ()
) -> str:
    """Return the task, and as one line of JSON each what the person wrote and what was said.

    Args:
        language: "es" or "en".
        context: what the person wrote; cut to MAX_CONTEXT_CHARS, may be empty.
        talk_so_far: turns of a talk that this one goes on with.
    """
    parts = [_TASKS[language]]
    if context.strip():
        parts.append(_data("person_context", context[:MAX_CONTEXT_CHARS]))
    if talk_so_far:
        parts.append(_data("talk_so_far", list(talk_so_far)))
    return "\n\n".join(parts)


def _data(tag: str, value: Any) -> str:
    line = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    return f"<{tag}>\n{line.translate(_ESCAPES)}\n</{tag}>"
