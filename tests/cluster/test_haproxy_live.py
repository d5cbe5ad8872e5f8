"""The printed configuration in a real HAProxy, before stub workers."""

import asyncio
import os
import pwd
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from cluster.haproxy_text import OFFER_BUFFER_BYTES
from tests.cluster.haproxy_process import (
    WORKER_HEADER,
    Site,
    StubWorker,
    make_certificate,
    site,
    trusting,
)
from tests.cluster.polling import GUARD_S, until, until_true

SECRET = "a-Secret_of-32-characters-0123456"
TOKEN = "w2.5f0c1b2a3d4e5f60.a-Secret_of-32-characters-0123456"


@pytest.fixture
async def three(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path, 3) as running:
        yield running


@pytest.fixture
async def http(three: Site) -> AsyncIterator[ClientSession]:
    async with ClientSession(three.url) as client:
        yield client


async def offer(http: ClientSession, path: str = "/whip", token: str | None = None) -> str:
    headers = {} if token is None else {"EmoChat-Resume": token}
    async with http.post(path, data=b"v=0\r\n", headers=headers) as response:
        return response.headers.get(WORKER_HEADER, str(response.status))


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("worker_id", ["w1", "w2", "w3"])
async def test_a_session_s_requests_reach_its_worker(
    http: ClientSession, method: str, worker_id: str
) -> None:
    async with http.request(method, f"/whip/{worker_id}.{SECRET}") as response:
        assert response.headers[WORKER_HEADER] == worker_id


async def test_events_come_as_they_are_sent(http: ClientSession) -> None:
    async with http.get(f"/whip/w3.{SECRET}/events") as response:
        assert response.headers[WORKER_HEADER] == "w3"
        assert await response.content.readline() == b"data: first\n"


async def test_offers_are_spread_evenly(http: ClientSession) -> None:
    counts = Counter([await offer(http) for _ in range(60)])
    assert set(counts) == {"w1", "w2", "w3"}
    assert all(16 <= count <= 24 for count in counts.values())


async def test_a_redirected_offer_reaches_the_worker_that_it_names(http: ClientSession) -> None:
    assert {await offer(http, "/whip/w2.offer?language=en") for _ in range(6)} == {"w2"}


async def test_a_client_that_resumes_is_sent_to_where_it_was(http: ClientSession) -> None:
    assert {await offer(http, token=TOKEN) for _ in range(6)} == {"w2"}


async def test_a_worker_that_refuses_an_offer_is_not_the_last_word(
    three: Site, http: ClientSession
) -> None:
    three.stubs[1].takes_offers = False
    counts = Counter([await offer(http) for _ in range(12)])
    assert set(counts) == {"w1", "w3"}
    # The same for offers that ask for it by name.
    assert await offer(http, "/whip/w2.offer") in ("w1", "w3")
    assert await offer(http, token=TOKEN) in ("w1", "w3")


async def test_a_whole_offer_is_sent_again(three: Site, http: ClientSession) -> None:
    three.stubs[0].takes_offers = three.stubs[1].takes_offers = False
    body = b"x" * 65_000
    for _ in range(3):
        async with http.post("/whip", data=body) as response:
            assert response.status == 201
            assert int(await response.text()) == len(body) < OFFER_BUFFER_BYTES


async def test_where_all_refuse_their_own_answer_comes_through(
    three: Site, http: ClientSession
) -> None:
    for stub in three.stubs:
        stub.takes_offers = False
    assert await offer(http) == "503"


async def test_a_worker_that_is_not_ready_gets_no_offers_but_its_sessions_requests(
    three: Site, http: ClientSession
) -> None:
    draining = three.stubs[0]
    draining.is_ready = False
    seen = draining.ready_checks
    await until(lambda: draining.ready_checks >= seen + 3)
    before = draining.offers
    assert {await offer(http) for _ in range(12)} == {"w2", "w3"}
    assert draining.offers == before
    async with http.delete(f"/whip/w1.{SECRET}") as response:
        assert response.headers[WORKER_HEADER] == "w1"


async def test_a_dead_worker_s_offers_go_elsewhere_and_its_sessions_are_told(
    three: Site, http: ClientSession
) -> None:
    await three.servers[1].close()
    assert {await offer(http) for _ in range(12)} == {"w1", "w3"}
    assert await offer(http, token=TOKEN) in ("w1", "w3")
    async with http.patch(f"/whip/w2.{SECRET}") as response:
        assert response.status == 503
        assert response.content_type == "application/problem+json"
        assert response.headers["Retry-After"] == "2"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert (await response.json())["status"] == 503


