"""Sessions on a range of UDP ports, behind an announced address."""

from collections.abc import Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from tests.webrtc.publisher import Publisher
from tests.webrtc.receive.test_ice import two_free_ports
from tests.webrtc.test_signaling import offer_of, post, refusal
from webrtc.receive.network import LOOPBACK, Network, UdpPorts

Client = TestClient[Any, Any]
NewPublisher = Callable[[], Publisher]


@pytest.fixture
def network() -> Network:
    return Network((LOOPBACK,), "203.0.113.9", UdpPorts(*two_free_ports()))


async def test_when_the_ports_are_taken_an_offer_is_503_until_a_session_ends(
    client: Client, new_publisher: NewPublisher
) -> None:
    offer = await offer_of(new_publisher)
    first, second = await post(client, offer), await post(client, offer)
    assert (first.status, second.status) == (201, 201)

    refused = await post(client, offer)
    assert await refusal(refused) == (503, "all UDP ports for media are taken")
    assert int(refused.headers["Retry-After"]) > 0

    assert (await client.delete(first.headers["Location"])).status == 200
    assert (await post(client, offer)).status == 201


async def test_the_answer_names_the_announced_address_only(
    client: Client, new_publisher: NewPublisher
) -> None:
    answer = await (await post(client, await offer_of(new_publisher))).text()
    assert " 203.0.113.9 " in answer
    assert LOOPBACK not in answer
