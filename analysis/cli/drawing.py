"""A copy of a picture with what was read of it, for people to look at."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from analysis.cli.overlay import close_up, picture_with_boxes
from analysis.cli.palette import GROUND
from analysis.cli.panel import CONTENT_PX, Account, panel
from vision.landmarks import FaceLandmarks

Image: TypeAlias = NDArray[np.uint8]

MIN_SIDE_PX, MAX_SIDE_PX = 720, 1280
"""The longer side of the picture in the copy: small ones are enlarged, large ones shrunk."""


def drawn_copy(image: Image, faces: Sequence[FaceLandmarks], account: Account) -> Pillow.Image:
    """Return the picture with boxes and contours, and beside it the account of its reading.

    Args:
        image: RGB, uint8, shape (height, width, 3); it is not changed.
        faces: what was found in it, the largest first.
        account: what was read of the largest.
    """
    longest = max(image.shape[:2])
    scale = min(max(longest, MIN_SIDE_PX), MAX_SIDE_PX) / longest
    picture = picture_with_boxes(image, faces, scale)
    face = close_up(image, faces[0], CONTENT_PX) if faces else None
    beside = panel(account, face)
    height, width = picture.shape[:2]
    canvas = Pillow.new("RGB", (width + beside.width, max(height, beside.height)), GROUND)
    canvas.paste(Pillow.fromarray(picture), (0, (canvas.height - height) // 2))
    canvas.paste(beside, (width, (canvas.height - beside.height) // 2))
    return canvas
