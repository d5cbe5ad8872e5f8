"""From pictures to lines: reading, smoothing over a video, and the drawn copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from analysis.classifier import LANDMARKS_ONLY, WITH_NETWORK, ExpressionClassifier, load_describer
from analysis.cli.copies import CopyFolder
from analysis.cli.drawing import drawn_copy
from analysis.cli.inputs import InputPicture, pictures_of
from analysis.cli.panel import Account
from analysis.face_reader import FaceReader
from analysis.labels import FaceReading, Smoothed
from analysis.reading_fields import expression_fields, reading_fields
from analysis.smoothing import ScoreSmoother
from vision.landmarks import FaceLandmarker, FaceLandmarks
from vision.quality import measure_face


class RememberingLandmarker(FaceLandmarker):
    """Keeps the faces of the last picture, for those who draw them."""

    faces: tuple[FaceLandmarks, ...] = ()

    def detect(self, image: NDArray[np.uint8]) -> tuple[FaceLandmarks, ...]:
        self.faces = super().detect(image)
        return self.faces


@dataclass(frozen=True, slots=True)
class Line:
    """One reading of a file.

    Attributes:
        fields: ready for JSON; those of a `label` message, with `file` and `plot`.
        picture: what was read.
    """

    fields: dict[str, Any]
    picture: InputPicture


class Labeller:
    """Reads files one after the other.

    Args:
        landmarker: it is closed by `close`.
        reader: reads with that landmarker.
        copies: where drawn copies go, if they are wanted.
    """

    def __init__(
        self, landmarker: RememberingLandmarker, reader: FaceReader, copies: CopyFolder | None
    ) -> None:
        self._landmarker = landmarker
        self._reader = reader
        self._copies = copies

    @classmethod
    def load(
        cls,
        landmarker_path: Path,
        models_dir: Path,
        copies: CopyFolder | None = None,
        *,
        use_network: bool = True,
    ) -> Self:
        """Load the models, as `FaceReader.load` does, with the same errors."""
        kind = WITH_NETWORK if use_network else LANDMARKS_ONLY
        classifier = ExpressionClassifier.load(models_dir, kind)
        describer = load_describer(models_dir, kind)
        landmarker = RememberingLandmarker(landmarker_path)
        return cls(landmarker, FaceReader(landmarker, describer, classifier), copies)

    def lines(self, path: Path, interval_s: float) -> Iterator[Line]:
        """Yield one line for a still picture, or one for each interval of a video.

        Raises:
            InputError: the file cannot be read, or not to its end.
            OSError: a copy cannot be written.
        """
        smoother = ScoreSmoother()
        for picture in pictures_of(path, interval_s):
            reading = self._reader.read(picture.image)
            scores = reading.expression.scores if reading.expression is not None else None
            smoothed = smoother.update(scores, picture.media_time_s or 0.0)
            shown = smoothed if scores is not None else None
            fields = {"file": str(path), **_fields(picture, reading, shown)}
            if self._copies is not None:
                copy = drawn_copy(
                    picture.image, self._landmarker.faces, self._account(picture, reading, shown)
                )
                fields["plot"] = str(self._copies.save(copy, path, picture.media_time_s))
            yield Line(fields, picture)

    def close(self) -> None:
        """Free the models; safe to call twice."""
        self._reader.close()

    def _account(
        self, picture: InputPicture, reading: FaceReading, shown: Smoothed | None
    ) -> Account:
        faces = self._landmarker.faces
        return Account(
            reading=reading,
            smoothed=shown if picture.media_time_s is not None else None,
            uncertain=shown is not None and shown.uncertain,
            quality=measure_face(picture.image, faces[0]) if faces else None,
            media_time_s=picture.media_time_s,
        )


def _fields(picture: InputPicture, reading: FaceReading, shown: Smoothed | None) -> dict[str, Any]:
    """Return what a `label` message says; a still picture has nothing to be smoothed over."""
    height, width = picture.image.shape[:2]
    time_s = picture.media_time_s
    in_video = shown is not None and time_s is not None
    return {
        **reading_fields(reading),
        "smoothed": expression_fields(shown.name, shown.scores) if in_video and shown else None,
        "uncertain": shown.uncertain if shown is not None else False,
        "frame": {
            "media_time_s": None if time_s is None else round(time_s, 3),
            "width": width,
            "height": height,
        },
    }
