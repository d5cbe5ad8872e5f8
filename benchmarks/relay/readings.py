"""What a person sees of a session: when readings come, and how old they are. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.browser import Run
from benchmarks.relay.posting import Post


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of one session.

    Attributes:
        seconds: how long it was watched.
        arrivals_s: when readings came, from its beginning.
        latencies_ms: from a frame's end of encoding to its reading in the page.
    """

    seconds: float
    arrivals_s: list[float]
    latencies_ms: list[float]

    def gaps_s(self) -> list[float]:
        """Return the times between readings, with those before the first and after the last."""
        times_s = [0.0, *self.arrivals_s, self.seconds]
        return [late - early for early, late in zip(times_s, times_s[1:], strict=False)]


def readings_of_run(run: Run) -> Readings:
    """Read a WebRTC session's labels, but for those that say that no video comes."""
    encoded_ms = {frame.rtp_timestamp: frame.encoded_ms for frame in run.frames}
    labels = [
        label
        for label in run.labels
        if label.reason != "no_video" and run.steady_ms <= label.received_ms <= run.ended_ms
    ]
    return Readings(
        seconds=(run.ended_ms - run.steady_ms) / 1000,
        arrivals_s=[(label.received_ms - run.steady_ms) / 1000 for label in labels],
        latencies_ms=[
            label.received_ms - encoded_ms[label.rtp_timestamp]
            for label in labels
            if label.rtp_timestamp is not None and label.rtp_timestamp in encoded_ms
        ],
    )


def readings_of_posts(posts: Sequence[Post]) -> Readings:
    """Read the answers; the session begins with the first one, as a WebRTC session's does."""
    start_ms, *arrivals_ms = (post.received_ms for post in posts)
    return Readings(
        seconds=(arrivals_ms[-1] - start_ms) / 1000 if arrivals_ms else 0.0,
        arrivals_s=[(arrival_ms - start_ms) / 1000 for arrival_ms in arrivals_ms],
        latencies_ms=[post.received_ms - post.encoded_ms for post in posts],
    )
