"""The systemd units: that systemd takes them, and what they may do."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from telemetry.watchdog import STUCK_AFTER_S
from tests.deploy.rooms import DEPLOY

SYSTEMD = DEPLOY / "systemd"
UNIT = "emochat@.service"
MOST_EXPOSED = 2.0
"""systemd-analyze security counts from 0 to 10; under 2 it says OK."""


@pytest.fixture(scope="module")
def service() -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = lambda option: option  # type: ignore[assignment,method-assign]
    parser.read(SYSTEMD / UNIT)
    return dict(parser["Service"])


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """A worker's unit, with a program that is there."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here")
    text = (SYSTEMD / UNIT).read_text()
    program = text.replace("ExecStart=/opt/emochat/.venv/bin/python", f"ExecStart={sys.executable}")
    assert program != text
    (tmp_path / "emochat.target").write_text((SYSTEMD / "emochat.target").read_text())
    path = tmp_path / "emochat@1.service"
    path.write_text(program)
    return path


def analyze(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["systemd-analyze", "--no-pager", *arguments], capture_output=True, text=True, timeout=60
    )


def test_systemd_finds_nothing_wrong(instance: Path) -> None:
    result = analyze("verify", "--man=no", str(instance), str(instance.with_name("emochat.target")))
    told = [line for line in result.stderr.splitlines() if "emochat" in line]
    assert (result.returncode, told) == (0, [])


def test_little_is_exposed(instance: Path) -> None:
    result = analyze("security", "--offline=yes", str(instance))
    if "Unknown" in result.stderr or "unrecognized" in result.stderr:
        pytest.skip("this systemd-analyze knows no --offline")
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", result.stdout)
    assert level is not None, result.stderr
    assert float(level[1]) < MOST_EXPOSED


def test_the_watchdog_waits_longer_than_the_server_takes_to_call_itself_stuck(
    service: dict[str, str],
) -> None:
    assert service["Type"] == "notify"
    assert float(service["WatchdogSec"].removesuffix("s")) > 2 * STUCK_AFTER_S


def test_it_is_no_root_and_writes_in_its_own_folder_alone(service: dict[str, str]) -> None:
    assert service["DynamicUser"] == "yes"
    assert service["User"] != "root"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert "ReadWritePaths" not in service
    assert service["StateDirectory"] == "emochat"
    assert "EMOCHAT_DATA_DIR=%S/emochat" in (SYSTEMD / UNIT).read_text()


def test_dtls_may_make_its_callbacks(service: dict[str, str]) -> None:
    assert service.get("MemoryDenyWriteExecute", "no") == "no"


def test_secrets_are_not_in_the_unit() -> None:
    assert not re.search(r"(KEY|SECRET|PASSWORD)\w*=\S", (SYSTEMD / UNIT).read_text())
