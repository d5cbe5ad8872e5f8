"""Nothing of ours lets the runtime report."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = {"training"}
"""They make models from files of the operator's own, and take the module first."""

DIRECT = re.compile(r"^(?:import|from) onnxruntime\b", re.MULTILINE)


def test_serving_code_takes_the_runtime_from_one_place() -> None:
    rooms = {path.parent for path in ROOT.glob("*/__init__.py")} - {ROOT / name for name in TOOLS}
    sources = [*ROOT.glob("*.py"), *(p for room in rooms for p in room.rglob("*.py"))]
    direct = {str(p.relative_to(ROOT)) for p in sources if DIRECT.search(p.read_text())}
    assert len(sources) > 100
    assert direct == {"silent_onnxruntime.py"}


@pytest.mark.parametrize("module", ["vision.face_network", "text.encoder", "voice.activity"])
def test_loading_it_leaves_no_trace_in_the_home_folder(module: str, tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        env=environment,
        cwd=ROOT,
        check=True,
        timeout=60,
    )
    assert not [path for path in tmp_path.rglob("*") if "microsoft" in str(path).lower()]
