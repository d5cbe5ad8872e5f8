"""GStreamer's webrtcbin, from Debian's Python: its bindings do not come from PyPI."""

import json
import subprocess
from pathlib import Path

from benchmarks.interop.outcome import Heard
from benchmarks.interop.publisher import (
    DURATION_S,
    NotInstalledError,
    hear_events,
    hear_lines,
    running,
)
from benchmarks.interop.recorder import Recorder
from benchmarks.interop.scene import Scene

PYTHON = "/usr/bin/python3"
PROGRAM = Path(__file__).with_name("gstreamer_publisher.py")
VERSION_TIMEOUT_S = 30


class Gstreamer:
    """A way into a session with webrtcbin.

    Args:
        name: in the table.
        codec: "vp8" or "h264".
        trickles: candidates follow the offer; else the offer waits for them.
        has_channel: opens a data channel; else consents in the URL and reads events.
    """

    shows_face = True

    def __init__(self, name: str, codec: str, *, trickles: bool, has_channel: bool) -> None:
        self.name = name
        self._options = {"codec": codec, "trickles": trickles, "has_channel": has_channel}
        self._has_channel = has_channel

    def version(self) -> str:
        if not Path(PYTHON).exists():
            raise NotInstalledError(f"Debian: {PYTHON}")
        command = [PYTHON, str(PROGRAM), "--version"]
        found = subprocess.run(command, capture_output=True, text=True, timeout=VERSION_TIMEOUT_S)
        if found.returncode:
            raise NotInstalledError(found.stderr.strip().splitlines()[-1])
        return found.stdout.strip()

    async def publish(self, recorder: Recorder, scene: Scene) -> list[Heard]:
        query = "" if self._has_channel else f"?consent=true&voice=true&duration_s={DURATION_S}"
        options = self._options | {
            "whip": f"{recorder.url}/whip{query}",
            "picture": str(scene.picture),
            "duration_s": DURATION_S,
        }
        command = [PYTHON, str(PROGRAM), json.dumps(options)]
        async with running(command, scene.picture.with_name("gstreamer.log")) as program:
            if self._has_channel:
                return await hear_lines(program)
            return await hear_events(recorder, program)
