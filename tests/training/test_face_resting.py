from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.labels import EMOTIONS, Expression, strongest
from tests.training.tables import made_up_faces, write_pixels, write_table
from training.face_answers import Answer, Answerer, Found, LabelledFolderError
from training.face_resting import (
    Outcome,
    Read,
    main,
    relative_to_self,
    relative_to_strangers,
    told_apart,
)
from training.face_resting_persons import load_persons
from vision.landmarks import FaceLandmarker, FaceLandmarks

NEUTRAL, SAD, HAPPY = (EMOTIONS.index(name) for name in ("neutral", "sad", "happy"))


def expression(**named: float) -> Expression:
    rest = (1 - sum(named.values())) / (len(EMOTIONS) - len(named))
    return Expression(0.5, tuple(named.get(emotion, rest) for emotion in EMOTIONS))


SERENE = expression(neutral=0.9)
GRIM = expression(sad=0.6, neutral=0.35)
GLOOMY = expression(sad=0.7, neutral=0.25)


def names(reads: list[Read]) -> list[str]:
    return [strongest(read.expression.scores) for read in reads]


def test_an_outcome_counts_all_faces_and_those_of_one_expression() -> None:
    reads = [Read(SAD, GRIM), Read(SAD, SERENE), Read(NEUTRAL, SERENE), Read(NEUTRAL, GRIM)]
    assert Outcome.of(reads[:3], SAD) == Outcome(accuracy=2 / 3, recall=0.5, neutral=0.5)
    assert np.isnan(Outcome.of(reads, HAPPY).recall)


def test_happy_and_sad_are_told_apart_by_the_two_label_answer() -> None:
    joyful = Expression(0.9, SERENE.scores)
    reads = [Read(HAPPY, joyful), Read(SAD, joyful), Read(NEUTRAL, joyful)]
    assert told_apart(reads) == 0.5
    assert np.isnan(told_apart(reads[2:]))


def test_a_sad_face_taken_for_rest_hides_sadness_and_a_neutral_one_does_not() -> None:
    reads = [Read(SAD, GLOOMY), Read(NEUTRAL, SERENE)]
    rng = np.random.default_rng(0)
    assert names(relative_to_strangers(reads, NEUTRAL, rng)) == ["sad", "neutral"]
    assert names(relative_to_strangers(reads, SAD, rng)) == ["neutral", "neutral"]


def test_a_neutral_face_that_is_read_as_sad_is_put_right_by_itself() -> None:
    assert names(relative_to_self([Read(NEUTRAL, GRIM)])) == ["neutral"]


class StubAnswerer(Answerer):
    """Reads every face as what its folder says, but neutral ones as grim."""

    def __init__(self) -> None:
        pass

    def answer(self, found: Found | None, label: int, happy_sad: int, near_copy: bool) -> Answer:
        read = GRIM if label == NEUTRAL else expression(**{EMOTIONS[label]: 0.8})
        return Answer(label, happy_sad, near_copy, read if found else None, None, None)


class StubLandmarker(FaceLandmarker):
    """Finds one face in every picture that is not black."""

    def __init__(self) -> None:
        pass

    def detect(self, image: NDArray[np.uint8]) -> tuple[FaceLandmarks, ...]:
        empty = np.zeros((478, 3), np.float32)
        face = FaceLandmarks(empty, np.zeros(52, np.float32), np.eye(4, dtype=np.float32))
        return (face,) if image.any() else ()


def add_picture(folder: Path, person: str, name: str, grey: int = 128) -> None:
    place = folder / person / name
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{len(list(place.iterdir()))}.png"
    cv2.imwrite(str(path), np.full((8, 8, 3), grey, np.uint8))


def test_a_persons_first_readable_neutral_picture_is_the_resting_face(tmp_path: Path) -> None:
    add_picture(tmp_path, "first", "neutral", grey=0)
    for name in ("neutral", "neutral", "happy", "sadness"):
        add_picture(tmp_path, "first", name)
    (person,) = load_persons(StubAnswerer(), tmp_path, StubLandmarker())
    assert person.resting == GRIM
    assert sorted(label for label, _ in person.others) == sorted([NEUTRAL, HAPPY, SAD])


def test_who_has_no_neutral_picture_or_no_other_is_left_out(tmp_path: Path) -> None:
    add_picture(tmp_path, "first", "happy")
    add_picture(tmp_path, "second", "neutral")
    with pytest.raises(LabelledFolderError, match="no person"):
        load_persons(StubAnswerer(), tmp_path, StubLandmarker())


def test_a_table_is_measured_and_a_missing_one_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faces = made_up_faces(490)
    write_table(tmp_path, faces)
    write_pixels(tmp_path, faces)
    assert main(["--data", str(tmp_path), "--network", "off"]) == 0
    assert "sad faces of others | " in capsys.readouterr().out
    assert main(["--persons", str(tmp_path / "absent")]) == 2
    assert capsys.readouterr().err.startswith("cannot measure: ")
