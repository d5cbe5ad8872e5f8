import re
from pathlib import Path

import pytest

from analysis.labels import EMOTIONS, Expression, Face, FaceBox, FaceReading, Reason
from analysis.reading_fields import reading_fields

ROOT = Path(__file__).resolve().parents[2]
BOX = FaceBox(0.123456, 0.2, 0.3, 0.4)
SCORES = (0.0, 0.0, 0.0, 0.75, 0.25, 0.0, 0.0)


def test_a_reading_names_its_face_and_how_many_there_are() -> None:
    fields = reading_fields(FaceReading(Face(BOX, 3), Expression(0.98765, SCORES), None))
    assert fields == {
        "emotion": "HAPPY",
        "confidence": 0.9877,
        "expression": {"name": "happy", "scores": dict(zip(EMOTIONS, SCORES, strict=True))},
        "face": {"box": [0.1235, 0.2, 0.3, 0.4], "count": 3},
        "reason": None,
    }


def test_a_face_that_cannot_be_read_keeps_its_place_beside_the_reason() -> None:
    fields = reading_fields(FaceReading(Face(BOX, 2), None, Reason.BLURRED))
    assert fields["emotion"] == "No face detected"
    assert fields["confidence"] == 0
    assert fields["expression"] is None
    assert fields["face"]["count"] == 2
    assert fields["reason"] == "blurred"


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_documented_and_told_at_the_page_in_both_languages(reason: Reason) -> None:
    messages = (ROOT / "docs" / "messages.md").read_text()
    (row,) = re.findall(r"^\| `reason` \| .*$", messages, re.MULTILINE)
    assert f"`{reason}`" in row
    for language in ("es", "en"):
        texts = (ROOT / "client" / "texts" / f"{language}.js").read_text()
        assert f'"reason.{reason}": "' in texts
