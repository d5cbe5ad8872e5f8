from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.data import astronaut

from vision.landmarks import FaceLandmarker
from vision.model_file import checked_model_path


@pytest.fixture(scope="session")
def landmarker() -> Iterator[FaceLandmarker]:
    with FaceLandmarker(checked_model_path()) as landmarker:
        yield landmarker


@pytest.fixture(scope="session")
def portrait() -> NDArray[np.uint8]:
    """RGB, 512x512, one smiling face (NASA, public domain)."""
    picture: NDArray[np.uint8] = astronaut()
    return picture
