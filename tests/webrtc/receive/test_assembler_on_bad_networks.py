"""How long the assembler goes without a frame on networks that lose packets, simulated."""

from typing import Any

import pytest

from benchmarks.relay.link import LinkConditions
from tests.webrtc.receive.lossy_stream import KEY_FRAME_PACKETS, LossyStream
from webrtc.receive.assembler import FrameAssembler, MediaPacket

SECONDS = 20.0


def stream(seed: int, **conditions: Any) -> LossyStream:
    link = LinkConditions(**conditions)
    return LossyStream(FrameAssembler(), up=link, down=link, seed=seed)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("loss", "delay_s", "longest_gap_s"),
    [
        # With a label a second, the gap between labels is a second more.
        (0.05, 0.05, 0.75),
        (0.1, 0.05, 1.0),
        (0.2, 0.05, 3.0),
        (0.05, 0.15, 2.0),
        (0.1, 0.15, 3.0),
    ],
)
def test_frames_go_on_despite_loss(
    loss: float, delay_s: float, longest_gap_s: float, seed: int
) -> None:
    lossy = stream(seed, loss=loss, delay_s=delay_s)
    lossy.run(SECONDS)
    assert lossy.longest_gap_s() <= longest_gap_s


@pytest.mark.parametrize("seed", range(4))
def test_frames_go_on_despite_losses_in_bursts(seed: int) -> None:
    lossy = stream(seed, loss=0.1, delay_s=0.05, loss_burst_packets=4)
    lossy.run(SECONDS)
    assert lossy.longest_gap_s() <= 1.5


@pytest.mark.parametrize("seed", range(4))
def test_frames_come_in_order_and_whole(seed: int) -> None:
    lossy = stream(seed, loss=0.1, delay_s=0.05, jitter_s=0.03, may_reorder=True)
    lossy.run(SECONDS)
    timestamps = [frame.rtp_timestamp for _, frame in lossy.frames]
    assert timestamps == sorted(set(timestamps))
    for _, frame in lossy.frames:
        parts = frame.data.decode().split()
        assert len(parts) == int(parts[0].split("/")[1])


@pytest.mark.parametrize("seed", range(4))
def test_reordering_alone_costs_no_frame_and_no_key_frame(seed: int) -> None:
    lossy = stream(seed, delay_s=0.05, jitter_s=0.03, may_reorder=True)
    lossy.run(SECONDS)
    assert lossy.assembler.frames_lost == 0
    assert lossy.key_frame_requests <= 1  # the stream may begin with an overtaken packet


def test_a_key_frame_that_loses_many_packets_is_repaired() -> None:
    lossy = stream(seed=0, delay_s=0.05)
    lossy.is_lost = lambda packet, attempt: (
        packet.rtp_timestamp == 0 and attempt == 0 and 1 <= _part(packet) < KEY_FRAME_PACKETS - 3
    )
    lossy.run(2.0)
    assert lossy.longest_gap_s() < 0.8
    assert lossy.key_frame_requests == 0


def test_the_start_of_a_key_frame_may_be_lost_twice() -> None:
    lossy = stream(seed=0, delay_s=0.05)
    lossy.is_lost = lambda packet, attempt: (
        packet.payload.starts_key_frame and packet.rtp_timestamp > 0 and attempt < 2
    )
    lossy.run(1.0)
    lossy.assembler.require_key_frame()
    lossy.run(3.0)
    assert lossy.longest_gap_s() < 1.2
    assert lossy.key_frame_requests <= 2


def _part(packet: MediaPacket) -> int:
    return int(packet.payload.data.split(b".")[1].split(b"/")[0])
