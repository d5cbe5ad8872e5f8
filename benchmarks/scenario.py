"""What a scenario is: one thing that is measured, with its table and its plots."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

Result = dict[str, Any]
"""What a scenario measured, as JSON can hold it: keys carry their units."""


class Progress(Protocol):
    """Tells who waits what is being measured and how much is left."""

    def expect(self, steps: int) -> None:
        """Announce further steps of this scenario."""

    def begin(self, what: str) -> None:
        """Say what is measured now, in a few words."""

    def advance(self, steps: int = 1) -> None:
        """Count steps as done."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One module of benchmarks/scenarios; its name there is `SCENARIO`.

    Attributes:
        name: of the module and of its files in the results' folder.
        title: its heading.
        run: measures; its first argument asks for a quick run. It starts and ends its own
            servers and raises what goes wrong.
        table: turns a result into Markdown, without a heading.
        plot: draws a result as `{name}*.png` files in a folder and returns their paths.
    """

    name: str
    title: str
    run: Callable[[bool, Progress], Result]
    table: Callable[[Result], str]
    plot: Callable[[Result, Path], list[Path]]
