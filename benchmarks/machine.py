"""What a figure was measured on: a figure without it says nothing."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from benchmarks.browser import CHROMIUM

PACKAGES = ("aiortc", "aioice", "av", "mediapipe", "lightgbm", "numpy", "uvloop")
VERSION_TIMEOUT_S = 30


def describe_machine() -> dict[str, Any]:
    """Return processor, memory and system."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_mb": round(psutil.virtual_memory().total / 2**20),
        "system": platform.platform(),
    }


def describe_versions() -> dict[str, str]:
    """Return the versions of what takes part."""
    packages = {name: version(name) for name in PACKAGES}
    return {"python": platform.python_version(), "chromium": _chromium(), **packages}


def load_average() -> float:
    """Return how many threads wanted to run, on average over the last minute."""
    return round(os.getloadavg()[0], 2)


def now() -> str:
    """Return the date and time of day in UTC, as ISO 8601 writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _chromium() -> str:
    words = subprocess.run(
        [CHROMIUM, "--version"], capture_output=True, text=True, timeout=VERSION_TIMEOUT_S
    ).stdout.split()
    return next((word for word in words if word[0].isdigit()), "unknown")
