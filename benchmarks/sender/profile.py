"""What a sender sends: a load of so many sessions, each with a video of one profile."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

Codec = Literal["VP8", "H264"]
Way = Literal["whip", "predict"]


@dataclass(frozen=True, slots=True)
class Profile:
    """A video's codec, size, rate and bitrate.

    Attributes:
        fps: must divide the RTP clock's 90,000 ticks a second.
        temporal_layers: 2 as in WebRTC's L1T2 (VP8 only), else 1.
    """

    codec: Codec
    width_px: int
    height_px: int
    fps: int
    bitrate_bps: int
    temporal_layers: int = 1


DEFAULT_CAMERA = Profile("VP8", 640, 480, 30, 1_000_000)
"""What a page sends that asks getUserMedia for 640x480 and sets nothing else."""

ANALYSIS_VP8 = Profile("VP8", 320, 240, 10, 150_000, temporal_layers=2)
ANALYSIS_H264 = Profile("H264", 320, 240, 10, 150_000)
"""What EmoChat's page sends for analysis."""


@dataclass(frozen=True, slots=True)
class Load:
    """Sessions to run against one server and for how long to measure them.

    Attributes:
        way: "whip" for a video by WebRTC, "predict" for one JPEG a second to /predict.
        url: of the server, without a slash at its end.
        profile: of the video; of a JPEG only the size counts.
        settle_s: of media time before the measurement.
        measure_s: of media time; one label is expected for each second.
    """

    way: Way
    url: str
    profile: Profile
    sessions: int
    settle_s: int
    measure_s: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        return cls(**{**fields, "profile": Profile(**fields["profile"])})
