"""What it saves to decode only what is read: lower layers, key frames on demand, fewer frames.

The server reads one frame a second. Measured on the portraits: decode cost a second, what
is still sent, and how well the frame that is read looks.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from statistics import fmean
from typing import Any

import cv2
import numpy as np

from training.sending_scenes import CAMERA_FPS, Picture, Scene, Subject
from training.sending_stream import EncodedFrame, Profile, decode, encode, scaled

SIZES_KBPS = ((640, 480, 250), (320, 240, 150))
FACE_WIDTH_PX = 160
SECONDS = 4


@dataclass(frozen=True, slots=True)
class Way:
    """A way to come by one frame a second.

    Attributes:
        name: as people read it.
        layers: temporal layers that the sender makes.
        keys: the sender is asked for a key frame each second.
        needs: whether a frame must be decoded.
    """

    name: str
    layers: int
    keys: bool
    needs: Callable[[EncodedFrame], bool]


WAYS = (
    Way("every frame", 1, False, lambda frame: True),
    Way("L1T2, base layer", 2, False, lambda frame: frame.layer == 0),
    Way("L1T3, base layer", 3, False, lambda frame: frame.layer == 0),
    Way("a key frame a second", 1, True, lambda frame: frame.is_key_frame),
)


@dataclass(frozen=True, slots=True)
class SamplingCost:
    """One clip.

    Attributes:
        decode_ms_per_s: CPU for the frames that must be decoded.
        psnr_db: of the last of them, beside what the camera saw.
        largest_bytes: of a frame that must be decoded, without the first of the clip.
    """

    decoded_fps: float
    decode_ms_per_s: float
    packets_per_s: float
    sent_kbps: float
    psnr_db: float
    largest_bytes: float


def sampling_costs(subjects: Sequence[Subject], frame_rates: Sequence[int]) -> list[dict[str, Any]]:
    """Return one row for each size, frame rate and way: means over the subjects."""
    clips = [
        cache(Scene(subject, FACE_WIDTH_PX, np.random.default_rng(number)).frame)
        for number, subject in enumerate(subjects)
    ]
    rows = []
    for width, height, kbps in SIZES_KBPS:
        for fps in frame_rates:
            for way in WAYS:
                profile = Profile(width, height, kbps, fps, way.layers)
                costs = [asdict(_cost(clip, profile, way)) for clip in clips]
                means = {key: round(fmean(c[key] for c in costs), 2) for key in costs[0]}
                rows.append({"size": f"{width}x{height}", "fps": fps, "way": way.name, **means})
    return rows


def sampling_table(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return the lines of a Markdown table."""
    if not rows:
        return []
    return [
        f"| {' | '.join(rows[0])} |",
        "|---" * len(rows[0]) + "|",
        *(f"| {' | '.join(str(value) for value in row.values())} |" for row in rows),
    ]


def _cost(camera: Callable[[int], Picture], profile: Profile, way: Way) -> SamplingCost:
    numbers = range(0, SECONDS * CAMERA_FPS, CAMERA_FPS // profile.fps)
    key_numbers = range(0, SECONDS * CAMERA_FPS, CAMERA_FPS) if way.keys else ()
    size = (profile.width_px, profile.height_px)
    images = ((number, scaled(camera(number), *size)) for number in numbers)
    sent, _ = encode(images, profile, CAMERA_FPS, key_numbers)
    needed = [frame for frame in sent if way.needs(frame)]
    picture, decode_s = decode(needed)
    seen = cv2.resize(camera(needed[-1].number), size, interpolation=cv2.INTER_AREA)
    return SamplingCost(
        decoded_fps=len(needed) / SECONDS,
        decode_ms_per_s=1000 * decode_s / SECONDS,
        packets_per_s=sum(frame.packets for frame in sent) / SECONDS,
        sent_kbps=sum(len(frame.data) for frame in sent) * 8 / 1000 / SECONDS,
        psnr_db=cv2.PSNR(picture, np.asarray(seen, np.uint8)),
        largest_bytes=max(len(frame.data) for frame in needed[1:]),
    )
