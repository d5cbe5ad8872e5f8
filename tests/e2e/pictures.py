"""Moving pictures for Chromium's fake camera, made from public-domain stills."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from skimage import data

WIDTH_PX, HEIGHT_PX, FPS = 640, 480, 15

Picture = NDArray[np.uint8]


def smiling_face() -> Picture:
    """NASA's portrait of Eileen Collins (public domain), her face 200 px wide."""
    return _fitted(np.asarray(data.astronaut())[0:300, 40:440])


def two_faces() -> Picture:
    """The same portrait twice, the left one larger."""
    large = np.asarray(data.astronaut())[0:300, 100:360]
    small = np.asarray(Image.fromarray(large).resize((208, 240)))
    row = np.full((300, 468, 3), 90, np.uint8)
    row[:, :260], row[:240, 260:] = large, small
    return _fitted(row)


def no_face() -> Picture:
    """A cup of coffee (CC0)."""
    return _fitted(np.asarray(data.coffee()))


def black() -> Picture:
    return np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)


def write_camera(path: Path, scenes: Sequence[tuple[Picture, float]]) -> Path:
    """Write scenes, each with its seconds, as a file that Chromium plays in a loop.

    A small mark moves, so that no two frames in a row are the same.
    """
    with av.open(str(path), "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuvj420p"
        stream.codec_context.qmin = stream.codec_context.qmax = 2
        number = 0
        for picture, seconds in scenes:
            for _ in range(round(seconds * FPS)):
                frame = av.VideoFrame.from_ndarray(with_mark(picture, number), format="rgb24")
                frame.pts, frame.time_base = number, Fraction(1, FPS)
                container.mux(stream.encode(frame))
                number += 1
        container.mux(stream.encode(None))
    return path


def _fitted(picture: Picture) -> Picture:
    scale = min(WIDTH_PX / picture.shape[1], HEIGHT_PX / picture.shape[0])
    height, width = (round(side * scale) for side in picture.shape[:2])
    scaled = np.asarray(Image.fromarray(picture).resize((width, height)))
    canvas = np.full((HEIGHT_PX, WIDTH_PX, 3), 90, np.uint8)
    top, left = (HEIGHT_PX - height) // 2, (WIDTH_PX - width) // 2
    canvas[top : top + height, left : left + width] = scaled
    return canvas


def with_mark(picture: Picture, number: int) -> Picture:
    """Return a picture with the mark of a frame's number."""
    marked = picture.copy()
    left = number * 4 % (WIDTH_PX - 8)
    marked[-8:, left : left + 8] = 255
    return marked
