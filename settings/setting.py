"""What a setting is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `EMOCHAT_MAX_SESSIONS` in the environment is `--max-sessions` here.

    Attributes:
        field: its name in Config.
        variable: its name in the environment.
        default: as text, parsed like any other value; None leaves the field None.
        parse: turns the text into the value; ValueError with the reason if it cannot.
        help: one line for `--help` and the docs.
    """

    field: str
    variable: str
    default: str | None
    parse: Callable[[str], Any]
    help: str

    @property
    def option(self) -> str:
        return "--" + self.field.replace("_", "-")
