"""Offers as publishers really send them; refusals are in test_signaling.py."""

import pytest

from problem import Problem
from webrtc import offer as offer_module
from webrtc.offer import MAX_CANDIDATES, MAX_LINES, MAX_MEDIA_SECTIONS, OfferedMedia, parse_offer
from webrtc.trickle import parse_fragment

# The shape of FFmpeg 8.0's WHIP muxer for video alone: its BUNDLE group names a section
# that is not there.
FFMPEG_VIDEO = """v=0
o=FFmpeg 4489045141692799359 2 IN IP4 127.0.0.1
s=FFmpegPublishSession
t=0 0
a=group:BUNDLE 0 1
a=extmap-allow-mixed
a=msid-semantic: WMS
m=video 9 UDP/TLS/RTP/SAVPF 106
c=IN IP4 0.0.0.0
a=ice-ufrag:abcd1234
a=ice-pwd:abcdefghijklmnopqrstuvwx
a=fingerprint:sha-256 {fingerprint}
a=setup:passive
a=mid:1
a=sendonly
a=msid:FFmpeg video
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:106 H264/90000
a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
a=ssrc:1234 cname:FFmpeg
""".replace("{fingerprint}", ":".join(["AB"] * 32))

CANDIDATES = [
    "a=candidate:1 1 udp 2130706431 192.0.2.7 50000 typ host",
    "a=candidate:2 1 udp 2130706430 5e0f7f5d-0a1c-4b6e-8b7e-1a2b3c4d5e6f.local 50001 typ host",
    "a=candidate:3 1 tcp 1518280447 192.0.2.7 9 typ host tcptype active",
    "a=candidate:4 2 udp 2130706429 192.0.2.7 50002 typ host",
    "a=end-of-candidates",
]


def test_ffmpegs_video_offer_is_accepted_with_its_bundle_group_mended() -> None:
    offer = parse_offer(FFMPEG_VIDEO)
    assert offer.media == (OfferedMedia("video", sends=True, plays=False),)
    assert not offer.has_data_channel
    assert offer.ice_ufrag == "abcd1234"
    assert "a=group:BUNDLE 1\r\n" in offer.sdp


def test_candidates_are_taken_out_and_only_those_that_can_pair_are_kept() -> None:
    offer = parse_offer(FFMPEG_VIDEO + "\n".join(CANDIDATES) + "\n")
    assert [(c.ip, c.port) for c in offer.candidates] == [("192.0.2.7", 50_000)]
    assert "candidate" not in offer.sdp


def test_an_offer_cannot_bring_any_number_of_candidates() -> None:
    many = [CANDIDATES[0].replace("50000", str(port)) for port in range(1_000, 1_500)]
    offer = parse_offer(FFMPEG_VIDEO + "\n".join(many) + "\n")
    assert len(offer.candidates) == MAX_CANDIDATES


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["a=ssrc:1 x:y"] * MAX_LINES, "lines"),
        (["m="] * MAX_MEDIA_SECTIONS, "media sections"),
        (["a=rtpmap:96 VP8/90000", "a=rtcp-fb:* nack"] * 200, "feedback"),
    ],
)
def test_an_offer_that_takes_long_to_read_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch, more: list[str], words: str
) -> None:
    monkeypatch.setattr(offer_module, "with_shared_transport", None)
    monkeypatch.setattr(offer_module, "SessionDescription", None)
    with pytest.raises(Problem, match=words) as refusal:
        parse_offer(FFMPEG_VIDEO + "a=bundle-only\n" + "\n".join(more))
    assert refusal.value.status == 422


def test_a_fragment_gives_its_generation_and_usable_candidates() -> None:
    fragment = parse_fragment("a=ice-ufrag:abcd\r\na=mid:0\r\n" + "\r\n".join(CANDIDATES))
    assert fragment.ice_ufrag == "abcd"
    assert len(fragment.candidates) == 1


@pytest.mark.parametrize("text", ["", "  ", "hello", "a=candidate:x", "a=candidate:1 1 udp"])
def test_a_broken_fragment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="fragment|SDP line|candidate"):
        parse_fragment(text)


def test_a_fragment_with_too_many_candidates_is_refused() -> None:
    with pytest.raises(ValueError, match=str(MAX_CANDIDATES)):
        parse_fragment("\n".join([CANDIDATES[0]] * (MAX_CANDIDATES + 1)))
