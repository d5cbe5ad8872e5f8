"""An encoded still picture to RGB, refused before it can cost much."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

MAX_PIXELS = 25_000_000
"""A larger picture is refused: it takes 75 MB as RGB and holds no more of a face."""

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF")

# What Pillow raises on files that are no picture, cut off or made to harm.
_DECODE_ERRORS = (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError)


class PictureError(ValueError):
    """The bytes are no picture that can be read."""


class PictureTooLargeError(PictureError):
    """The picture has more than MAX_PIXELS."""


def decode_picture(data: bytes) -> NDArray[np.uint8]:
    """Decode a picture upright, as its EXIF orientation says.

    Returns:
        RGB, uint8, shape (height, width, 3).

    Raises:
        PictureTooLargeError: its header says that it has more than MAX_PIXELS.
        PictureError: the bytes are no picture of one of FORMATS, or are cut off.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise PictureTooLargeError(
                    f"the picture has {width} x {height} pixels; at most "
                    f"{MAX_PIXELS // 1_000_000} megapixels are read"
                )
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            return np.asarray(upright, dtype=np.uint8)
    except PictureError:
        raise
    except _DECODE_ERRORS as error:
        raise PictureError(f"not a readable picture ({', '.join(FORMATS)})") from error
