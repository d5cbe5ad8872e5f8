from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.data import astronaut, chelsea, coffee, rocket

from analysis.classifier import (
    FEATURES_FILE,
    NETWORK_FILE,
    WITH_NETWORK,
    ExpressionClassifier,
    load_describer,
)
from analysis.face_reader import FaceReader
from analysis.labels import Emotion, Expression, FaceReading, Reason, binary_emotion, strongest
from training.face_pixels import MARGIN_PX
from training.face_samples import extract_features, with_network
from training.face_table import FaceTable, Labels
from vision.face_crop import crop_face
from vision.face_network import FaceNetwork
from vision.features import FeatureExtractor
from vision.landmarks import FaceLandmarker, FaceLandmarks
from vision.model_file import MODELS_DIR, checked_model_path

Picture = NDArray[np.uint8]

PORTRAIT: Picture = astronaut()
"""RGB, 512x512, one smiling face (NASA, public domain)."""

SCENES = {
    "coffee": coffee(),
    "chelsea": chelsea(),
    "rocket": rocket(),
}


@pytest.fixture(scope="module")
def reader() -> Iterator[FaceReader]:
    with FaceReader.load(checked_model_path(), MODELS_DIR) as reader:
        yield reader


def rotated(angle_deg: float) -> Picture:
    matrix = cv2.getRotationMatrix2D((256, 256), angle_deg, 1)
    return np.asarray(cv2.warpAffine(PORTRAIT, matrix, (512, 512)), np.uint8)


def scaled(scale: float) -> Picture:
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = cv2.resize(PORTRAIT, None, fx=scale, fy=scale, interpolation=interpolation)
    return np.asarray(resized, np.uint8)


def compressed(quality: int) -> Picture:
    _, jpeg = cv2.imencode(".jpg", PORTRAIT, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)


def blurred(sigma_px: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(PORTRAIT, (0, 0), sigma_px), np.uint8)


def darkened(gain: float) -> Picture:
    return (PORTRAIT * gain).astype(np.uint8)


def on_a_wide_frame() -> Picture:
    frame = np.full((720, 1280, 3), 90, np.uint8)
    frame[208:720, 500:1012] = PORTRAIT
    return frame


SMILES = {
    "as it is": PORTRAIT,
    "mirrored": PORTRAIT[:, ::-1],
    "rotated left": rotated(20),
    "rotated right": rotated(-20),
    "enlarged": scaled(2.0),
    "halved": scaled(0.5),
    "a third": scaled(0.35),
    "JPEG of quality 30": compressed(30),
    "dim": darkened(0.25),
    "softly blurred": blurred(1.5),
    "small in a wide frame": on_a_wide_frame(),
}


@pytest.mark.parametrize("name", SMILES)
def test_a_smile_is_happy_however_it_is_taken(name: str, reader: FaceReader) -> None:
    reading = reader.read(SMILES[name])
    assert reading.reason is None
    assert reading.expression is not None
    emotion, confidence = binary_emotion(reading.expression)
    assert emotion is Emotion.HAPPY
    assert confidence > 0.9
    assert strongest(reading.expression.scores) == "happy"


def test_the_box_encloses_the_face(reader: FaceReader) -> None:
    face = reader.read(PORTRAIT).face
    assert face is not None
    assert face.count == 1
    assert face.box == pytest.approx((0.35, 0.14, 0.18, 0.21), abs=0.02)


def test_the_box_of_a_face_at_the_edge_stays_in_the_picture(reader: FaceReader) -> None:
    face = reader.read(PORTRAIT[:, 200:]).face
    assert face is not None
    assert face.box.x == 0
    assert face.box.width < 0.3


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_without_a_face_says_so(name: str, reader: FaceReader) -> None:
    assert reader.read(SCENES[name]) == FaceReading(None, None, Reason.NO_FACE)


def test_the_black_frames_of_a_muted_camera_are_too_dark(reader: FaceReader) -> None:
    black = np.zeros((480, 640, 3), np.uint8)
    assert reader.read(black) == FaceReading(None, None, Reason.TOO_DARK)


def test_a_white_frame_is_too_bright(reader: FaceReader) -> None:
    white = np.full((480, 640, 3), 255, np.uint8)
    assert reader.read(white) == FaceReading(None, None, Reason.TOO_BRIGHT)


@pytest.mark.parametrize("gain", [0.04, 0.02])
def test_a_darkened_face_is_too_dark_whether_found_or_not(gain: float, reader: FaceReader) -> None:
    reading = reader.read(darkened(gain))
    assert reading.reason is Reason.TOO_DARK
    assert reading.expression is None


def test_a_face_that_is_found_but_useless_keeps_its_box(reader: FaceReader) -> None:
    reading = reader.read(blurred(4.5))
    assert reading.reason is Reason.BLURRED
    assert reading.expression is None
    assert reading.face is not None


def test_a_face_without_its_mouth_is_cut_off(reader: FaceReader) -> None:
    assert reader.read(PORTRAIT[:130]).reason is Reason.CUT_OFF


def test_a_tiny_face_is_too_small(reader: FaceReader) -> None:
    assert reader.read(scaled(0.17)).reason is Reason.TOO_SMALL


