"""A wall clock of the server's own, which can be set while it runs."""

import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".c")
COMPILE_TIMEOUT_S = 60


@dataclass(frozen=True)
class ShiftedClock:
    """What a process has to be started with, and the shift of its wall clock."""

    shared_object: Path
    shift_file: Path

    @property
    def variables(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self.shared_object), "CHAOS_CLOCK_FILE": str(self.shift_file)}

    def set(self, shift_s: int) -> None:
        """Shift the clock from the machine's, by seconds; its monotonic clock stays."""
        # In place: the process has the file mapped.
        with self.shift_file.open("r+b") as file:
            file.write(struct.pack("=q", shift_s))


def shifted_clock(folder: Path) -> ShiftedClock | None:
    """Compile the clock; None without a C compiler."""
    clock = ShiftedClock(folder / "shifted_clock.so", folder / "shift")
    clock.shift_file.write_bytes(struct.pack("=q", 0))
    command = ["cc", "-O2", "-shared", "-fPIC", "-o", str(clock.shared_object), str(SOURCE), "-ldl"]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=COMPILE_TIMEOUT_S)
    except FileNotFoundError:
        return None
    return clock
