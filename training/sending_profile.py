"""What the model needs of the stream: ``python -m training.sending_profile --data FOLDER``.

Puts labelled faces into camera scenes, sends them through VP8 in real time in many sizes,
bitrates and frame rates, and reads what arrives with the product's own FaceReader. Writes
JSON and a picture into benchmarks/results and prints a table. Takes ten to fifteen minutes
of a core; `--quick` one.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np
from tqdm import tqdm

from analysis.face_reader import FaceReader
from analysis.labels import Expression
from training.face_table import FaceTableError
from training.sending_figures import Cost, Observation, Observations
from training.sending_plot import draw
from training.sending_report import make_report, table
from training.sending_sampling import sampling_costs, sampling_table
from training.sending_scenes import (
    CAMERA_FPS,
    Picture,
    Scene,
    Subject,
    labelled_faces,
    portraits,
)
from training.sending_stream import EncodedFrame, Profile, as_picture, decode, encode, scaled
from vision.model_file import MODELS_DIR, checked_model_path

RESULTS = Path(__file__).resolve().parent.parent / "benchmarks" / "results"

SIZES = ((640, 480), (480, 360), (320, 240), (240, 180))
BITRATES_KBPS = (50, 100, 150, 250, 400)
FPS = 15
LOWER_FPS = (10, 5)
LOWER_FPS_BITRATES_KBPS = (100, 150, 250)
FULL_FPS_PROFILES = (Profile(640, 480, 250, 30), Profile(320, 240, 150, 30))

FACE_WIDTHS_PX = (80, 120, 80, 180, 80, 240)
"""Every other face is far from the camera: those are the first to become unreadable."""

CLIP_FRAMES = 3 * CAMERA_FPS
"""Long enough for the rate control to forget its first key frame, also at 50 kbit/s."""

SETTLED_FRAME = CAMERA_FPS
"""From here on frames, packets and bytes are counted: the start is not what lasts."""

FLOOR_FRAMES = 2
"""The noise floor compares readings of camera frames so far apart."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    faces: int
    portrait_scenes: int
    profiles: tuple[Profile, ...]
    sampling_fps: tuple[int, ...]


def full_plan() -> Plan:
    profiles = [Profile(*size, kbps, FPS) for size in SIZES for kbps in BITRATES_KBPS]
    profiles += [
        Profile(*size, kbps, fps)
        for size in SIZES
        for kbps in LOWER_FPS_BITRATES_KBPS
        for fps in LOWER_FPS
    ]
    return Plan(48, 12, (*profiles, *FULL_FPS_PROFILES), sampling_fps=(30, 15, 10, 5))


def quick_plan() -> Plan:
    sizes = (SIZES[0], SIZES[2])
    profiles = [Profile(*size, kbps, FPS) for size in sizes for kbps in (100, 250)]
    return Plan(8, 4, tuple(profiles), sampling_fps=(10,))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m training.sending_profile", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with table and pixels")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where JSON and picture go")
    parser.add_argument("--quick", action="store_true", help="few faces, few profiles")
    options = parser.parse_args(arguments)
    plan = quick_plan() if options.quick else full_plan()
    cv2.setNumThreads(1)
    try:
        faces = labelled_faces(options.data, plan.faces, np.random.default_rng(0))
    except FaceTableError as error:
        print(f"cannot measure: {error}", file=sys.stderr)
        return 2
    with FaceReader.load(checked_model_path(), MODELS_DIR) as reader:
        of_faces = observe(faces, plan.profiles, reader, "faces")
        people = portraits()
        scenes = [people[number % len(people)] for number in range(plan.portrait_scenes)]
        of_portraits = observe(scenes, plan.profiles, reader, "portraits")
    sampling = sampling_costs(people[:2], plan.sampling_fps)
    report = make_report(of_faces, of_portraits) | {"sampling": sampling}
    name = "sending_profile_quick" if options.quick else "sending_profile"
    (options.out / f"{name}.json").write_text(json.dumps(report, indent=1) + "\n")
    draw(of_faces, options.out / f"{name}.png")
    print("\n".join([*table(of_faces), "", *sampling_table(sampling)]))
    return 0


def observe(
    subjects: Sequence[Subject], profiles: Sequence[Profile], reader: FaceReader, name: str
) -> Observations:
    """Read every subject once through every profile, at widths that take turns."""
    seen = Observations()
    for number, subject in enumerate(tqdm(subjects, desc=name, disable=None)):
        width = FACE_WIDTHS_PX[number % len(FACE_WIDTHS_PX)]
        scene = Scene(subject, width, np.random.default_rng(number))
        _Clip(subject, width, scene, reader, seen).observe(profiles)
    return seen


class _Clip:
    """A few seconds of one scene, and what is read of them."""

    def __init__(
        self, subject: Subject, width_px: int, scene: Scene, reader: FaceReader, seen: Observations
    ) -> None:
        self._subject = subject
        self._width_px = width_px
        # Kept: every profile sees the same frames.
        self._frame = cache(scene.frame)
        self._reader = reader
        self._seen = seen
        self._references: dict[int, Expression | None] = {}

    def observe(self, profiles: Sequence[Profile]) -> None:
        last = CLIP_FRAMES - 1
        self._seen.floor.append(self._observation(self._reference(last - FLOOR_FRAMES), last))
        for size in dict.fromkeys((p.width_px, p.height_px) for p in profiles):
            image = cache(lambda number, size=size: scaled(self._frame(number), *size))
            arrived = as_picture(image(last))
            self._seen.shrunk[size].append(self._observation(self._read(arrived), last))
            for profile in profiles:
                if (profile.width_px, profile.height_px) == size:
                    self._send(image, profile)

    def _send(self, image: Callable[[int], av.VideoFrame], profile: Profile) -> None:
        numbers = range(0, CLIP_FRAMES, CAMERA_FPS // profile.fps)
        chosen = [(number, image(number)) for number in numbers]
        sent, encode_s = encode(chosen, profile, CAMERA_FPS)
        picture, decode_s = decode(sent)
        observation = self._observation(self._read(picture), sent[-1].number)
        self._seen.encoded[profile].append(observation)
        self._seen.costs[profile].append(_cost(sent, len(chosen), encode_s, decode_s))

    def _observation(self, reading: Expression | None, number: int) -> Observation:
        subject = self._subject
        return Observation(
            self._width_px, subject.emotion, subject.happy_sad, reading, self._reference(number)
        )

    def _reference(self, number: int) -> Expression | None:
        if number not in self._references:
            self._references[number] = self._read(self._frame(number))
        return self._references[number]

    def _read(self, picture: Picture) -> Expression | None:
        return self._reader.read(picture).expression


def _cost(sent: Sequence[EncodedFrame], offered: int, encode_s: float, decode_s: float) -> Cost:
    steady = [frame for frame in sent if frame.number >= SETTLED_FRAME]
    return Cost(
        seconds=(CLIP_FRAMES - SETTLED_FRAME) / CAMERA_FPS,
        frames=len(steady),
        packets=sum(frame.packets for frame in steady),
        bytes=sum(len(frame.data) for frame in steady),
        encode_ms=1000 * encode_s / offered,
        decode_ms=1000 * decode_s / len(sent),
    )


if __name__ == "__main__":
    sys.exit(main())
