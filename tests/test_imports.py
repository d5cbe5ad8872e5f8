"""Imports between the rooms go one way."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

BELOW_COMPOSITION = (
    *(
        "analysis",
        "api",
        "cluster",
        "companions",
        "config",
        "live",
        "problem",
        "scenarios",
        "store",
    ),
    *("telemetry", "text", "vision", "voice", "webrtc"),
)
ALLOWED = {
    "problem": set(),
    "loopback": set(),
    "lean_imports": set(),
    "silent_onnxruntime": set(),
    "settings": {"analysis", "cluster", "live", "scenarios", "store", "telemetry"},
    "config": {"loopback", "settings", "store", "telemetry"},
    "text": {"silent_onnxruntime"},
    "voice": {"silent_onnxruntime"},
    "store": {"text"},
    "telemetry": set(),
    "vision": {"lean_imports", "silent_onnxruntime"},
    "scenarios": {"analysis", "loopback"},
    "live": {"analysis"},
    "cluster": {"problem"},
    "companions": {"analysis", "problem", "scenarios", "store", "text"},
    "analysis": {"lean_imports", "vision", "voice"},
    "webrtc": {"analysis", "problem"},
    "api": {"analysis", "loopback", "store", "text", "vision", "webrtc", "problem"},
    "training": {"analysis", "text", "vision", "voice", "webrtc"},
    "benchmarks": {"analysis", "cluster", "tests", "text", "vision", "webrtc"},
    "composition": {*BELOW_COMPOSITION},
    "server": {"composition", "config", "telemetry"},
}


def room_of(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return {name.split(".")[0] for name in names} & {*ALLOWED, "tests"}


def sources() -> list[Path]:
    folders = [path for room in ALLOWED for path in (ROOT / room).rglob("*.py")]
    return folders + [ROOT / f"{room}.py" for room in ALLOWED if (ROOT / f"{room}.py").exists()]


def test_every_room_imports_only_from_the_rooms_below_it() -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {room}"
        for path in sources()
        for room in imported_rooms(path) - ALLOWED[room_of(path)] - {room_of(path)}
    }
    assert not wrong


def test_every_python_file_is_in_a_room_that_the_rule_knows() -> None:
    top_level = {path.stem for path in ROOT.glob("*.py")}
    assert top_level <= set(ALLOWED)
    assert len(sources()) > 40
