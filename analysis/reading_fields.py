"""Readings as JSON-ready fields: the same in messages, in reports and in /predict's answer."""

from typing import Any

from analysis.labels import EMOTIONS, Face, FaceReading, VoiceReading, binary_emotion, strongest


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


def voice_fields(reading: VoiceReading) -> dict[str, Any]:
    """Return emotion, confidence, energy_level and window."""
    return {
        "emotion": reading.emotion,
        "confidence": round(reading.confidence, 4),
        "energy_level": reading.energy_level,
        "window": {"start_s": round(reading.start_s, 3), "end_s": round(reading.end_s, 3)},
    }


def _face_fields(face: Face) -> dict[str, Any]:
    return {"box": [round(share, 4) for share in face.box], "count": face.count}
