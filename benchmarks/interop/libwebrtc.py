"""libwebrtc without a browser: PyPI's wrtc, in the folder of its own that set-up gives it."""

import sys
from pathlib import Path

from benchmarks.interop.outcome import Heard
from benchmarks.interop.publisher import DURATION_S, NotInstalledError, hear_lines, running
from benchmarks.interop.recorder import Recorder
from benchmarks.interop.scene import I420_HEIGHT_PX, I420_WIDTH_PX, Scene

PACKAGES = Path(__file__).resolve().parents[2] / ".make" / "wrtc"
PROGRAM = Path(__file__).with_name("wrtc_publisher.py")


class Libwebrtc:
    name = "wrtc (libwebrtc)"
    shows_face = True

    def version(self) -> str:
        found = sorted(PACKAGES.glob("wrtc-*.dist-info"))
        if not found:
            raise NotInstalledError("PyPI: wrtc, in .make/wrtc")
        return found[0].name.removeprefix("wrtc-").removesuffix(".dist-info")

    async def publish(self, recorder: Recorder, scene: Scene) -> list[Heard]:
        size = [str(I420_WIDTH_PX), str(I420_HEIGHT_PX)]
        whip = [f"{recorder.url}/whip", str(DURATION_S)]
        command = [sys.executable, "-P", str(PROGRAM), *whip, str(scene.i420), *size]
        log = scene.i420.with_name("wrtc.log")
        async with running(command, log, {"PYTHONPATH": str(PACKAGES)}) as program:
            return await hear_lines(program)
