"""A reading as JSON-ready fields: the same in a `label` message and in /predict's answer."""

from typing import Any

from analysis.labels import EMOTIONS, Face, FaceReading, binary_emotion, strongest


def reading_fields(reading: FaceReading) -> dict[str, Any]:
    """Return emotion, confidence, expression, face and reason.

    Shares and probabilities are rounded to four decimals: finer than any model here is.
    """
    emotion, confidence = binary_emotion(reading.expression)
    raw = reading.expression
    return {
        "emotion": str(emotion),
        "confidence": round(confidence, 4),
        "expression": expression_fields(strongest(raw.scores), raw.scores) if raw else None,
        "face": _face_fields(reading.face) if reading.face else None,
        "reason": str(reading.reason) if reading.reason else None,
    }


def expression_fields(name: str, scores: tuple[float, ...]) -> dict[str, Any]:
    by_name = zip(EMOTIONS, scores, strict=True)
    return {"name": name, "scores": {emotion: round(score, 4) for emotion, score in by_name}}


def _face_fields(face: Face) -> dict[str, Any]:
    return {"box": [round(share, 4) for share in face.box], "count": face.count}
