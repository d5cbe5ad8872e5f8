import io

import numpy as np
import pytest
from PIL import Image

from vision.picture import MAX_PIXELS, PictureError, PictureTooLargeError, decode_picture


def encoded(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def test_colours_come_out_as_rgb() -> None:
    red = Image.new("RGB", (4, 2), (255, 0, 0))
    image = decode_picture(encoded(red))
    assert image.shape == (2, 4, 3)
    assert image.dtype == np.uint8
    assert (image == [255, 0, 0]).all()


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK"])
def test_every_colour_mode_becomes_rgb(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert decode_picture(encoded(Image.new(mode, (8, 8)), kind)).shape == (8, 8, 3)


def test_a_photo_taken_sideways_comes_out_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # rotated by 90 degrees (EXIF 2.3, Orientation)
    wide = Image.new("RGB", (40, 20))
    assert decode_picture(encoded(wide, "JPEG", exif=exif)).shape == (40, 20, 3)


def test_a_picture_over_the_limit_is_refused_by_its_header() -> None:
    side = int(MAX_PIXELS**0.5) + 1
    bomb = encoded(Image.new("1", (side, side)))
    assert len(bomb) < 10_000
    with pytest.raises(PictureTooLargeError, match="megapixels"):
        decode_picture(bomb)


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xd8\xff", b"GIF89a"])
def test_other_bytes_are_no_picture(data: bytes) -> None:
    with pytest.raises(PictureError):
        decode_picture(data)


def test_a_cut_off_picture_is_refused_instead_of_read_half_grey() -> None:
    whole = encoded(Image.effect_noise((64, 64), 50), "JPEG")
    with pytest.raises(PictureError):
        decode_picture(whole[: len(whole) // 2])
