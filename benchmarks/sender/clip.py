"""A short video of a moving face, encoded once and then sent in a loop by every session."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from benchmarks.sender.profile import Codec, Profile

CLIP_S = 5
JPEG_PICTURES = 5
JPEG_QUALITY = 80
NOISE_SIGMA = 3.0
"""Of a webcam's sensor, in levels of 255: without it a still background costs no bits."""

NOISE_PICTURES = 5
_NEVER = 100_000

_ENCODERS: dict[Codec, str] = {"VP8": "libvpx", "H264": "libx264"}


@dataclass(frozen=True, slots=True)
class Clip:
    """Encoded frames; the first is a key frame and the only one.

    Attributes:
        fps: frames a second; a clip is played in a loop.
    """

    codec: Codec
    fps: int
    frames: tuple[bytes, ...]
    temporal_layers: int = 1

    def layer(self, position: int) -> int | None:
        """Return a frame's temporal layer, or None in a clip without layers."""
        return position % self.temporal_layers if self.temporal_layers > 1 else None


def encode_clip(profile: Profile, seconds: float = CLIP_S) -> Clip:
    """Encode a moving face as a browser does for a call: one key frame, constant bitrate."""
    encoder = _open_encoder(profile)
    frames = []
    for number, picture in enumerate(_pictures(profile, round(seconds * profile.fps))):
        image = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
        image.pts, image.time_base = number, Fraction(1, profile.fps)
        frames.append(b"".join(bytes(packet) for packet in encoder.encode(image)))
    return Clip(profile.codec, profile.fps, tuple(frames), profile.temporal_layers)


def encode_jpegs(profile: Profile, count: int = JPEG_PICTURES) -> tuple[bytes, ...]:
    """Encode pictures of the same face as JPEG, as a page's canvas does once a second."""
    jpegs = []
    for picture in _pictures(profile, count):
        buffer = BytesIO()
        Image.fromarray(picture).save(buffer, "JPEG", quality=JPEG_QUALITY)
        jpegs.append(buffer.getvalue())
    return tuple(jpegs)


def _open_encoder(profile: Profile) -> VideoCodecContext:
    encoder = av.CodecContext.create(_ENCODERS[profile.codec], "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = profile.width_px, profile.height_px, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, profile.fps), Fraction(profile.fps)
    encoder.bit_rate, encoder.gop_size, encoder.thread_count = profile.bitrate_bps, _NEVER, 1
    rate = str(profile.bitrate_bps)
    constant = {"minrate": rate, "maxrate": rate, "bufsize": rate}
    if profile.codec == "VP8":
        encoder.options = {
            **constant,
            "deadline": "realtime",
            "cpu-used": "-6",
            "lag-in-frames": "0",
        }
        if profile.temporal_layers > 1:
            encoder.options |= _layer_options(profile)
    else:
        encoder.profile = "Baseline"
        encoder.options = {**constant, "tune": "zerolatency", "preset": "veryfast"}
    return encoder


def _layer_options(profile: Profile) -> dict[str, str]:
    """Return FFmpeg's options for two layers, with the shares of libwebrtc's rate allocator."""
    assert profile.temporal_layers == 2
    base_kbps, both_kbps = round(0.6 * profile.bitrate_bps / 1000), profile.bitrate_bps // 1000
    parameters = {
        "ts_number_layers": "2",
        "ts_target_bitrate": f"{base_kbps},{both_kbps}",
        "ts_rate_decimator": "2,1",
        "ts_periodicity": "2",
        "ts_layer_id": "0,1",
        "ts_layering_mode": "2",
    }
    joined = ":".join(f"{name}={value}" for name, value in parameters.items())
    # Else the base layer's entropy coding depends on the upper one.
    return {"ts-parameters": joined, "error-resilient": "default"}


def _pictures(profile: Profile, count: int) -> Iterator[NDArray[np.uint8]]:
    """Yield NASA's portrait of Eileen Collins (public domain), swaying once through the clip."""
    portrait = Image.fromarray(np.asarray(data.astronaut()))
    size = (profile.width_px, profile.height_px)
    noise = np.random.default_rng(0).normal(0, NOISE_SIGMA, (NOISE_PICTURES, *size[::-1], 1))
    levels = noise.round().astype(np.int16)
    for number in range(count):
        turn = 2 * np.pi * number / count
        left, top = 52 + 12 * np.sin(turn), 8 + 6 * np.sin(2 * turn)
        picture = portrait.resize(
            size, Image.Resampling.BILINEAR, (left, top, left + 376, top + 282)
        )
        noisy = np.asarray(picture, np.int16) + levels[number % NOISE_PICTURES]
        yield noisy.clip(0, 255).astype(np.uint8)
