"""FFmpeg as a publisher that costs next to nothing: it sends what was encoded before."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.interop.ffmpeg import ffmpeg_binary
from benchmarks.sender.clip import encode_clip
from benchmarks.sender.profile import Profile

REMUX_TIMEOUT_S = 30


def write_clip(profile: Profile, folder: Path) -> Path:
    """Encode a moving face once, into a file that FFmpeg can play in a loop.

    Raises:
        NotInstalledError: FFmpeg is not there.
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
    return [str(ffmpeg_binary()), "-hide_banner", "-loglevel", "error", "-nostdin"]
