"""What the server is made of: the top-level folders and files that it imports."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


def imported_by_the_server() -> set[str]:
    """Return the names of our own folders and modules that server.py reaches."""
    reached: set[str] = set()
    waiting = {"server.py"}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        files = [ROOT / name] if name.endswith(".py") else list((ROOT / name).rglob("*.py"))
        waiting |= {own for file in files for own in _own_imports(file)} - reached
    return reached


def _own_imports(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return {own for name in names for own in (name, f"{name}.py") if _is_own(own)}


def _is_own(name: str) -> bool:
    path = ROOT / name
    return path.is_file() if name.endswith(".py") else (path / "__init__.py").is_file()
