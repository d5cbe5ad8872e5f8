"""WHIP over HTTP, as RFC 9725 lists its answers."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from aiortc.mediastreams import AudioStreamTrack

from tests.webrtc.conftest import MAX_SESSIONS
from tests.webrtc.publisher import MovingPicture, Publisher
from webrtc.registry import SessionRegistry
from webrtc.signaling import MAX_SDP_BYTES

Client = TestClient[Any, Any]
NewPublisher = Callable[[], Publisher]
SDP = {"Content-Type": "application/sdp"}
FRAGMENT = {"Content-Type": "application/trickle-ice-sdpfrag"}


async def offer_of(new_publisher: NewPublisher) -> str:
    publisher = new_publisher()
    publisher.add_media(audio=True)
    publisher.add_channels("events")
    return await publisher.offer()


async def post(client: Client, sdp: str, query: str = "") -> Any:
    return await client.post("/whip" + query, data=sdp, headers=SDP)


async def refusal(response: Any) -> tuple[int, str]:
    assert response.content_type == "application/problem+json"
    body = await response.json()
    assert body["status"] == response.status
    assert body["error"] == body["detail"]
    return response.status, body["detail"]


async def test_an_offer_is_answered_with_201_and_the_sessions_url(
    client: Client, new_publisher: NewPublisher, registry: SessionRegistry
) -> None:
    response = await post(client, await offer_of(new_publisher))
    assert response.status == 201
    assert response.content_type == "application/sdp"
    location = response.headers["Location"]
    assert re.fullmatch(r"/whip/[\w-]{32}", location)
    assert re.fullmatch(r'"[0-9a-f]+"', response.headers["ETag"])
    assert f"<{location}/events>" in response.headers["Link"]
    resource = registry.find(location.removeprefix("/whip/"))
    assert resource is not None
    assert resource.session.id not in location


async def test_the_answer_only_receives_and_holds_all_candidates(
    client: Client, new_publisher: NewPublisher
) -> None:
    answer = await (await post(client, await offer_of(new_publisher))).text()
    assert answer.count("a=recvonly") == 2
    assert "a=candidate:" in answer
    assert " 127.0.0.1 " in answer
    assert "a=end-of-candidates" in answer


async def test_gathering_asks_no_stun_server(
    client: Client, new_publisher: NewPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    sdp = await offer_of(new_publisher)
    asked: list[object] = []
    monkeypatch.setattr("aioice.ice.server_reflexive_candidate", lambda *a: asked.append(a))
    assert (await post(client, sdp)).status == 201
    assert not asked


async def test_a_wrong_content_type_is_415(client: Client) -> None:
    response = await client.post("/whip", data="v=0", headers={"Content-Type": "text/plain"})
    status, detail = await refusal(response)
    assert status == 415
    assert "application/sdp" in detail
    assert response.headers["Accept-Post"] == "application/sdp"


@pytest.mark.parametrize(
    "sdp",
    [
        "",
        "hello",
        "v=0",
        "v=0\r\nm=video",
        "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF x\r\n",
        "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8\r\n",
        "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=setup:nonsense\r\n",
        "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=fmtp:97 a=b\r\n",
        "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=candidate:1\r\n",
    ],
)
async def test_a_broken_offer_is_400(client: Client, sdp: str, registry: SessionRegistry) -> None:
    status, _ = await refusal(await post(client, sdp))
    assert status == 400
    assert registry.count == 0


async def test_an_offer_that_is_no_text_is_400(client: Client) -> None:
    response = await client.post("/whip", data=b"\xff\xfe\x00", headers=SDP)
    assert (await refusal(response))[0] == 400


async def test_an_offer_over_64_kib_is_413(client: Client) -> None:
    response = await post(client, "v=0\r\n" + "a=x\r\n" * (MAX_SDP_BYTES // 5))
    assert (await refusal(response))[0] == 413


@pytest.mark.parametrize(
    ("find", "replace", "named"),
    [
        (r"VP8|H264|rtx", "AV1", "video codec"),
        (r"opus|G722|PCMU|PCMA", "speex", "audio codec; supported: opus"),
        (r"a=sendrecv|a=sendonly", "a=recvonly", "recvonly"),
        (r"a=sendrecv|a=sendonly", "a=inactive", "media is sent"),
        (r"a=rtcp-mux\r\n", "", "rtcp-mux"),
        (r"a=group:BUNDLE.*\r\n", "", "BUNDLE"),
        (r"a=mid:.*\r\n", "", "mid"),
        (r"m=application", "m=text", "text"),
    ],
)
async def test_a_valid_offer_that_is_not_supported_is_422(
    client: Client,
    new_publisher: NewPublisher,
    registry: SessionRegistry,
    find: str,
    replace: str,
    named: str,
) -> None:
    sdp = re.sub(find, replace, await offer_of(new_publisher))
    status, detail = await refusal(await post(client, sdp))
    assert status == 422
    assert named in detail
    assert registry.count == 0


async def test_two_tracks_of_one_kind_are_422(client: Client, new_publisher: NewPublisher) -> None:
    publisher = new_publisher()
    publisher.add_media()
    publisher.add_media()
    status, detail = await refusal(await post(client, await publisher.offer()))
    assert status == 422
    assert "more than one video" in detail


@pytest.mark.parametrize("kinds", [("video", "audio"), ("audio", "video"), ("video", "video")])
async def test_a_section_that_is_inactive_is_answered_so_and_the_other_is_read(
    new_publisher: NewPublisher, kinds: tuple[str, str]
) -> None:
    publisher = new_publisher()
    publisher.pc.addTransceiver(kinds[0], direction="inactive")
    track = MovingPicture() if kinds[1] == "video" else AudioStreamTrack()
    publisher.pc.addTransceiver(track, direction="sendonly")
    publisher.add_channels("labels", "events")
    await publisher.join()
    inactive, active, _ = publisher.answer.split("m=")[1:]
    assert [f"a={d}" in inactive for d in ("inactive", "recvonly")] == [True, False]
    assert "a=recvonly" in active
    await publisher.start(duration_s=5, voice=True)
    await publisher.wait_for_message("label" if kinds[1] == "video" else "voice")


async def test_a_data_channel_alone_is_422(client: Client, new_publisher: NewPublisher) -> None:
    publisher = new_publisher()
    publisher.add_channels("events")
    assert (await refusal(await post(client, await publisher.offer())))[0] == 422


async def test_without_any_way_to_consent_the_offer_is_403(
    client: Client, new_publisher: NewPublisher
) -> None:
    publisher = new_publisher()
    publisher.add_media()
    status, detail = await refusal(await post(client, await publisher.offer()))
    assert status == 403
    assert "consent=true" in detail


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("duration_s=1", "duration_s"),
        ("duration_s=nan", "duration_s"),
        ("duration_s=soon", "duration_s"),
        ("language=fr", "language"),
        ("context=" + "a" * 2_001, "context"),
    ],
)
async def test_a_wrong_query_is_400(
    client: Client, new_publisher: NewPublisher, query: str, named: str
) -> None:
    publisher = new_publisher()
    publisher.add_media()
    response = await post(client, await publisher.offer(), "?consent=true&" + query)
    status, detail = await refusal(response)
    assert status == 400
    assert named in detail


async def test_a_full_server_is_503_with_retry_after_until_a_session_ends(
    client: Client, new_publisher: NewPublisher
) -> None:
    sdp = await offer_of(new_publisher)
    taken = [await post(client, sdp) for _ in range(MAX_SESSIONS)]
    refused = await post(client, sdp)
    assert (await refusal(refused))[0] == 503
    assert int(refused.headers["Retry-After"]) > 0
    await client.delete(taken[0].headers["Location"])
    assert (await post(client, sdp)).status == 201


async def test_delete_ends_the_session_once(client: Client, new_publisher: NewPublisher) -> None:
    location = (await post(client, await offer_of(new_publisher))).headers["Location"]
    assert (await client.delete(location)).status == 200
    assert (await refusal(await client.delete(location)))[0] == 404
    assert (await refusal(await client.patch(location, headers=FRAGMENT)))[0] == 404
    assert (await refusal(await client.get(location + "/events")))[0] == 404


async def test_get_on_endpoint_and_session_has_no_content(
    client: Client, new_publisher: NewPublisher
) -> None:
    assert (await client.get("/whip")).status == 204
    location = (await post(client, await offer_of(new_publisher))).headers["Location"]
    assert (await client.get(location)).status == 204


async def test_preflight_tells_what_a_page_of_another_origin_may_do(client: Client) -> None:
    response = await client.options("/whip", headers={"Origin": "https://example.org"})
    assert response.status == 200
    assert response.headers["Accept-Post"] == "application/sdp"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "PATCH" in response.headers["Access-Control-Allow-Methods"]
    assert "If-Match" in response.headers["Access-Control-Allow-Headers"]


async def test_refusals_can_be_read_by_pages_of_another_origin(client: Client) -> None:
    response = await post(client, "hello")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in response.headers["Access-Control-Expose-Headers"]


class Trickle:
    """A session to trickle to."""

    def __init__(self, client: Client, response: Any, offer: str) -> None:
        self.client = client
        self.location = response.headers["Location"]
        self.etag = response.headers["ETag"]
        ufrag = re.search(r"a=ice-ufrag:(\S+)", offer)
        assert ufrag is not None
        self.ufrag = ufrag[1]

    def body(self, candidate: str = "1 1 udp 2130706431 127.0.0.1 50000 typ host") -> str:
        return (
            f"a=ice-ufrag:{self.ufrag}\r\na=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa\r\n"
            f"m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=candidate:{candidate}\r\n"
        )

    async def patch(self, body: str, **headers: str) -> Any:
        sent = {**FRAGMENT, "If-Match": self.etag, **headers}
        kept = {name: value for name, value in sent.items() if value}
        return await self.client.patch(self.location, data=body, headers=kept)


@pytest.fixture
async def trickle(client: Client, new_publisher: NewPublisher) -> Trickle:
    offer = await offer_of(new_publisher)
    return Trickle(client, await post(client, offer), offer)


@pytest.mark.parametrize(
    "candidate",
    [
        "1 1 udp 2130706431 127.0.0.1 50000 typ host",
        "2 1 tcp 1518280447 127.0.0.1 9 typ host tcptype active",
        "3 1 udp 2113937151 5e0f7f5d-0a1c-4b6e-8b7e-1a2b3c4d5e6f.local 50000 typ host",
        "4 1 udp 2130706431 not-an-address 50000 typ host",
    ],
)
async def test_a_candidate_is_taken_or_silently_passed_over(
    trickle: Trickle, candidate: str
) -> None:
    response = await trickle.patch(trickle.body(candidate) + "a=end-of-candidates\r\n")
    assert response.status == 204
    assert "ETag" not in response.headers
    assert await response.read() == b""


async def test_trickle_needs_the_right_type_etag_and_form(trickle: Trickle) -> None:
    body = trickle.body()
    wrong_type = await trickle.patch(body, **{"Content-Type": "text/plain"})
    assert (await refusal(wrong_type))[0] == 415
    assert (await refusal(await trickle.patch(body, **{"If-Match": ""})))[0] == 428
    assert (await refusal(await trickle.patch(body, **{"If-Match": '"old"'})))[0] == 412
    assert (await refusal(await trickle.patch("hello")))[0] == 400
    assert (await refusal(await trickle.patch(trickle.body("nonsense"))))[0] == 400


async def test_an_ice_restart_is_422(trickle: Trickle) -> None:
    body = trickle.body().replace(trickle.ufrag, "new1")
    response = await trickle.patch(body, **{"If-Match": "*"})
    assert (await refusal(response))[0] == 422
