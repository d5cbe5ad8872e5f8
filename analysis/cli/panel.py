"""The account beside a drawn picture: label, scores, reason and measurements."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from analysis.cli.palette import ACCENT, GROUND, INK, RAISED, SOFT, WARNING
from analysis.labels import EMOTIONS, FaceReading, Reason, Smoothed, binary_emotion, strongest
from analysis.picture_limits import (
    MAX_PITCH_DEG,
    MAX_YAW_DEG,
    MIN_BRIGHTNESS,
    MIN_FACE_SIZE_PX,
    MIN_INSIDE_SHARE,
    MIN_SHARPNESS,
)
from vision.quality import FaceQuality

Colour = tuple[int, int, int]

WIDTH_PX = 400
MARGIN_PX = 24
CONTENT_PX = WIDTH_PX - 2 * MARGIN_PX

_NAME_PX, _VALUE_PX, _BAR_PX = 100, 52, 14
_SPACE_PX = 18
# Above all that one panel can hold; what is left over is cut off.
_MAX_HEIGHT_PX = 1400

REASONS = {
    Reason.NO_FACE: "no face found",
    Reason.TOO_DARK: "too dark",
    Reason.TOO_BRIGHT: "too bright",
    Reason.TOO_SMALL: "the face is too small",
    Reason.BLURRED: "blurred",
    Reason.TURNED_AWAY: "turned away",
    Reason.CUT_OFF: "cut off by the picture's edge",
    Reason.NO_VIDEO: "no picture",
}


@dataclass(frozen=True, slots=True)
class Account:
    """What a panel tells.

    Attributes:
        reading: of the picture.
        smoothed: over a video; None for a still picture, or without an expression.
        uncertain: the evidence is too weak to show the name as a fact.
        quality: of the largest face, if there is one.
        media_time_s: in a video.
    """

    reading: FaceReading
    smoothed: Smoothed | None
    uncertain: bool
    quality: FaceQuality | None
    media_time_s: float | None


def panel(account: Account, close_up: NDArray[np.uint8] | None) -> Pillow.Image:
    """Return the panel, `WIDTH_PX` wide and as high as it needs to be.

    Args:
        account: what it tells.
        close_up: the face, RGB, at most `CONTENT_PX` wide and high.
    """
    column = _Column(Pillow.new("RGB", (WIDTH_PX, _MAX_HEIGHT_PX), GROUND))
    _draw(column, account, close_up)
    return column.canvas.crop((0, 0, WIDTH_PX, column.y + MARGIN_PX))


def _draw(column: "_Column", account: Account, close_up: NDArray[np.uint8] | None) -> None:
    _draw_label(column, account)
    if account.reading.expression is not None:
        _draw_scores(column, account.reading.expression.scores, account.smoothed)
    if close_up is not None:
        column.picture(close_up)
    if account.quality is not None:
        _draw_quality(column, account.quality, account.reading.reason)
    column.text("It is what the face shows, not what is felt.", 14, SOFT)


def _draw_label(column: "_Column", account: Account) -> None:
    reading = account.reading
    emotion, confidence = binary_emotion(reading.expression)
    if account.media_time_s is not None:
        column.text(f"at {account.media_time_s:.2f} s", 16, SOFT)
    if reading.reason is not None:
        column.text(str(emotion), 30, INK)
        column.text(f"Not read: {REASONS[reading.reason]}", 18, WARNING)
    else:
        column.text(f"{emotion}  {confidence:.0%}", 30, SOFT if account.uncertain else ACCENT)
        column.text(_expression_text(account), 18, INK)
    if reading.face is not None and reading.face.count > 1:
        column.text(f"{reading.face.count} faces: the largest is read", 16, WARNING)
    column.space(_SPACE_PX)


def _expression_text(account: Account) -> str:
    expression = account.reading.expression
    raw = strongest(expression.scores) if expression is not None else ""
    text = f"expression: {raw}"
    if account.smoothed is not None:
        text += f", smoothed: {account.smoothed.name}"
    return f"{text} (uncertain)" if account.uncertain else text


def _draw_scores(column: "_Column", scores: tuple[float, ...], smoothed: Smoothed | None) -> None:
    for index, (name, score) in enumerate(zip(EMOTIONS, scores, strict=True)):
        mark = smoothed.scores[index] if smoothed is not None else None
        column.bar(name, score, mark, bold=name == strongest(scores))
    if smoothed is not None:
        column.text("The white marks are the smoothed scores.", 14, SOFT)
    column.space(_SPACE_PX)


def _draw_quality(column: "_Column", quality: FaceQuality, reason: Reason | None) -> None:
    rows = (
        ("face size", f"{quality.face_size_px:.0f} px", f"from {MIN_FACE_SIZE_PX:.0f}"),
        ("in the picture", f"{quality.inside_share:.0%}", f"from {MIN_INSIDE_SHARE:.0%}"),
        ("brightness", f"{quality.brightness:.0f}", f"from {MIN_BRIGHTNESS:.0f}"),
        ("sharpness", f"{quality.sharpness:.2f}", f"from {MIN_SHARPNESS:.2f}"),
        ("turn", f"{abs(quality.yaw_deg):.0f}°", f"up to {MAX_YAW_DEG:.0f}°"),
        ("nod", f"{abs(quality.pitch_deg):.0f}°", f"up to {MAX_PITCH_DEG:.0f}°"),
    )
    failed = _ROWS_OF.get(reason, ()) if reason is not None else ()
    for name, value, limit in rows:
        column.row(name, value, limit, WARNING if name in failed else INK)
    column.space(_SPACE_PX)


_ROWS_OF = {
    Reason.TOO_SMALL: ("face size",),
    Reason.CUT_OFF: ("in the picture",),
    Reason.TOO_DARK: ("brightness",),
    Reason.BLURRED: ("sharpness",),
    Reason.TURNED_AWAY: ("turn", "nod"),
}


class _Column:
    """Draws one thing below the other."""

    def __init__(self, canvas: Pillow.Image) -> None:
        self.canvas = canvas
        self.y = MARGIN_PX
        self._draw = ImageDraw.Draw(canvas)

    def space(self, height_px: int) -> None:
        self.y += height_px

    def text(self, text: str, size_px: int, colour: Colour) -> None:
        self._write(MARGIN_PX, text, size_px, colour)
        self.y += round(size_px * 1.4)

    def bar(self, name: str, share: float, mark: float | None, *, bold: bool) -> None:
        """Draw a name, a bar of this share of its length, and a mark at another share."""
        colour = INK if bold else SOFT
        self._write(MARGIN_PX, name, 16, colour)
        self._write(WIDTH_PX - MARGIN_PX, f"{share:.0%}", 16, colour, anchor="ra")
        left, length = MARGIN_PX + _NAME_PX, CONTENT_PX - _NAME_PX - _VALUE_PX
        top, bottom = self.y + 3, self.y + 3 + _BAR_PX
        self._draw.rectangle((left, top, left + length, bottom), RAISED)
        if share * length >= 1:
            self._draw.rectangle((left, top, left + share * length, bottom), ACCENT)
        if mark is not None:
            x = left + mark * length
            self._draw.rectangle((x - 1, top - 2, x + 1, bottom + 2), INK)
        self.y += 27

    def row(self, name: str, value: str, limit: str, colour: Colour) -> None:
        self._write(MARGIN_PX, name, 16, SOFT if colour == INK else colour)
        self._write(MARGIN_PX + CONTENT_PX * 2 // 3 - 20, value, 16, colour, anchor="ra")
        self._write(WIDTH_PX - MARGIN_PX, limit, 16, SOFT, anchor="ra")
        self.y += 24

    def picture(self, image: NDArray[np.uint8]) -> None:
        left = MARGIN_PX + (CONTENT_PX - image.shape[1]) // 2
        self.canvas.paste(Pillow.fromarray(image), (left, self.y))
        self.y += image.shape[0] + _SPACE_PX

    def _write(self, x: int, text: str, size_px: int, colour: Colour, anchor: str = "la") -> None:
        font = ImageFont.load_default(size_px)
        self._draw.text((x, self.y), text, colour, font, anchor)
