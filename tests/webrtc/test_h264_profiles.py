import pytest
from aiortc.sdp import SessionDescription

from problem import Problem
from tests.webrtc.test_offer import FFMPEG_VIDEO
from webrtc.h264_profiles import with_profiles
from webrtc.offer import parse_offer


@pytest.mark.parametrize("profile", ["640c1f", "4d001f", "64002A", "422000b"])
def test_an_offer_of_another_profile_alone_is_taken_and_answered_with_it(profile: str) -> None:
    offer = parse_offer(FFMPEG_VIDEO.replace("42e01f", profile))
    (video,) = (s for s in SessionDescription.parse(offer.sdp).media if s.kind == "video")
    assert [codec.parameters["profile-level-id"] for codec in video.rtp.codecs] == ["42e01f"]
    assert f"profile-level-id={profile}" in with_profiles(offer.sdp, offer.h264_profiles)


def test_an_offer_of_a_known_profile_is_left_as_it_is() -> None:
    offer = parse_offer(FFMPEG_VIDEO)
    assert not offer.h264_profiles
    assert offer.sdp == parse_offer(offer.sdp).sdp


def test_a_profile_does_not_help_another_codec() -> None:
    with pytest.raises(Problem, match="no supported video codec"):
        parse_offer(FFMPEG_VIDEO.replace("H264/90000", "H265/90000").replace("42e01f", "640c1f"))