def side_by_side(*pictures: Picture) -> Picture:
    """Return the pictures on one row, grey below the smaller ones."""
    height = max(len(picture) for picture in pictures)
    filled = [
        np.pad(picture, [(0, height - len(picture)), (0, 0), (0, 0)], constant_values=90)
        for picture in pictures
    ]
    return np.concatenate(filled, axis=1)


BUST = PORTRAIT[:300, 100:360]
SMALLER_BUST = np.asarray(cv2.resize(BUST, (208, 240), interpolation=cv2.INTER_AREA), np.uint8)


@pytest.mark.parametrize("larger_first", [True, False])
def test_of_several_faces_the_largest_is_read_and_all_are_counted(
    larger_first: bool, reader: FaceReader
) -> None:
    pictures = (BUST, SMALLER_BUST) if larger_first else (SMALLER_BUST, BUST)
    reading = reader.read(side_by_side(*pictures))
    assert reading.face is not None
    assert reading.face.count == 2
    # The face lies left of the middle in both busts, the larger one is 80 px wide.
    assert reading.face.box.width * 468 == pytest.approx(90, abs=8)
    assert (reading.face.box.x < 0.4) is larger_first
    assert reading.expression is not None


def test_a_largest_face_that_cannot_be_read_is_told_with_the_count(reader: FaceReader) -> None:
    soft = np.asarray(cv2.GaussianBlur(BUST, (0, 0), 5.3), np.uint8)
    reading = reader.read(side_by_side(soft, SMALLER_BUST))
    assert reading.reason is Reason.BLURRED
    assert reading.face is not None
    assert reading.face.count == 2


class TurningLandmarker(FaceLandmarker):
    """Finds the faces of a picture as if the heads were turned further."""

    yaw_deg = 0.0

    def detect(self, image: Picture) -> tuple[FaceLandmarks, ...]:
        return tuple(replace(face, head_pose=self._pose()) for face in super().detect(image))

    def _pose(self) -> NDArray[np.float32]:
        yaw = np.radians(self.yaw_deg)
        pose = np.eye(4, dtype=np.float32)
        pose[[0, 0, 2, 2], [0, 2, 0, 2]] = np.cos(yaw), -np.sin(yaw), np.sin(yaw), np.cos(yaw)
        return pose


@pytest.mark.parametrize(("yaw_deg", "reason"), [(0, None), (50, None), (70, Reason.TURNED_AWAY)])
def test_a_head_that_is_turned_away_is_told(yaw_deg: float, reason: Reason | None) -> None:
    describer = load_describer(MODELS_DIR, WITH_NETWORK)
    classifier = ExpressionClassifier.load(MODELS_DIR, WITH_NETWORK)
    landmarker = TurningLandmarker(checked_model_path())
    landmarker.yaw_deg = yaw_deg
    with FaceReader(landmarker, describer, classifier) as reader:
        assert reader.read(PORTRAIT).reason is reason


def test_a_picture_that_may_not_be_written_to_is_read(reader: FaceReader) -> None:
    picture = PORTRAIT.copy()
    picture.setflags(write=False)
    assert reader.read(picture) == reader.read(PORTRAIT)


def test_without_the_network_a_smile_is_happy_too() -> None:
    with FaceReader.load(checked_model_path(), MODELS_DIR, use_network=False) as reader:
        assert binary_emotion(reader.read(PORTRAIT).expression)[0] is Emotion.HAPPY


class FeatureRecorder(ExpressionClassifier):
    """Keeps what the reader gives to its classifier."""

    def __init__(self) -> None:
        self.features: list[NDArray[np.float32]] = []

    def predict(self, features: NDArray[np.float32]) -> Expression:
        self.features.append(features)
        return Expression(0.5, (1 / 7,) * 7)


def test_training_and_serving_see_the_same_features() -> None:
    """Of the same pixels and landmarks, whichever way they come in."""
    recorder = FeatureRecorder()
    describer = load_describer(MODELS_DIR, WITH_NETWORK)
    with FaceLandmarker(checked_model_path()) as landmarker:
        FaceReader(landmarker, describer, recorder).read(PORTRAIT)
        (face,) = landmarker.detect(PORTRAIT)
    extractor = FeatureExtractor.load(MODELS_DIR / FEATURES_FILE)
    network = FaceNetwork.load(MODELS_DIR / NETWORK_FILE)
    grey = np.asarray(cv2.cvtColor(PORTRAIT, cv2.COLOR_RGB2GRAY), np.uint8)
    wide = crop_face(grey, face.points, extractor.reference, MARGIN_PX)
    crop = wide[MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX]
    direct = extract_features(one_face(face), extractor)
    trained = with_network(direct, network.logits(crop[None]).mean(axis=1)).direct
    np.testing.assert_allclose(recorder.features, trained, atol=1e-3)


def one_face(face: FaceLandmarks) -> FaceTable:
    none = np.zeros(0, np.int8)
    return FaceTable(
        points=face.points[None],
        blendshapes=face.blendshapes[None],
        labels=Labels(none, none, none),
        votes=np.zeros((0, 7), np.uint8),
        near_copy=np.zeros(0, bool),
        undetected=Labels(none, none, none),
        reference=np.zeros((478, 3), np.float32),
        mirror_index=np.zeros(478, np.int64),
    )
