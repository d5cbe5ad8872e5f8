"""Video files made for tests."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

FPS = 10

Picture = NDArray[np.uint8]


def write_video(
    path: Path,
    pictures: Sequence[Picture],
    codec: str = "libx264",
    format: str | None = None,
    rotation_deg: float = 0,
) -> Path:
    """Write pictures of one size as frames, FPS a second."""
    with av.open(str(path), "w", format=format) as container:
        stream = cast(VideoStream, container.add_stream(codec, rate=FPS))
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        if rotation_deg:
            stream.set_display_rotation(rotation_deg)
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def write_audio(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4096), np.float32), "fltp", "mono")
        frame.sample_rate = 16_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
