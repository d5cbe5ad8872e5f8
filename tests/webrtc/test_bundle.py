"""Offers of `max-bundle` as RFC 8829 section 5.2.1 writes them."""

import re

import pytest
from aiortc.sdp import SessionDescription

from tests.webrtc.conftest import Client
from tests.webrtc.publisher import Publisher
from webrtc.bundle import with_shared_transport
from webrtc.offer import parse_offer

SHARED = r"a=(?:(?:ice-\w+|fingerprint|setup|rtcp):.*|rtcp-mux)\r\n"

MAX_BUNDLE = (
    "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE v a d\r\n"
    "m=audio 0 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=bundle-only\r\na=mid:a\r\n"
    "a=sendonly\r\na=rtpmap:111 opus/48000/2\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:v\r\na=sendonly\r\n"
    "a=ice-ufrag:abcd1234\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=rtcp-mux\r\n"
    f"a=fingerprint:sha-256 {':'.join(['AB'] * 32)}\r\na=setup:actpass\r\n"
    "a=rtpmap:96 VP8/90000\r\n"
    "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=bundle-only\r\n"
    "a=mid:d\r\na=sctp-port:5000\r\n"
)


def bundle_only(sdp: str) -> str:
    """Write an offer anew as `max-bundle` has it."""
    head, first, *others = sdp.split("m=")
    others = [re.sub(SHARED, "", re.sub(r"^(\w+) \d+", r"\1 0", other)) for other in others]
    return "m=".join([head, first, *(f"{other}a=bundle-only\r\n" for other in others)])


class MaxBundlePublisher(Publisher):
    async def offer(self) -> str:
        return bundle_only(await super().offer())


async def test_a_publisher_that_bundles_all_it_can_joins_and_gets_labels(client: Client) -> None:
    publisher = MaxBundlePublisher(client)
    publisher.add_media(audio=True)
    publisher.add_channels("labels", "events")
    offer = await publisher.offer()
    assert (offer.count("a=bundle-only"), offer.count("a=ice-pwd:")) == (2, 1)
    await publisher.join()
    await publisher.start(duration_s=5)
    assert (await publisher.wait_for_message("label"))["emotion"] == "HAPPY"
    await publisher.close()


def test_the_first_section_of_the_group_speaks_for_those_that_leave_it_out() -> None:
    offer = parse_offer(MAX_BUNDLE)
    assert [media.kind for media in offer.media] == ["audio", "video"]
    assert offer.ice_ufrag == "abcd1234"
    sections = SessionDescription.parse(offer.sdp).media
    passwords = [section.ice.password for section in sections if section.ice is not None]
    assert passwords == ["abcdefghijklmnopqrstuvwx"] * 3
    assert [len(section.dtls.fingerprints) for section in sections if section.dtls] == [1] * 3


def test_what_a_section_says_itself_stays() -> None:
    own = MAX_BUNDLE.replace("a=mid:a\r\n", "a=mid:a\r\na=ice-ufrag:efgh\r\n")
    audio = with_shared_transport(own).split("m=")[1]
    assert re.findall(r"a=ice-ufrag:(\w+)", audio) == ["efgh"]
    assert "a=ice-pwd:abcdefghijklmnopqrstuvwx" in audio


@pytest.mark.parametrize("group", ["", " ", " x v"])
def test_a_group_whose_first_section_is_not_there_speaks_for_none(group: str) -> None:
    text = MAX_BUNDLE.replace("BUNDLE v a d", f"BUNDLE{group}")
    assert with_shared_transport(text) == text


def test_an_offer_without_such_sections_stays_as_it_is() -> None:
    text = MAX_BUNDLE.replace("a=bundle-only\r\n", "")
    assert with_shared_transport(text) == text
