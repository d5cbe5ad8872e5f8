"""Files named on a command line to pictures, one at a time."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from vision.picture import FORMATS, PictureError, decode_picture
from vision.video import UnknownVideoError, VideoError, open_video

PATHS_FROM_STDIN = "-"

MAX_PICTURE_BYTES = 128 * 1024 * 1024
"""Above the largest picture that is read, 25 megapixels of uncompressed RGBA."""

# JPEG, PNG, GIF and BMP; WebP has its name only in the ninth byte.
_PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM")
# Their frames are JPEGs, so they start as one.
_MOTION_JPEG_SUFFIXES = (".mjpeg", ".mjpg")


class InputError(ValueError):
    """A file cannot be read, or not to its end; says why in one line."""


@dataclass(frozen=True, slots=True, eq=False)
class InputPicture:
    """A picture to be read.

    Attributes:
        image: RGB, uint8, shape (height, width, 3).
        media_time_s: seconds since a video's first frame; None for a still picture.
        duration_s: length of the video, if known.
    """

    image: NDArray[np.uint8]
    media_time_s: float | None = None
    duration_s: float | None = None


def named_paths(arguments: Iterable[str], stdin: BinaryIO) -> Iterator[Path]:
    """Yield the paths; `-` stands for those on standard input, one a line."""
    for argument in arguments:
        if argument == PATHS_FROM_STDIN:
            lines = (line.rstrip(b"\r\n") for line in stdin)
            yield from (Path(os.fsdecode(line)) for line in lines if line)
        else:
            yield Path(argument)


def pictures_of(path: Path, interval_s: float) -> Iterator[InputPicture]:
    """Yield a still picture, or the first frame of each interval of a video.

    What a file holds is told by its first bytes, not by its name. Of an animated picture the
    first image is read.

    Raises:
        InputError: the file is missing, damaged, too large or of another kind.
    """
    try:
        if not path.is_file():
            # A pipe or a device could keep us waiting for ever.
            raise InputError("not a file" if path.exists() else "no such file")
        read = _read_still if _is_still(path) else _read_video
        yield from read(path, interval_s)
    except OSError as error:
        raise InputError(error.strerror or str(error)) from error
    except UnknownVideoError as error:
        raise InputError(f"neither a picture ({', '.join(FORMATS)}) nor a video") from error
    except (PictureError, VideoError) as error:
        raise InputError(str(error)) from error


def _is_still(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(12)
    is_jpeg_stream = path.suffix.lower() in _MOTION_JPEG_SUFFIXES
    return not is_jpeg_stream and (start.startswith(_PICTURE_STARTS) or start[8:12] == b"WEBP")


def _read_still(path: Path, _: float) -> Iterator[InputPicture]:
    if path.stat().st_size > MAX_PICTURE_BYTES:
        raise InputError(f"the picture has more than {MAX_PICTURE_BYTES // 2**20} MiB")
    yield InputPicture(decode_picture(path.read_bytes()))


def _read_video(path: Path, interval_s: float) -> Iterator[InputPicture]:
    with open_video(path) as video:
        for picture in video.pictures(interval_s):
            yield InputPicture(picture.image, picture.media_time_s, video.duration_s)
