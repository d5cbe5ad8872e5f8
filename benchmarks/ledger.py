"""Where the time of one label went, from the frame's capture to the label in the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.browser import LabelSeen, Run

STAGES = ("encode", "network", "decode", "wait", "infer", "handover", "unsplit")
"""encode: from capture to the end of encoding. network: pacing, transport and assembly of the
frame, and the label's way back. decode, wait and infer: as the server reports them. handover:
the rest of the server's total, between its threads. unsplit: all but encode and infer, of a
server that reports no more than infer."""

SERVER_STAGES = ("decode", "wait", "infer")


@dataclass(frozen=True, slots=True)
class LabelLatency:
    """One label's times in ms.

    Attributes:
        capture_to_label_ms: None where the capture time is unknown.
        stages_ms: those of STAGES that are known; `encode` needs the capture time. They add up.
    """

    capture_to_label_ms: float | None
    encoded_to_label_ms: float
    stages_ms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The labels of one run, and how many of them name a frame that was never sent."""

    latencies: list[LabelLatency]
    unmatched: int


def read_ledger(run: Run) -> Ledger:
    """Match labels with the frames that they are of, once the stream is steady.

    A label that says `no_video` repeats an older frame and is left out.
    """
    encoded_ms = {frame.rtp_timestamp: frame.encoded_ms for frame in run.frames}
    labels = [label for label in run.labels if label.reason != "no_video"]
    matched = [
        (label, encoded_ms[label.rtp_timestamp])
        for label in labels
        if label.rtp_timestamp is not None and label.rtp_timestamp in encoded_ms
    ]
    latencies = [_latency(run, label, at_ms) for label, at_ms in matched if at_ms >= run.steady_ms]
    return Ledger(latencies, len(labels) - len(matched))


def _latency(run: Run, label: LabelSeen, encoded_ms: float) -> LabelLatency:
    encoded_to_label_ms = label.received_ms - encoded_ms
    stages_ms = _stages_ms(encoded_to_label_ms, label.timing_ms)
    if run.capture_clock is None or label.rtp_timestamp is None:
        return LabelLatency(None, encoded_to_label_ms, stages_ms)
    captured_ms = run.capture_clock.capture_ms(label.rtp_timestamp)
    return LabelLatency(
        label.received_ms - captured_ms,
        encoded_to_label_ms,
        {"encode": encoded_ms - captured_ms, **stages_ms},
    )


def _stages_ms(encoded_to_label_ms: float, timing_ms: Mapping[str, float]) -> dict[str, float]:
    if "total" not in timing_ms:
        infer_ms = timing_ms["infer"]
        return {"infer": infer_ms, "unsplit": encoded_to_label_ms - infer_ms}
    server_ms = {stage: timing_ms[stage] for stage in SERVER_STAGES}
    return {
        "network": encoded_to_label_ms - timing_ms["total"],
        **server_ms,
        "handover": timing_ms["total"] - sum(server_ms.values()),
    }


def stage_values(latencies: Iterable[LabelLatency], stage: str) -> Sequence[float]:
    """Return the stage's time of every label that knows it, in ms."""
    return [each.stages_ms[stage] for each in latencies if stage in each.stages_ms]
