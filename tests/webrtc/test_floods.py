"""Who sends too much, too badly or reads too little, against the real signaling."""

import asyncio
import random
import resource
import socket
import time
from collections.abc import Callable

import pytest
from aiohttp import ClientSession

from tests.security.offers import offer_text
from tests.security.test_fuzzing import TELLING
from tests.webrtc.conftest import Client
from tests.webrtc.publisher import Publisher
from webrtc.receive.sctp_guard import MESSAGES_AT_ONCE
from webrtc.registry import SessionRegistry

OFFERS = 10_000
AT_ONCE = 20
SEED = 7
MAX_GROWTH_KIB = 64 * 1024


def broken(chance: random.Random) -> bytes:
    """Return an offer with some of its bytes replaced, cut or doubled, and never whole."""
    data = bytearray(offer_text([("192.0.2.7", 5)]).encode())
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 40)] = chance.choice(TELLING)
    return bytes(data[: chance.randint(1, len(data) - 80)])


async def test_ten_thousand_malformed_offers_leave_nothing_behind(
    client: Client, registry: SessionRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(SEED)
    tasks_before = len(asyncio.all_tasks())
    used_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    statuses: dict[int, int] = {}

    async def send(session: ClientSession, count: int) -> None:
        for _ in range(count):
            async with session.post(
                client.make_url("/whip"),
                data=broken(chance),
                headers={"Content-Type": "application/sdp"},
            ) as response:
                await response.read()
                statuses[response.status] = statuses.get(response.status, 0) + 1

    async with ClientSession() as session, asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(send(session, OFFERS // AT_ONCE))
    assert sum(statuses.values()) == OFFERS
    assert set(statuses) <= {400, 403, 422}
    assert registry.count == 0
    assert [record for record in caplog.records if record.levelname in ("ERROR", "WARNING")] == []
    async with asyncio.timeout(10):
        while len(asyncio.all_tasks()) > tasks_before + 1:
            await asyncio.sleep(0.01)
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used_kib
    assert grown_kib < MAX_GROWTH_KIB


async def test_a_client_that_floods_its_data_channel_loses_its_session_and_harms_no_other(
    new_publisher: Callable[[], Publisher], registry: SessionRegistry
) -> None:
    quiet, loud = new_publisher(), new_publisher()
    for publisher in (quiet, loud):
        publisher.add_media()
        publisher.add_channels("labels", "events")
        await publisher.join()
        await publisher.start()
        await publisher.wait_for_message("label")
    for number in range(3 * int(MESSAGES_AT_ONCE)):
        loud.send({"type": "ping", "t": number})
    async with asyncio.timeout(20):
        while registry.count > 1:
            await asyncio.sleep(0.01)
    labels = len(quiet.messages("label"))
    await quiet.wait_for_message("label", labels + 2)


async def test_a_reader_of_events_that_never_reads_does_not_outlive_its_session(
    client: Client, new_publisher: Callable[[], Publisher], registry: SessionRegistry
) -> None:
    publisher = new_publisher()
    publisher.add_media()
    publisher.add_channels("events")
    await publisher.join()
    await publisher.start()
    assert client.server is not None
    reader, writer = await asyncio.open_connection(client.server.host, client.server.port)
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    writer.write(f"GET {publisher.location}/events HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    await publisher.wait_for_message("label", 2)
    started_s = time.monotonic()
    publisher.send({"type": "stop"})
    await publisher.wait_for_message("ended")
    async with asyncio.timeout(20):
        while registry.count:
            await asyncio.sleep(0.01)
    assert time.monotonic() - started_s < 20
    writer.close()
