"""Starts each site once and runs its experiments, one at a time."""

import json
import logging
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from benchmarks.chaos.finding import (
    Finding,
    NotRunError,
    holds,
    none_of,
    row,
    row_not_run,
)
from benchmarks.chaos.scenes import Alone, Scene, Workers, alone, workers
from benchmarks.machine import load_average, now

logger = logging.getLogger(__name__)

S = TypeVar("S", bound=Scene)


@dataclass(frozen=True, slots=True)
class Experiment(Generic[S]):
    """One way to break a site.

    Attributes:
        name: what is done, as the table has it.
        kind: of the site.
        run: raises NotRunError where this machine lacks what it takes.
        in_quick: a quick run has it, too.
    """

    name: str
    kind: type[S]
    run: Callable[[S], Awaitable[Finding]]
    in_quick: bool


AnyExperiment = Experiment[Alone] | Experiment[Workers]


async def run(
    experiments: Sequence[AnyExperiment], *, is_quick: bool, keep: Path | None
) -> list[dict[str, Any]]:
    """Run experiments; return a row for each."""
    rows: list[dict[str, Any]] = []
    for kind, site in ((Workers, workers), (Alone, alone)):
        chosen = [each for each in experiments if each.kind is kind]
        if chosen:
            async with _folder(keep, kind.__name__) as folder, site(folder, is_quick=is_quick) as s:
                for each in chosen:
                    rows.append(await _row(each, s))
                    print(json.dumps(rows[-1], ensure_ascii=False, indent=1), flush=True)
    return rows


async def _row(experiment: Experiment[Any], scene: Scene) -> dict[str, Any]:
    began_s, load = time.monotonic(), load_average()
    made = {"date": now(), **await _judged(experiment, scene)}
    lasted_s = round(time.monotonic() - began_s, 1)
    return {**made, "lasted_s": lasted_s, "load_average": [load, load_average()]}


async def _judged(experiment: Experiment[Any], scene: Scene) -> dict[str, Any]:
    tracebacks = scene.tracebacks()
    try:
        finding = await experiment.run(scene)
    except NotRunError as error:
        return row_not_run(experiment.name, str(error))
    except Exception as error:
        # The outermost edge of an experiment: those after it are run all the same.
        logger.exception("%s", experiment.name)
        saw = f"{type(error).__name__}: {error}"
        finding = Finding("", "the experiment itself broke off", "unknown", []).with_more(
            holds("the experiment comes to its end", is_met=False, saw=saw)
        )
    new = scene.tracebacks() - tracebacks
    finding = finding.with_more(none_of("tracebacks in the log", new))
    return row(experiment.name, finding)


@asynccontextmanager
async def _folder(keep: Path | None, name: str) -> AsyncIterator[Path]:
    with tempfile.TemporaryDirectory(prefix="emochat-chaos-") as temporary:
        folder = Path(temporary)
        try:
            yield folder
        finally:
            if keep is not None:
                _copy(folder / "server.log", keep / f"{name.lower()}.log")


def _copy(log: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(log, to)
