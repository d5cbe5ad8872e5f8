"""Two real workers behind a real HAProxy, over a real Redis, and what happens to them."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import pytest

from tests.cluster_live.conftest import ADDRESS_SESSIONS, NewPerson
from tests.cluster_live.person import RESUME, Line, Message, Person, RefusedError
from tests.cluster_live.site import KEY, Site

pytestmark = pytest.mark.timeout(400)

DURATION_S = 12


def check_end(person: Person, end: list[Message]) -> None:
    """Check that a session had one id, one end, and a report of all its seconds."""
    assert len(person.session_ids) == 1
    assert [message["type"] for message in end] == ["analysis", "report", "ended"]
    times_s = [moment["time_s"] for moment in end[1]["timeline"]]
    assert times_s == sorted(times_s)
    assert end[1]["stats"]["duration_s"] == DURATION_S
    assert len(times_s) >= DURATION_S - 3


async def test_the_session_of_a_killed_worker_goes_on_at_another(
    site: Site, new_person: NewPerson
) -> None:
    person = await new_person(duration_s=DURATION_S)
    await person.line.wait_for_message("label", 4)
    was = person.line.worker_id
    site.kill(was)
    end = list(await person.live())
    assert len(person.lines) == 2
    resumed = person.line.messages("started")[0]
    assert resumed["resumed"] is True
    assert 2.0 < resumed["elapsed_s"] < DURATION_S
    check_end(person, end)
    site.wait_until_ready(2)


async def test_who_never_comes_back_finds_one_report(
    site: Site, new_person: NewPerson, http: aiohttp.ClientSession
) -> None:
    person = await new_person(duration_s=600)
    await person.line.wait_for_message("label", 3)
    site.kill(person.line.worker_id)
    end = await person.fetch_report()
    assert [message["type"] for message in end] == ["analysis", "report", "ended"]
    assert end[-1]["reason"] == "connection_lost"
    assert 2 <= len(end[1]["timeline"]) <= 4
    assert await person.fetch_report() == end
    assert site.log().count("report made without it: stored") == 1
    async with http.get("/whip/report", headers={RESUME: person.line.token[:-1] + "_"}) as guess:
        assert guess.status == 404
    site.wait_until_ready(2)


async def test_a_rolling_restart_fails_no_session(site: Site, new_person: NewPerson) -> None:
    people = [await new_person(duration_s=DURATION_S) for _ in range(3)]
    before = {worker_id: site.pid(worker_id) for worker_id in ("w1", "w2")}
    lives = [asyncio.create_task(person.live()) for person in people]
    site.parent.send_signal(signal.SIGHUP)
    for person, end in zip(people, await asyncio.gather(*lives), strict=True):
        check_end(person, list(end))
    async with asyncio.timeout(180):
        while any(site.pid(name) == pid for name, pid in before.items()):
            await asyncio.sleep(0.2)
    await asyncio.to_thread(site.wait_until_ready, 2)


async def test_while_redis_is_away_sessions_go_on_and_begin(
    site: Site, new_person: NewPerson
) -> None:
    assert site.redis is not None
    person = await new_person(duration_s=DURATION_S)
    await person.line.wait_for_message("label", 2)
    await asyncio.to_thread(site.redis.kill)
    other = await new_person(duration_s=5)
    end = list(await other.live())
    assert end[-1]["reason"] == "completed"
    await asyncio.to_thread(site.redis.start)
    # It is saved anew within a second, so that the other worker can take it over.
    await person.line.wait_for_message("label", len(person.messages("label")) + 3)
    site.kill(person.line.worker_id)
    check_end(person, list(await person.live()))
    await asyncio.to_thread(site.wait_until_ready, 2)


async def test_a_worker_that_ends_hands_its_sessions_over(
    site: Site, new_person: NewPerson
) -> None:
    person = await new_person(duration_s=DURATION_S)
    await person.line.wait_for_message("label", 2)
    was = person.line.worker_id
    os.kill(site.pid(was), signal.SIGTERM)
    end = list(await person.live())
    check_end(person, end)
    assert [line.worker_id for line in person.lines[:2]] == [was, "w2" if was == "w1" else "w1"]
    await asyncio.to_thread(site.wait_until_ready, 2)


async def test_what_opens_nothing_is_refused(http: aiohttp.ClientSession) -> None:
    line = Line(http)  # type: ignore[arg-type]
    with pytest.raises(RefusedError) as refusal:
        await line.connect("w1.unknown." + "a" * 32)
    assert refusal.value.status == 404
    await line.close()


async def test_an_address_has_so_many_sessions_and_others_have_theirs(site: Site) -> None:
    async with AsyncExitStack() as open_lines:
        for _ in range(ADDRESS_SESSIONS):
            await open_lines.enter_async_context(_line_from("127.0.0.2", site))
        with pytest.raises(RefusedError) as refusal:
            await open_lines.enter_async_context(_line_from("127.0.0.2", site))
        assert refusal.value.status == 429
        await open_lines.enter_async_context(_line_from("127.0.0.3", site))


@asynccontextmanager
async def _line_from(address: str, site: Site) -> AsyncIterator[Line]:
    """Connect to HAProxy from one of this machine's own addresses."""
    connector = aiohttp.TCPConnector(local_addr=(address, 0))
    headers = {"Authorization": f"Bearer {KEY}"}
    async with aiohttp.ClientSession(site.url, headers=headers, connector=connector) as http:
        line = Line(http)  # type: ignore[arg-type]
        try:
            await line.connect(None)
            yield line
        finally:
            await line.close()
