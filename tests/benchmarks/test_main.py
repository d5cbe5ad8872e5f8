"""The command: what it writes, and that one failure does not stop the rest."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import __main__ as command
from benchmarks.scenario import Progress, Result, Scenario


def make_scenario(name: str, error: Exception | None = None) -> Scenario:
    def run(quick: bool, progress: Progress) -> Result:
        progress.expect(1)
        progress.begin("counting")
        progress.advance()
        if error is not None:
            raise error
        return {"count": 1 if quick else 100}

    def plot(result: Result, folder: Path) -> list[Path]:
        path = folder / f"{name}.png"
        path.write_bytes(b"")
        return [path]

    return Scenario(name, f"About {name}", run, lambda result: f"counted {result['count']}", plot)


@pytest.fixture
def scenarios(monkeypatch: pytest.MonkeyPatch) -> dict[str, Scenario]:
    """Replace the real scenarios by quick ones, of which `join` fails."""
    made = {name: make_scenario(name) for name in command.NAMES}
    made["join"] = make_scenario("join", RuntimeError("no camera"))
    monkeypatch.setattr(command, "load_scenario", made.__getitem__)
    return made


def read_record(folder: Path, name: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / f"{name}.json").read_text())
    return record


@pytest.mark.usefixtures("scenarios")
def test_a_scenario_that_fails_is_reported_and_the_others_still_run(tmp_path: Path) -> None:
    assert command.main(["--out", str(tmp_path)]) == 1
    assert read_record(tmp_path, "join")["error"] == "RuntimeError: no camera"
    assert read_record(tmp_path, "endurance")["result"] == {"count": 100}
    readme = (tmp_path / "README.md").read_text()
    assert "Failed: `RuntimeError: no camera`" in readme
    assert "## About endurance" in readme
    assert "![About endurance](endurance.png)" in readme


@pytest.mark.usefixtures("scenarios")
def test_a_record_says_what_it_was_measured_on(tmp_path: Path) -> None:
    assert command.main(["--only", "latency", "--out", str(tmp_path)]) == 0
    record = read_record(tmp_path, "latency")
    assert record["machine"]["cores"] > 0
    assert record["versions"]["chromium"][0].isdigit()
    assert {"before", "after"} == record["load_average"].keys()
    assert record["date"] in (tmp_path / "README.md").read_text()


@pytest.mark.usefixtures("scenarios")
def test_scenarios_of_an_earlier_run_stay_in_the_readme(tmp_path: Path) -> None:
    command.main(["--only", "latency", "--out", str(tmp_path)])
    command.main(["--only", "endurance", "--quick", "--out", str(tmp_path)])
    readme = (tmp_path / "README.md").read_text()
    assert "counted 100" in readme
    assert "counted 1\n" in readme
    assert "(quick run)" in readme


def test_an_unknown_scenario_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--only", "latency,speed"])
    assert "no scenario speed" in capsys.readouterr().err


@pytest.mark.parametrize("name", command.NAMES)
def test_every_scenario_is_known_by_its_modules_name(name: str) -> None:
    assert command.load_scenario(name).name == name
