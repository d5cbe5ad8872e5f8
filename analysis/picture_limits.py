"""From measurements to reasons: what is too dark, too small or too blurred to be read.

A face is refused only where no more than about half of the PublicTest faces, degraded
to that measurement, still get the right one of seven expressions from landmarks alone.
That share is .85 for the same faces undegraded. `python -m training.face_limits --network
off` prints the tables that the limits are read off. With the network the share is still
about .8 there (`--network on`): the limits stay those of the weaker model, as beyond them
the landmarker itself finds few faces. A very bright face has none: at the last step half of
its pixels are white, and of the faces that are found at all most are read right.
"""

from analysis.labels import Reason
from vision.quality import FaceQuality

MIN_FACE_SIZE_PX = 20.0
MIN_INSIDE_SHARE = 0.5
MIN_BRIGHTNESS = 8.0
MIN_SHARPNESS = 0.06
# Beyond these the table holds five faces (yaw) and none (pitch): the model has not
# learnt to read them.
MAX_YAW_DEG = 60.0
MAX_PITCH_DEG = 45.0

# Where the landmarker, given the same faces, begins to miss more than one in ten.
DARK_PICTURE_BRIGHTNESS = 16.0
BRIGHT_PICTURE_BRIGHTNESS = 235.0


def unreadable_picture(brightness: float) -> Reason:
    """Return why no face was found in a picture of this mean luma, 0..255."""
    if brightness < DARK_PICTURE_BRIGHTNESS:
        return Reason.TOO_DARK
    if brightness > BRIGHT_PICTURE_BRIGHTNESS:
        return Reason.TOO_BRIGHT
    return Reason.NO_FACE


def unreadable_face(quality: FaceQuality) -> Reason | None:
    """Return why a face cannot be read, or None if it can."""
    checks = (
        (quality.inside_share < MIN_INSIDE_SHARE, Reason.CUT_OFF),
        (quality.face_size_px < MIN_FACE_SIZE_PX, Reason.TOO_SMALL),
        (quality.brightness < MIN_BRIGHTNESS, Reason.TOO_DARK),
        (_is_turned_away(quality), Reason.TURNED_AWAY),
        (quality.sharpness < MIN_SHARPNESS, Reason.BLURRED),
    )
    return next((reason for fails, reason in checks if fails), None)


def _is_turned_away(quality: FaceQuality) -> bool:
    return abs(quality.yaw_deg) > MAX_YAW_DEG or abs(quality.pitch_deg) > MAX_PITCH_DEG
