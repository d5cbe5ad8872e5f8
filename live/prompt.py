"""What the assistant is told: the task, and beside it, as data, what the person wrote and said."""

from collections.abc import Mapping, Sequence

from analysis.prompt_data import MAX_CONTEXT_CHARS, data_block
from live.prompt_en import TASK_EN
from live.prompt_es import TASK_ES

_TASKS: Mapping[str, str] = {"es": TASK_ES, "en": TASK_EN}


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
        parts.append(data_block("person_context", context[:MAX_CONTEXT_CHARS]))
    if talk_so_far:
        parts.append(data_block("talk_so_far", list(talk_so_far)))
    return "\n\n".join(parts)
