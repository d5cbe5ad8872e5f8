"""The table of all settings in docs/operations.md; run as a module it writes it anew."""

from collections.abc import Sequence

from config import SETTINGS
from settings.setting import Setting
from tests.deploy.rooms import ROOT

OPERATIONS = ROOT / "docs" / "operations.md"
HEAD = "| variable | default | |\n|---|---|---|\n"


def row(setting: Setting) -> str:
    default = f"`{setting.default}`" if setting.default else ""
    # This machine's number of cores is nobody else's default.
    default = "one a core" if setting.field == "face_workers" else default
    return f"| `{setting.variable}` | {default} | {setting.help} |"


def rows() -> Sequence[str]:
    return [row(setting) for setting in SETTINGS]


def written_rows() -> Sequence[str]:
    return OPERATIONS.read_text().partition(HEAD)[2].splitlines()


if __name__ == "__main__":
    before, head, _ = OPERATIONS.read_text().partition(HEAD)
    OPERATIONS.write_text(before + head + "".join(f"{line}\n" for line in rows()))
