import pytest

from tests.webrtc.receive.opus_stream import encoded, tone
from webrtc.receive.opus_packet import frame_duration, lost_frame_after, opus_duration

SILK_60_MS, HYBRID_20_MS, CELT_2_5_MS = 3 << 3, 13 << 3, 28 << 3


@pytest.mark.parametrize(
    ("data", "ticks"),
    [
        (bytes([SILK_60_MS, 0]), 2_880),
        (bytes([HYBRID_20_MS, 0]), 960),
        (bytes([CELT_2_5_MS, 0]), 120),
        (bytes([HYBRID_20_MS | 1, 0]), 1_920),  # two frames of one size
        (bytes([HYBRID_20_MS | 2, 0]), 1_920),  # two frames
        (bytes([HYBRID_20_MS | 3, 0x80 | 6]), 5_760),  # six frames, bits of VBR above
        (bytes([HYBRID_20_MS]), 960),  # DTX
    ],
)
def test_the_duration_stands_in_the_first_bytes(data: bytes, ticks: int) -> None:
    assert opus_duration(data) == ticks


@pytest.mark.parametrize("packet_ms", [10, 20, 40, 60])
def test_the_duration_is_what_libopus_encoded(packet_ms: int) -> None:
    packets = encoded(tone(0.5), packet_ms)
    assert {opus_duration(data) for data in packets} == {packet_ms * 48}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes([HYBRID_20_MS | 3]),  # the frame count is missing
        bytes([HYBRID_20_MS | 3, 0]),  # no frame
        bytes([HYBRID_20_MS | 3, 7]),  # 140 ms
        bytes([SILK_60_MS | 3, 3]),  # 180 ms
    ],
)
def test_what_is_no_opus_packet_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="Opus packet"):
        opus_duration(data)


def test_a_lost_frame_is_of_the_kind_of_the_last_packets_frames() -> None:
    data = bytes([HYBRID_20_MS | 3, 3, 1, 2, 3])
    assert opus_duration(lost_frame_after(data)) == frame_duration(data) == 960
