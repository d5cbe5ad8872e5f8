import asyncio
import time

import pytest
from aioice import ice

from benchmarks.loopback import use_only_loopback
from benchmarks.voice.path import Ages, EmoChatReceiver, StockReceiver, Way, _lose, measure
from benchmarks.voice.speech import BIT_RATE, RATE_HZ, encoded, speech, spoken
from benchmarks.voice.track import SpeechTrack
from webrtc.receive.opus_packet import opus_duration

RTP_AUDIO, RTCP_REPORT = bytes([0x80, 0x80 | 111, 0]), bytes([0x80, 200, 0])


class Wire:
    """A transport that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    async def _send_rtp(self, data: bytes) -> None:
        self.sent.append(data)


@pytest.mark.parametrize("packet_ms", [20, 60])
def test_speech_comes_in_whole_packets_at_about_its_bit_rate(packet_ms: int) -> None:
    said = speech(packet_ms)
    assert {opus_duration(data) for data in said.packets} == {said.packet_ticks}
    seconds = len(said.packets) * said.packet_s
    assert seconds == pytest.approx(len(spoken()) / RATE_HZ, abs=0.1)
    bits = 8 * sum(map(len, said.packets))
    assert 0.4 * BIT_RATE < bits / seconds < 1.4 * BIT_RATE


def test_what_is_left_of_a_packet_is_not_sent() -> None:
    assert len(encoded(spoken()[: RATE_HZ // 50 * 3 + 100], 20)) == 3


async def test_a_microphone_gives_packets_when_their_last_sound_was_spoken() -> None:
    track = SpeechTrack(speech(20))
    first = asyncio.create_task(track.recv())
    await asyncio.sleep(0)
    assert track.packets_sent == 0
    track.play()
    packets = [await first, *[await track.recv() for _ in range(3)]]
    assert track.started_s is not None
    assert time.monotonic() - track.started_s >= 4 * 0.02
    assert [packet.pts for packet in packets] == [0, 960, 1920, 2880]
    assert [bytes(packet) for packet in packets] == list(speech(20).packets[:4])


async def test_one_media_packet_is_lost_and_no_report() -> None:
    wire = Wire()
    _lose(wire, 1)
    for data in (RTP_AUDIO, RTCP_REPORT, RTP_AUDIO, RTCP_REPORT, RTP_AUDIO):
        await wire._send_rtp(data)
    assert wire.sent == [RTP_AUDIO, RTCP_REPORT, RTCP_REPORT, RTP_AUDIO]


def test_a_piece_of_sound_is_as_old_as_its_first_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    ages = Ages()
    for start_s, there_s in ((0.5, 10.6), (1.0, 11.1), (2.0, 12.3)):
        monkeypatch.setattr(time, "monotonic", lambda there_s=there_s: there_s)
        ages.note(start_s)
    assert ages.ages_ms(10.0, 1.0, 3.0) == [100.0, 300.0]


async def test_both_receivers_hear_the_same_speech_over_real_connections(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ice, "get_host_addresses", ice.get_host_addresses)
    use_only_loopback()
    ways = [Way("own", EmoChatReceiver, speech(60)), Way("stock", StockReceiver, speech(20))]
    own, stock = await measure(ways, 3.0)
    assert own.packet_ms == 60
    assert 0 < len(own.before_ms) <= 9
    assert 0 < len(own.after_loss_ms) <= 9
    # A sample cannot be used before its packet is full.
    assert min(own.before_ms) >= 60
    assert min(stock.before_ms) >= 20
