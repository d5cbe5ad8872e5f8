"""A video file to RGB pictures, one each so many seconds, in bounded memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from vision.picture import MAX_PIXELS

FORMATS = "mov,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf,ivf,mjpeg,h264,hevc,m4v,mpegvideo"
"""FFmpeg's names of the containers that are opened.

The others include play lists, which would make FFmpeg open what a file names.
"""

# Of these a phone's picture is made of tiles, of which FFmpeg would give the first alone.
_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"avif")

_FALLBACK_RATE = Fraction(25)
"""Frames a second where the file tells no times and no rate, FFmpeg's own assumption."""

_END_TOLERANCE_S = 1.0
"""A file's length may count its sound, and its last frame lasts to the end."""


class VideoError(ValueError):
    """The file is no video that can be read, or not to its end."""


class UnknownVideoError(VideoError):
    """The file is of another kind, or so damaged that its kind cannot be told."""


@dataclass(frozen=True, slots=True, eq=False)
class VideoPicture:
    """One frame of a video.

    Attributes:
        image: RGB, uint8, shape (height, width, 3), upright as the file says.
        media_time_s: seconds since the video's first frame.
    """

    image: NDArray[np.uint8]
    media_time_s: float


class Video:
    """An open video file; `open_video` makes it."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        self._container = container
        self._stream = stream
        self._broken = 0

    @property
    def duration_s(self) -> float | None:
        """Length of the video, if the file tells it."""
        if self._stream.duration is not None and self._stream.time_base is not None:
            return float(self._stream.duration * self._stream.time_base)
        duration = self._container.duration
        return None if duration is None else duration / av.time_base

    def pictures(self, interval_s: float) -> Iterator[VideoPicture]:
        """Yield the first frame of each interval; one frame is held at a time.

        Packets that cannot be decoded are passed over, and told after the last picture.

        Raises:
            VideoError: the file is damaged or cut off, its times go back or its frames are
                too large.
        """
        interval = -1
        elapsed_s = 0.0
        for elapsed_s, frame in self._timed_frames():
            if elapsed_s // interval_s > interval:
                interval = int(elapsed_s // interval_s)
                yield VideoPicture(_upright(frame), elapsed_s)
        if interval < 0:
            raise VideoError("none of its frames can be decoded")
        if self._broken:
            raise VideoError(f"damaged, packets passed over: {self._broken}")
        if self.duration_s is not None and elapsed_s < self.duration_s - _END_TOLERANCE_S:
            raise VideoError(f"cut off at {elapsed_s:.1f} of {self.duration_s:.1f} s")

    def _timed_frames(self) -> Iterator[tuple[float, av.VideoFrame]]:
        """Yield the frames with their seconds since the first one."""
        rate = self._stream.guessed_rate or _FALLBACK_RATE
        first_s: Fraction | None = None
        last_s = -1 / rate
        for frame in self._frames():
            time_s = _time_s(frame, otherwise=last_s + 1 / rate)
            if first_s is None:
                first_s = time_s
            elif time_s < last_s:
                raise VideoError(f"its clock goes back at {float(last_s - first_s):.1f} s")
            last_s = time_s
            yield float(time_s - first_s), frame

    def _frames(self) -> Iterator[av.VideoFrame]:
        try:
            for packet in self._container.demux(self._stream):
                yield from self._decoded(packet)
        except av.FFmpegError as error:
            raise VideoError(f"cannot be read on: {error.strerror}") from error

    def _decoded(self, packet: "av.Packet[VideoStream]") -> list[av.VideoFrame]:
        frames: list[av.VideoFrame] = []
        is_broken = packet.is_corrupt
        try:
            frames = packet.decode()
        except av.FFmpegError:
            is_broken = True
        self._broken += is_broken
        return frames


@contextmanager
def open_video(path: Path) -> Iterator[Video]:
    """Open a file; the network is never asked, whatever the file names.

    Raises:
        UnknownVideoError: it is no video of FORMATS.
        VideoError: it is a HEIF picture, holds no video, or its frames have more than MAX_PIXELS.
        OSError: the file cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(12)
        file.seek(0)
        if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
            raise VideoError("HEIF and AVIF pictures are not read: save it as JPEG")
        try:
            container = av.open(file, "r", options={"format_whitelist": FORMATS})
        except av.FFmpegError as error:
            raise UnknownVideoError("not a readable video") from error
        with container:
            yield Video(container, _video_stream(container))


def _video_stream(container: InputContainer) -> VideoStream:
    covers = av.stream.Disposition.attached_pic
    streams = [s for s in container.streams.video if not s.disposition & covers]
    if not streams:
        raise VideoError("it holds no video")
    _require_pixels(streams[0].width, streams[0].height)
    return streams[0]


def _require_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise VideoError(
            f"its frames have {width} x {height} pixels; at most "
            f"{MAX_PIXELS // 1_000_000} megapixels are read"
        )


def _time_s(frame: av.VideoFrame, otherwise: Fraction) -> Fraction:
    if frame.pts is None or frame.time_base is None:
        return otherwise
    return frame.pts * frame.time_base


def _upright(frame: av.VideoFrame) -> NDArray[np.uint8]:
    _require_pixels(frame.width, frame.height)
    image = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    # A phone held sideways writes its turn beside the frames, in quarters.
    return np.ascontiguousarray(np.rot90(image, round(frame.rotation / 90)))