async def test_paths_without_a_worker_are_answered_by_any(http: ClientSession) -> None:
    async with http.get("/whip/report") as response:
        assert response.headers[WORKER_HEADER] in ("w1", "w2", "w3")
    async with http.delete(f"/whip/w9.{SECRET}") as response:
        assert response.headers[WORKER_HEADER] in ("w1", "w2", "w3")


async def test_a_worker_hears_where_a_request_comes_from_and_no_made_up_story(
    three: Site, http: ClientSession
) -> None:
    lies = {
        "X-Forwarded-For": "203.0.113.9",
        "Forwarded": "for=203.0.113.9",
        "X-Forwarded-Host": "elsewhere.example",
        "X-Real-IP": "203.0.113.9",
    }
    async with http.get(f"/whip/w1.{SECRET}", headers=lies) as response:
        assert response.status == 200
    heard = three.stubs[0].headers
    assert heard["X-Forwarded-For"] == ["127.0.0.1"]
    assert heard["X-Forwarded-Proto"] == ["http"]
    assert not {"Forwarded", "X-Forwarded-Host", "X-Real-IP"} & set(heard)


def user_and_root(pid: int) -> tuple[str, Path]:
    process = Path(f"/proc/{pid}")
    return pwd.getpwuid(process.stat().st_uid).pw_name, (process / "root").readlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give up")
async def test_a_proxy_started_as_root_serves_as_the_user_named(tmp_path: Path) -> None:
    certificate = await make_certificate(tmp_path)
    certificate.chmod(0o600)
    async with (
        site(tmp_path, 1, certificate, user="haproxy") as running,
        ClientSession(running.url) as http,
        http.get("/", ssl=trusting(certificate)) as response,
    ):
        assert response.status == 200
        assert user_and_root(running.pid) == ("haproxy", Path("/var/lib/haproxy"))


async def test_a_site_with_a_certificate_speaks_https(tmp_path: Path) -> None:
    certificate = await make_certificate(tmp_path)
    async with (
        site(tmp_path, 1, certificate) as secured,
        ClientSession(secured.url) as http,
        http.get(f"/whip/w1.{SECRET}", ssl=trusting(certificate)) as response,
    ):
        assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert secured.stubs[0].headers["X-Forwarded-Proto"] == ["https"]


async def test_a_worker_that_comes_back_gets_offers_again(three: Site, http: ClientSession) -> None:
    back: StubWorker = three.stubs[2]
    back.is_ready = False
    seen = back.ready_checks
    await until(lambda: back.ready_checks >= seen + 3)
    back.is_ready = True

    async def serves() -> bool:
        return await offer(http) == "w3"

    await until_true(serves)


@pytest.mark.parametrize(
    "request_so_far",
    [
        b"PATCH /whip/w1.secret HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        b"PATCH /whip/w1.secret HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na",
        b"POST /whip HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nv",
    ],
)
async def test_who_sends_a_request_too_slowly_is_cut_off_before_a_worker_hears_of_it(
    tmp_path: Path, request_so_far: bytes
) -> None:
    def hurry(text: str) -> str:
        assert "timeout http-request 10s" in text
        return text.replace("timeout http-request 10s", "timeout http-request 100ms")

    async with site(tmp_path, 1, change=hurry) as running:
        port = int(running.url.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request_so_far)
        async with asyncio.timeout(GUARD_S):
            assert (await reader.read()).startswith(b"HTTP/1.1 408")
        writer.close()
        assert not running.stubs[0].headers
        assert not running.stubs[0].offers


async def test_offers_that_all_workers_refuse_while_they_turn_unready_get_an_answer_each(
    three: Site,
) -> None:
    """Each refusal is tried elsewhere, where nobody is left to try."""
    for stub in three.stubs:
        stub.takes_offers = False
        stub.takes_s = 2.0

    async def offer_alone() -> str:
        async with ClientSession(three.url) as alone:
            return await offer(alone)

    async with asyncio.timeout(GUARD_S), asyncio.TaskGroup() as group:
        offers = [group.create_task(offer_alone()) for _ in range(100)]
        for stub in three.stubs:
            stub.is_ready = False
    assert Counter(task.result() for task in offers) == {"503": 100}
