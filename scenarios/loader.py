"""Reads scenario files; one that is wrong stops the start."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios.scenario import Scenario

SHIPPED = Path(__file__).resolve().parent / "shipped"

DEFAULT_ENABLED = ("wellness",)
"""The only shipped one without `restricted`: Regulation (EU) 2024/1689, article 5(1)(f)."""

MAX_FILE_BYTES = 64 * 1024


class ScenarioError(Exception):
    """The operator's scenarios cannot be used; the message names file and field."""


def load_scenarios(
    enabled: Sequence[str], folders: Sequence[Path] = (SHIPPED,)
) -> dict[str, Scenario]:
    """Read every scenario file of the folders, and return those that are enabled, by name.

    Files that are not enabled are checked too, so that enabling one later holds no surprise.

    Args:
        enabled: names.
        folders: each with `*.toml`, one scenario a file.

    Raises:
        ScenarioError: a folder or file cannot be read or is wrong, two have one name, or an
            enabled name has no file.
    """
    known: dict[str, Scenario] = {}
    for path in _files(folders):
        scenario = load_scenario(path)
        if scenario.name in known:
            raise ScenarioError(f"{path}: there is another scenario {scenario.name!r}")
        known[scenario.name] = scenario
    unknown = [name for name in enabled if name not in known]
    if unknown:
        raise ScenarioError(
            f"EMOCHAT_SCENARIOS: no scenario {unknown[0]!r}; there are {', '.join(sorted(known))}"
        )
    return {name: known[name] for name in enabled}


def load_scenario(path: Path) -> Scenario:
    """Read one file.

    Raises:
        ScenarioError: it cannot be read, is no TOML or no scenario.
    """
    try:
        scenario = Scenario.model_validate(_read(path))
    except ValidationError as error:
        raise ScenarioError(f"{path}: {_first_fault(error)}") from None
    if scenario.name != path.stem:
        raise ScenarioError(f"{path}: name must be {path.stem!r}, as the file is called")
    return scenario


def _files(folders: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            raise ScenarioError(f"{folder}: there is no such folder of scenarios")
        files += sorted(folder.glob("*.toml"))
    return files


def _read(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise ScenarioError(f"{path}: is over {MAX_FILE_BYTES} bytes")
        return tomllib.loads(content.decode())
    except OSError as error:
        raise ScenarioError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise ScenarioError(f"{path}: is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{path}: is not TOML: {error}") from None


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    place = ""
    for part in fault["loc"]:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    return f"{place or 'the file'}: {fault['msg'].removeprefix('Value error, ')}"
