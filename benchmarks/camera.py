"""A face before Chromium's fake camera: it moves a little and has a sensor's noise.

A still picture would compress to almost nothing and so flatter every way of sending it.
"""

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from tests.e2e.pictures import smiling_face

FPS = 30
"""Chromium plays a file of MJPEG at this rate, whatever the file says."""
SECONDS = 4
SWAY_PX = 12
NOISE_LEVELS = 3.0
"""Standard deviation of the noise, in steps of 8 bits: a webcam's indoors."""
MJPEG_QUANTISER = 3

Picture = NDArray[np.uint8]


def write_camera(path: Path) -> Path:
    """Write the scene as MJPEG, 640x480 pixels at 30 fps, that can be played in a loop."""
    face, random = smiling_face(), np.random.default_rng(0)
    with av.open(str(path), "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=FPS)
        stream.height, stream.width = face.shape[:2]
        stream.pix_fmt = "yuvj420p"
        stream.codec_context.qmin = stream.codec_context.qmax = MJPEG_QUANTISER
        for number in range(SECONDS * FPS):
            picture = _noisy(_swayed(face, number / (SECONDS * FPS)), random)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _swayed(picture: Picture, phase: float) -> Picture:
    """Shift a picture along a circle, at `phase` of 0..1; what leaves on one side returns."""
    angle = 2 * np.pi * phase
    shift_px = (round(SWAY_PX * np.sin(angle)), round(SWAY_PX * np.cos(angle)))
    return np.roll(picture, shift_px, axis=(0, 1))


def _noisy(picture: Picture, random: np.random.Generator) -> Picture:
    noise = random.normal(0, NOISE_LEVELS, picture.shape[:2])
    return np.clip(picture + noise[..., None], 0, 255).astype(np.uint8)
