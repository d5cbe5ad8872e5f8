"""What publishers show and say, as each of them can read it."""

import wave
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.camera import write_camera
from benchmarks.voice.speech import RATE_HZ, spoken
from tests.e2e.pictures import smiling_face

I420_WIDTH_PX, I420_HEIGHT_PX = 320, 240


@dataclass(frozen=True, slots=True)
class Scene:
    """A face and a voice.

    Attributes:
        camera: MJPEG of a few seconds, 640x480, to be played in a loop.
        picture: one JPEG, 640x480.
        i420: one raw picture of I420_WIDTH_PX x I420_HEIGHT_PX.
        speech: WAV of some seconds, mono, to be played in a loop.
    """

    camera: Path
    picture: Path
    i420: Path
    speech: Path


def write_scene(folder: Path) -> Scene:
    """Write the scene's files into a folder.

    Raises:
        FileNotFoundError: espeak-ng is not installed.
    """
    scene = Scene(*(folder / name for name in ("face.mjpeg", "face.jpg", "face.i420", "say.wav")))
    write_camera(scene.camera)
    face = Image.fromarray(smiling_face())
    face.save(scene.picture, quality=95)
    small = np.asarray(face.resize((I420_WIDTH_PX, I420_HEIGHT_PX)))
    scene.i420.write_bytes(cv2.cvtColor(small, cv2.COLOR_RGB2YUV_I420).tobytes())
    with wave.open(str(scene.speech), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(spoken().tobytes())
    return scene
