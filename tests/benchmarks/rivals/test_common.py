import json

import pytest
from aioice import ice
from aiortc import RTCConfiguration, RTCPeerConnection

from analysis.face_pool import TimedReading
from analysis.labels import FaceReading, Reason
from benchmarks.loopback import LOOPBACK, offer_loopback, use_only_loopback
from benchmarks.rivals.common import label_text, wire_timestamp

FIRST = 2**32 - 1_000


async def test_a_frames_timestamp_on_the_wire_is_found_again_past_its_wrap_around() -> None:
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    pc.addTransceiver("audio")
    receiver = pc.addTransceiver("video").receiver
    mapper = vars(receiver)["_RTCRtpReceiver__timestamp_mapper"]
    on_the_wire = [FIRST, FIRST + 500, 2_000]
    assert [wire_timestamp(pc, mapper.map(ticks)) for ticks in on_the_wire] == on_the_wire
    await pc.close()


def test_a_label_names_its_frame_and_what_was_seen() -> None:
    reading = FaceReading(face=None, expression=None, reason=Reason.NO_FACE)
    label = json.loads(label_text(TimedReading(reading, 1.0, 1.02), FIRST))
    assert label["type"] == "label"
    assert label["emotion"] == "No face detected"
    assert label["frame"] == {"rtp_timestamp": FIRST}
    assert label["timing_ms"]["infer"] == pytest.approx(20)


def test_loopback_is_offered_beside_other_addresses_or_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ice, "get_host_addresses", lambda use_ipv4, use_ipv6: ["192.0.2.1"])
    offer_loopback()
    assert ice.get_host_addresses(True, True) == ["192.0.2.1", LOOPBACK]
    use_only_loopback()
    assert ice.get_host_addresses(True, True) == [LOOPBACK]
