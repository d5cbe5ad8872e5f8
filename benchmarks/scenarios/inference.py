"""What one reading costs: the face path's parts, and what was tried to make it cheaper.

CPU time of the whole process, MediaPipe's own threads included. Ways are measured in turn, round
after round, so that a machine that slows down slows them all.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import av
import numpy as np
import psutil
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import FaceLandmarker as MediaPipeFaceLandmarker
from mediapipe.tasks.python.vision import FaceLandmarkerOptions, RunningMode
from numpy.typing import NDArray

from analysis.classifier import (
    FEATURES_FILE,
    LANDMARKS_ONLY,
    NETWORK_FILE,
    WITH_NETWORK,
    ExpressionClassifier,
    load_describer,
)
from analysis.face_reader import FaceReader
from benchmarks.markdown import number, table
from benchmarks.percentiles import percentiles
from benchmarks.plots import COLOURS, figure
from benchmarks.scenario import Progress, Result, Scenario
from tests.e2e.pictures import no_face, smiling_face
from vision.face_crop import crop_face
from vision.face_network import FaceNetwork
from vision.features import FeatureExtractor
from vision.landmarks import MAX_FACES, FaceLandmarker
from vision.model_file import MODELS_DIR, checked_model_path
from vision.quality import measure_face

Picture = NDArray[np.uint8]

WHOLE = "a reading, 640x480"
TRACKING = "landmarks only, tracking one face"


def run(quick: bool, progress: Progress) -> Result:
    rounds = 5 if quick else 60
    with ExitStack() as stack:
        ways, landmarker_mb = _ways(stack)
        samples: dict[str, list[float]] = {name: [] for name in ways}
        progress.expect(rounds)
        for _ in range(rounds):
            progress.begin("every part once")
            for name, work in ways.items():
                samples[name].append(_cpu_ms(work))
            progress.advance()
    return {
        "landmarker_rss_mb": round(landmarker_mb, 1),
        "ways": [{"name": name, "cpu_ms": percentiles(ms)} for name, ms in samples.items()],
    }


def _cpu_ms(work: Callable[[], object]) -> float:
    before_s = time.process_time()
    work()
    return 1000 * (time.process_time() - before_s)


def _ways(stack: ExitStack) -> tuple[dict[str, Callable[[], object]], float]:
    """Return what to measure by name, and the memory that one more landmarker takes, in MiB."""
    path = checked_model_path(None)
    classifier = ExpressionClassifier.load(MODELS_DIR, WITH_NETWORK)
    describer = load_describer(MODELS_DIR, WITH_NETWORK)
    landmarks_only = load_describer(MODELS_DIR, LANDMARKS_ONLY)
    reference = FeatureExtractor.load(MODELS_DIR / FEATURES_FILE).reference
    network = FaceNetwork.load(MODELS_DIR / NETWORK_FILE)
    landmarker = stack.enter_context(FaceLandmarker(path))
    reader = FaceReader(landmarker, describer, classifier)
    large, empty = smiling_face(), no_face()
    small = _resized(large, 320, 240)
    frame = av.VideoFrame.from_ndarray(small, format="rgb24").reformat(format="yuv420p")
    face = landmarker.detect(large)[0]
    features = describer.describe(large, face)
    crop = crop_face(large, face.points, reference)[None]

    reader.read(large)
    before = psutil.Process().memory_info().rss
    tracker = _tracker(stack, path)
    tracker(large)
    landmarker_mb = (psutil.Process().memory_info().rss - before) / 2**20
    return {
        WHOLE: partial(reader.read, large),
        "a reading, 320x240": partial(reader.read, small),
        "a picture without a face, 320x240": partial(reader.read, _resized(empty, 320, 240)),
        "a picture without a face, 640x480": partial(reader.read, empty),
        "landmarks only, 640x480": partial(landmarker.detect, large),
        "the same, read by MediaPipe's Python": partial(_python_landmarker(stack, path), large),
        TRACKING: partial(tracker, large),
        "frame to RGB, 320x240": partial(frame.to_ndarray, format="rgb24"),
        "quality": partial(measure_face, large, face),
        "features of landmarks": partial(landmarks_only.describe, large, face),
        "features of landmarks and pixels": partial(describer.describe, large, face),
        "of it, cutting out the face": partial(crop_face, large, face.points, reference),
        "of it, the pixel network": partial(network.features, crop),
        "LightGBM": partial(classifier.predict, features),
    }, landmarker_mb


def _resized(picture: Picture, width_px: int, height_px: int) -> Picture:
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
    return np.asarray(frame.reformat(width_px, height_px).to_ndarray(format="rgb24"), np.uint8)


def _python_landmarker(stack: ExitStack, path: Path) -> Callable[[Picture], Any]:
    """Return what FaceLandmarker does, but with MediaPipe's own reading of the result."""
    options = FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(path)),
        num_faces=MAX_FACES,
        output_face_blendshapes=True,
        output_facial_transformation_matrixes=True,
    )
    landmarker = stack.enter_context(MediaPipeFaceLandmarker.create_from_options(options))
    return lambda picture: landmarker.detect(Image(image_format=ImageFormat.SRGB, data=picture))


def _tracker(stack: ExitStack, path: Path) -> Callable[[Picture], Any]:
    """Return MediaPipe's video mode, which looks for a face near its last place first."""
    options = FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(path)),
        running_mode=RunningMode.VIDEO,
        num_faces=1,
        output_face_blendshapes=True,
        output_facial_transformation_matrixes=True,
    )
    landmarker = stack.enter_context(MediaPipeFaceLandmarker.create_from_options(options))
    times_ms = count(step=1000)

    def detect(picture: Picture) -> Any:
        image = Image(image_format=ImageFormat.SRGB, data=picture)
        return landmarker.detect_for_video(image, next(times_ms))

    return detect


def render_table(result: Result) -> str:
    whole_ms = next(way["cpu_ms"]["p50"] for way in result["ways"] if way["name"] == WHOLE)
    rows = [
        [
            way["name"],
            number(way["cpu_ms"]["p50"], 2),
            number(way["cpu_ms"]["p95"], 2),
            number(way["cpu_ms"]["p50"] / whole_ms, 2),
        ]
        for way in result["ways"]
    ]
    head = ["CPU of one reading", "p50, ms", "p95, ms", "share of the first row"]
    memory = f"One more landmarker takes {result['landmarker_rss_mb']:.0f} MiB."
    return f"{table(head, rows)}\n\n{memory}"


def plot(result: Result, folder: Path) -> list[Path]:
    path = folder / "inference.png"
    ways = list(reversed(result["ways"]))
    with figure(path, "CPU of one reading, p50", "ms", "") as axes:
        axes.barh(
            [way["name"] for way in ways],
            [way["cpu_ms"]["p50"] for way in ways],
            color=COLOURS["emochat"],
        )
    return [path]


SCENARIO = Scenario("inference", "What a reading costs", run, render_table, plot)
