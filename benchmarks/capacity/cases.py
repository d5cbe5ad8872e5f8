"""What is compared: a server and what its sessions send."""

from dataclasses import dataclass

from benchmarks.sender.profile import ANALYSIS_H264, ANALYSIS_VP8, DEFAULT_CAMERA, Profile, Way
from benchmarks.servers import Kind

MAX_SESSIONS = 400


@dataclass(frozen=True, slots=True)
class Case:
    """A server under a kind of load.

    Attributes:
        colour: the key of plots.COLOURS.
        line: matplotlib's line style, to tell cases of one colour apart.
    """

    name: str
    kind: Kind
    way: Way
    profile: Profile
    colour: str
    line: str = "-"

    @property
    def options(self) -> tuple[str, ...]:
        """The server's options for one core and as many sessions as come."""
        workers = ("--face-workers", "1")
        if self.kind == "emochat":
            return (*workers, "--max-sessions", str(MAX_SESSIONS))
        return workers


CASES = (
    Case("EmoChat, analysis profile, VP8", "emochat", "whip", ANALYSIS_VP8, "emochat"),
    Case("EmoChat, analysis profile, H264", "emochat", "whip", ANALYSIS_H264, "emochat", "--"),
    Case("EmoChat, default camera", "emochat", "whip", DEFAULT_CAMERA, "emochat", ":"),
    Case("stock aiortc, default camera", "stock-aiortc", "whip", DEFAULT_CAMERA, "stock-aiortc"),
    Case("fastrtc, default camera", "fastrtc", "whip", DEFAULT_CAMERA, "fastrtc"),
    Case("EmoChat, base64 to /predict", "emochat", "predict", DEFAULT_CAMERA, "base64"),
)
