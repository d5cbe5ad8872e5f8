"""What all rivals share with EmoChat, so that only the way of the frames differs."""

import argparse
import json
from functools import partial

from aiortc import RTCPeerConnection

from analysis.face_pool import FacePool, TimedReading
from analysis.face_reader import FaceReader
from analysis.reading_fields import reading_fields
from vision.model_file import MODELS_DIR, checked_model_path

LABELS = "labels"
"""The data channel that a client opens for labels; without it any other is taken."""

CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "OPTIONS, GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Expose-Headers": "Location",
}
MAX_WAITING = 1000
MODEL = {"name": "face", "version": "the one that EmoChat serves"}


def parse_options(description: str) -> argparse.Namespace:
    """Read the options that servers under test have in common."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--face-workers", type=int, default=1)
    return parser.parse_args()


def build_pool(workers: int) -> FacePool:
    """Make the pool of face readers that EmoChat has, with EmoChat's models."""
    build_reader = partial(FaceReader.load, checked_model_path(), MODELS_DIR)
    return FacePool(build_reader, workers, MAX_WAITING, MODEL)


def wire_timestamp(pc: RTCPeerConnection, pts: int) -> int:
    """Return a decoded video frame's RTP timestamp as on the wire, uint32.

    aiortc 1.16 gives frames the ticks since the stream's first frame; what that one had
    stays in a private place. Only the benchmark needs it, to find the frame's sender time.
    """
    (receiver,) = (r.receiver for r in pc.getTransceivers() if r.kind == "video")
    origin = vars(receiver)["_RTCRtpReceiver__timestamp_mapper"]._origin
    return int(origin + pts) % 2**32


def label_text(timed: TimedReading, rtp_timestamp: int) -> str:
    """Write a `label` message with what a rival knows of it."""
    return json.dumps(
        {
            "type": "label",
            **reading_fields(timed.reading),
            "frame": {"rtp_timestamp": rtp_timestamp},
            "timing_ms": {"infer": round((timed.finished_s - timed.started_s) * 1000, 2)},
        },
        separators=(",", ":"),
    )
