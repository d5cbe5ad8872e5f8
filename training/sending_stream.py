"""A camera's frames as Chromium would send them: scaled, VP8 in real time, in packets."""

import math
import time
from collections.abc import Container, Iterable
from dataclasses import dataclass
from fractions import Fraction

import av
import cv2
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

RTP_CLOCK = 90_000

# By number of layers: libvpx's name for the pattern of WebRTC's L1T2 or L1T3, the layers
# of successive frames, and the share of the bitrate up to each layer, as in libwebrtc's
# SimulcastRateAllocator.
_LAYER_PATTERNS = {
    1: (0, (0,), (1.0,)),
    2: (2, (0, 1), (0.6, 1.0)),
    3: (3, (0, 2, 1, 2), (0.4, 0.6, 1.0)),
}
PACKET_BYTES = 1_200
"""libwebrtc's largest RTP packet."""


@dataclass(frozen=True, slots=True, order=True)
class Profile:
    """What a sender is asked for.

    Attributes:
        temporal_layers: 1 for none; 2 or 3 as in WebRTC's L1T2 and L1T3.
    """

    width_px: int
    height_px: int
    bitrate_kbps: int
    fps: int
    temporal_layers: int = 1

    @property
    def name(self) -> str:
        layers = "" if self.temporal_layers == 1 else f" L1T{self.temporal_layers}"
        return f"{self.width_px}x{self.height_px} {self.bitrate_kbps} kbit/s {self.fps} fps{layers}"


@dataclass(frozen=True, slots=True)
class EncodedFrame:
    """One encoded frame.

    Attributes:
        number: of the camera's frame in it.
        layer: temporal layer; frames of layer 0 can be decoded without the others.
    """

    number: int
    data: bytes
    is_key_frame: bool
    layer: int = 0

    @property
    def packets(self) -> int:
        return math.ceil(len(self.data) / PACKET_BYTES)


def scaled(picture: Picture, width_px: int, height_px: int) -> av.VideoFrame:
    """Return the picture as an encoder takes it, shrunk by area as libwebrtc does."""
    if picture.shape[:2] != (height_px, width_px):
        size = (width_px, height_px)
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")


def as_picture(image: av.VideoFrame) -> Picture:
    return np.ascontiguousarray(image.to_ndarray(format="rgb24"), np.uint8)


def encode(
    frames: Iterable[tuple[int, av.VideoFrame]],
    profile: Profile,
    camera_fps: int,
    key_numbers: Container[int] = (),
) -> tuple[list[EncodedFrame], float]:
    """Encode numbered frames and return what the encoder did not drop, and its CPU seconds.

    Frames in `key_numbers` become key frames, as after a PLI.
    """
    encoder = _open_encoder(profile)
    _, layers, _ = _LAYER_PATTERNS[profile.temporal_layers]
    encoded = []
    cpu_s = 0.0
    for index, (number, frame) in enumerate(frames):
        frame.pts = number * RTP_CLOCK // camera_fps
        frame.time_base = Fraction(1, RTP_CLOCK)
        frame.pict_type = PictureType.I if number in key_numbers else PictureType.NONE
        started_s = time.thread_time()
        packets = encoder.encode(frame)
        cpu_s += time.thread_time() - started_s
        layer = layers[index % len(layers)]
        encoded += [EncodedFrame(number, bytes(p), p.is_keyframe, layer) for p in packets]
    return encoded, cpu_s


def decode(frames: Iterable[EncodedFrame]) -> tuple[Picture, float]:
    """Decode as the server does and return the last picture, RGB, and the CPU seconds."""
    decoder = av.CodecContext.create("libvpx", "r")
    assert isinstance(decoder, VideoCodecContext)
    decoder.thread_count = 1
    decoder.flags |= av.codec.context.Flags.low_delay
    started_s = time.thread_time()
    images = [image for frame in frames for image in decoder.decode(av.Packet(frame.data))]
    cpu_s = time.thread_time() - started_s
    return as_picture(images[-1]), cpu_s


def _open_encoder(profile: Profile) -> VideoCodecContext:
    """Open libvpx with the settings of libwebrtc's LibvpxVp8Encoder for a camera."""
    encoder = av.CodecContext.create("libvpx", "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.width, encoder.height = profile.width_px, profile.height_px
    encoder.pix_fmt = "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, RTP_CLOCK), Fraction(profile.fps)
    encoder.bit_rate = profile.bitrate_kbps * 1000
    encoder.thread_count = 1
    bitrate = str(encoder.bit_rate)
    encoder.options = {
        "deadline": "realtime",
        "cpu-used": "-6",
        "lag-in-frames": "0",
        "error-resilient": "0",
        # Equal bounds make libvpx's rate control constant.
        "minrate": bitrate,
        "maxrate": bitrate,
        "bufsize": bitrate,
        "rc_init_occupancy": str(encoder.bit_rate // 2),
        "undershoot-pct": "100",
        "overshoot-pct": "15",
        "qmin": "2",
        "qmax": "56",
        "noise-sensitivity": "1",
        "static-thresh": "1",
        "drop-threshold": "30",
        "auto-alt-ref": "0",
        "g": "3000",
    }
    if profile.temporal_layers > 1:
        encoder.options |= _layer_options(profile)
    return encoder


def _layer_options(profile: Profile) -> dict[str, str]:
    mode, pattern, shares = _LAYER_PATTERNS[profile.temporal_layers]
    n_layers = len(shares)
    parameters = {
        "ts_number_layers": str(n_layers),
        "ts_target_bitrate": ",".join(str(round(profile.bitrate_kbps * s)) for s in shares),
        "ts_rate_decimator": ",".join(str(2**k) for k in reversed(range(n_layers))),
        "ts_periodicity": str(len(pattern)),
        "ts_layer_id": ",".join(map(str, pattern)),
        "ts_layering_mode": str(mode),
    }
    joined = ":".join(f"{name}={value}" for name, value in parameters.items())
    return {
        "ts-parameters": joined,
        # A dropped frame would shift the pattern.
        "drop-threshold": "0",
        # Else the base layer's entropy coding depends on the upper layers: libwebrtc forbids
        # that frame by frame, for which FFmpeg's libvpxenc.c has no option.
        "error-resilient": "default",
    }
