"""Sessions whose connection breaks, over real aiortc peers and the directory of one process."""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from api.errors import error_middleware
from cluster.door import Door
from cluster.jobs import MADE, JobRunner
from cluster.local import LocalDirectory, LocalRoster
from cluster.local_jobs import LocalJobs
from cluster.membership import Membership
from cluster.places import LocalPlaces
from cluster.quotas import QuotaRules, Quotas
from cluster.rates import LocalRates
from cluster.sessions import Sessions
from cluster.workers import WorkerLoad, WorkerStatus
from composition.cluster import belated_work
from telemetry.metrics import Metrics
from telemetry.sessions import SessionMetrics
from tests.webrtc.conftest import MAX_SESSIONS, sent_owner
from tests.webrtc.publisher import Publisher, QuickWriter
from tests.webrtc.quick_companion import QuickRoom
from tests.webrtc.test_session import cut_off, session_count_is
from webrtc.registry import SessionRegistry
from webrtc.services import SessionServices
from webrtc.signaling import Signaling, add_cors_headers

NewPublisher = Callable[[], Publisher]
Client = TestClient[web.Request, web.Application]

RESUME = "EmoChat-Resume"


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def room() -> QuickRoom:
    return QuickRoom()


@pytest.fixture
def services(services: SessionServices, metrics: Metrics, room: QuickRoom) -> SessionServices:
    return replace(services, observer=SessionMetrics(metrics), companions=[room])


@pytest.fixture
def directory() -> LocalDirectory:
    return LocalDirectory()


@pytest.fixture
def keeper(directory: LocalDirectory) -> Sessions:
    return Sessions(directory, None)


@pytest.fixture
def rules() -> QuotaRules:
    return QuotaRules()


@pytest.fixture
def door(rules: QuotaRules) -> Door:
    membership = Membership(LocalRoster(), "w1", "a:1", lambda: WorkerLoad(0, MAX_SESSIONS))
    return Door(membership, Quotas(rules, LocalPlaces(), LocalRates()), ())


@pytest.fixture
async def registry(
    services: SessionServices, keeper: Sessions, door: Door
) -> AsyncIterator[SessionRegistry]:
    registry = SessionRegistry(services, MAX_SESSIONS, keeper, door)
    yield registry
    await registry.close()


@pytest.fixture
async def client(
    registry: SessionRegistry, services: SessionServices, keeper: Sessions, door: Door
) -> AsyncIterator[Client]:
    app = web.Application(middlewares=[error_middleware])
    app.on_response_prepare.append(add_cors_headers)
    signaling = Signaling(registry, services.start_rules, sent_owner, keeper=keeper, door=door)
    app.add_routes(signaling.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def joined(publisher: Publisher, token: str | None = None) -> Publisher:
    publisher.add_media()
    publisher.add_channels("labels", "events")
    await publisher.join(**({} if token is None else {RESUME: token}))
    return publisher


async def begun(new_publisher: NewPublisher, labels: int = 2, **options: Any) -> Publisher:
    publisher = await joined(new_publisher())
    await publisher.start(**{"duration_s": 60, **options})
    await publisher.wait_for_message("label", labels)
    return publisher


async def report_of(client: Client, token: str) -> tuple[int, Any]:
    async with client.get("/whip/report", headers={RESUME: token}) as response:
        return response.status, await response.json() if response.status == 200 else None


async def run_job(directory: LocalDirectory, services: SessionServices) -> None:
    """Do what a worker does once nobody came back in time."""
    for held in directory.held():
        held.deadline_s = time.monotonic()
    outcomes: list[str] = []
    work = belated_work(services)
    assert await JobRunner([LocalJobs(directory)], work, outcomes.append).step()
    assert outcomes == [MADE]


async def test_a_client_that_comes_back_goes_on_where_it_was(
    new_publisher: NewPublisher, registry: SessionRegistry, metrics: Metrics, room: QuickRoom
) -> None:
    first = await begun(new_publisher, context="mi día", language="en", duration_s=8)
    await first.close()
    await session_count_is(registry, 0)
    assert not first.messages("ended")
    second = await joined(new_publisher(), first.token)
    assert second.token != first.token

    started = await second.wait_for_message("started")
    assert second.received["events"][0] == started
    assert started["session_id"] == first.messages("started")[0]["session_id"]
    assert started["resumed"] is True
    assert 0.9 <= started["elapsed_s"] < 8.0
    assert started["duration_s"] == 8
    begun_first, begun_again = (each.options["begun_at"] for each in room.companions)
    assert begun_first == begun_again

    await second.wait_for_message("ended")
    before, after = ([label["seq"] for label in p.messages("label")] for p in (first, second))
    # What was under way when the connection broke never arrives.
    assert before == list(range(1, len(before) + 1))
    assert after == list(range(after[0], after[-1] + 1))
    assert before[-1] < after[0]
    n_labels = after[-1]
    report = second.messages("report")[0]
    times_s = [moment["time_s"] for moment in report["timeline"]]
    assert times_s == sorted(times_s)
    assert len(times_s) == n_labels
    assert report["stats"]["duration_s"] == 8.0
    assert report["privacy"]["frames_analysed"] == n_labels
    assert second.messages("analysis")[-1]["text"] == f"{n_labels} readings, en: mi día"
    counted = metrics.exposition().decode()
    assert "emochat_sessions_started_total 1.0" in counted
    assert "emochat_sessions_resumed_total 1.0" in counted


async def test_a_client_that_comes_back_before_its_loss_was_noticed_goes_on(
    new_publisher: NewPublisher, registry: SessionRegistry
) -> None:
    first = await begun(new_publisher)
    cut_off(first)
    second = await joined(new_publisher(), first.token)
    started = await second.wait_for_message("started")
    assert started["session_id"] == first.messages("started")[0]["session_id"]
    await second.wait_for_message("label")
    await session_count_is(registry, 1)


async def test_a_used_token_is_worth_nothing_and_does_no_harm(
    client: Client, new_publisher: NewPublisher
) -> None:
    first = await begun(new_publisher)
    await first.close()
    second = await joined(new_publisher(), first.token)
    await second.wait_for_message("label")
    third = new_publisher()
    third.add_media()
    third.add_channels("events")
    headers = {"Content-Type": "application/sdp", RESUME: first.token}
    async with client.post("/whip", data=await third.offer(), headers=headers) as response:
        assert response.status == 404
    await second.wait_for_message("label", 2)


async def test_who_never_comes_back_finds_the_report_once_it_is_made(
    client: Client,
    new_publisher: NewPublisher,
    directory: LocalDirectory,
    services: SessionServices,
    registry: SessionRegistry,
) -> None:
    publisher = await begun(new_publisher, context="hola")
    await publisher.close()
    await session_count_is(registry, 0)
    assert await report_of(client, publisher.token) == (202, None)
    await run_job(directory, services)
    status, report = await report_of(client, publisher.token)
    assert status == 200
    analysis, told, ended = report["messages"]
    assert analysis["done"] is True
    assert analysis["text"].endswith("es: hola")
    assert len(told["timeline"]) == len(publisher.messages("label"))
    assert ended == {"type": "ended", "reason": "connection_lost"}
    late = new_publisher()
    late.add_media()
    headers = {"Content-Type": "application/sdp", RESUME: publisher.token}
    async with client.post("/whip", data=await late.offer(), headers=headers) as response:
        assert response.status == 409
        assert "</whip/report>" in response.headers["Link"]


async def test_a_client_lost_during_the_analysis_finds_the_report(
    client: Client, new_publisher: NewPublisher, writer: QuickWriter, registry: SessionRegistry
) -> None:
    writer.may_finish.clear()
    publisher = await begun(new_publisher)
    publisher.send({"type": "stop"})
    await publisher.wait_for_message("analysis", 2)
    await publisher.close()
    assert await report_of(client, publisher.token) == (202, None)
    writer.may_finish.set()
    await session_count_is(registry, 0)
    status, report = await report_of(client, publisher.token)
    assert status == 200
    assert [message["type"] for message in report["messages"]] == ["analysis", "report", "ended"]
    assert report["messages"][-1]["reason"] == "stopped"


async def test_who_stopped_and_comes_back_gets_the_end_and_no_more_labels(
    new_publisher: NewPublisher, writer: QuickWriter
) -> None:
    writer.may_finish.clear()
    first = await begun(new_publisher)
    first.send({"type": "stop"})
    await first.wait_for_message("analysis", 2)
    second = await joined(new_publisher(), first.token)
    await second.wait_for_message("started")
    writer.may_finish.set()
    ended = await second.wait_for_message("ended")
    assert ended["reason"] == "stopped"
    assert second.messages("report")


async def test_a_normal_end_can_be_fetched_too(client: Client, new_publisher: NewPublisher) -> None:
    publisher = await begun(new_publisher)
    publisher.send({"type": "stop"})
    await publisher.wait_for_message("ended")
    status, report = await report_of(client, publisher.token)
    assert status == 200
    assert report["messages"][1] == publisher.messages("report")[0]


async def test_what_is_deleted_is_gone(client: Client, new_publisher: NewPublisher) -> None:
    publisher = await begun(new_publisher)
    assert (await client.delete(publisher.location)).status == 200
    assert await report_of(client, publisher.token) == (404, None)


async def erase(client: Client, token: str) -> int:
    async with client.delete("/whip/report", headers={RESUME: token}) as response:
        return response.status


async def test_what_is_erased_while_its_connection_is_broken_is_gone(
    client: Client,
    new_publisher: NewPublisher,
    directory: LocalDirectory,
    registry: SessionRegistry,
) -> None:
    publisher = await begun(new_publisher)
    await publisher.close()
    await session_count_is(registry, 0)
    assert (await client.delete(publisher.location)).status == 404
    assert await erase(client, publisher.token) == 204
    assert await report_of(client, publisher.token) == (404, None)
    assert not directory.held()
    assert await erase(client, publisher.token) == 404


async def test_a_session_whose_loss_is_unnoticed_is_erased_without_analysis_or_memory(
    client: Client,
    new_publisher: NewPublisher,
    registry: SessionRegistry,
    room: QuickRoom,
    writer: QuickWriter,
) -> None:
    publisher = await begun(new_publisher)
    cut_off(publisher)
    assert await erase(client, publisher.token) == 204
    await session_count_is(registry, 0)
    assert writer.calls == 0
    assert room.companions[0].steps == ["run", "ended"]
    assert await report_of(client, publisher.token) == (404, None)


async def test_an_analysis_that_is_being_written_ends_with_its_session(
    client: Client, new_publisher: NewPublisher, registry: SessionRegistry, writer: QuickWriter
) -> None:
    writer.may_finish.clear()
    publisher = await begun(new_publisher)
    publisher.send({"type": "stop"})
    await publisher.wait_for_message("analysis", 2)
    cut_off(publisher)
    assert await erase(client, publisher.token) == 204
    await session_count_is(registry, 0)
    assert await report_of(client, publisher.token) == (404, None)


async def test_a_report_that_is_erased_takes_nothing_from_the_end_of_its_session(
    client: Client, new_publisher: NewPublisher, registry: SessionRegistry, room: QuickRoom
) -> None:
    publisher = await begun(new_publisher)
    publisher.send({"type": "stop"})
    await publisher.wait_for_message("ended")
    assert await erase(client, publisher.token) == 204
    assert await report_of(client, publisher.token) == (404, None)
    await session_count_is(registry, 0)
    assert room.companions[0].steps == ["run", "ended", "catch_up", "conclude", "close"]


async def test_who_ends_a_session_before_it_has_come_back_erases_it(
    client: Client, new_publisher: NewPublisher, registry: SessionRegistry
) -> None:
    first = await begun(new_publisher)
    await first.close()
    await session_count_is(registry, 0)
    second = new_publisher()
    second.add_media()
    headers = {"Content-Type": "application/sdp", RESUME: first.token}
    async with client.post("/whip", data=await second.offer(), headers=headers) as response:
        location, token = response.headers["Location"], response.headers[RESUME]
    assert (await client.delete(location)).status == 200
    for each in (first.token, token):
        assert await report_of(client, each) == (404, None)


async def test_only_who_has_the_token_erases(client: Client, new_publisher: NewPublisher) -> None:
    publisher = await begun(new_publisher)
    guess = publisher.token[:-1] + ("A" if publisher.token[-1] != "A" else "B")
    assert await erase(client, guess) == 404
    assert (await client.delete("/whip/report")).status == 400
    await publisher.wait_for_message("label", len(publisher.messages("label")) + 1)


async def test_a_session_that_goes_on_elsewhere_ends_here_without_a_word(
    new_publisher: NewPublisher, registry: SessionRegistry, keeper: Sessions
) -> None:
    publisher = await begun(new_publisher)
    await keeper.resume(publisher.token)
    await session_count_is(registry, 0)
    assert not publisher.messages("ended")
    assert not publisher.messages("report")


async def test_a_server_among_others_hands_its_sessions_over(
    new_publisher: NewPublisher, registry: SessionRegistry, keeper: Sessions
) -> None:
    publisher = await begun(new_publisher)
    await registry.close(hand_over=True)
    assert not publisher.messages("ended")
    resumed = await keeper.resume(publisher.token)
    assert resumed.head["elapsed_s"] >= 0.9
    assert len(resumed.entries) == len(publisher.messages("label"))


async def test_a_server_that_drains_takes_nobody_and_lets_sessions_go_on(
    client: Client, new_publisher: NewPublisher, registry: SessionRegistry
) -> None:
    publisher = await begun(new_publisher)
    registry.begin_draining()
    other = new_publisher()
    other.add_media()
    headers = {"Content-Type": "application/sdp"}
    async with client.post("/whip?consent=true", data=await other.offer(), headers=headers) as r:
        assert r.status == 503
        assert int(r.headers["Retry-After"]) >= 1
    await publisher.wait_for_message("label", len(publisher.messages("label")) + 1)


class BusyHere:
    """A roster where another worker is free."""

    async def announce(self, status: WorkerStatus) -> None:
        pass

    async def withdraw(self, worker_id: str) -> None:
        pass

    async def some_workers(self) -> Sequence[WorkerStatus]:
        return [WorkerStatus("w2", "b:1", WorkerLoad(0, 10))]


async def test_an_offer_goes_to_a_worker_that_is_freer_but_only_once(
    services: SessionServices, registry: SessionRegistry, new_publisher: NewPublisher
) -> None:
    membership = Membership(BusyHere(), "w1", "a:1", lambda: WorkerLoad(9, 10))
    await membership.beat()
    door = Door(membership, Quotas(QuotaRules(), LocalPlaces(), LocalRates()), ())
    app = web.Application(middlewares=[error_middleware])
    app.add_routes(Signaling(registry, services.start_rules, door=door).routes())
    publisher = new_publisher()
    publisher.add_media()
    sdp, headers = await publisher.offer(), {"Content-Type": "application/sdp"}
    query = "?consent=true&context=a%20b"
    async with TestClient(TestServer(app)) as client:
        to: dict[str, Any] = {"data": sdp, "headers": headers, "allow_redirects": False}
        async with client.post("/whip" + query, **to) as response:
            assert response.status == 307
            assert response.headers["Location"] == "/whip/w2.offer" + query
        async with client.post("/whip/w2.offer" + query, **to) as response:
            assert response.status == 201


@pytest.mark.parametrize("rules", [QuotaRules(key_sessions=1)])
async def test_a_key_s_places_come_back_with_the_end_of_its_sessions(
    client: Client, new_publisher: NewPublisher, registry: SessionRegistry
) -> None:
    async def offer() -> int:
        publisher = new_publisher()
        publisher.add_media()
        headers = {"Content-Type": "application/sdp", "X-Api-Key": "one"}
        query = "?consent=true"
        sdp = await publisher.offer()
        async with client.post("/whip" + query, data=sdp, headers=headers) as response:
            if response.status == 201:
                await client.delete(response.headers["Location"])
            return response.status

    first = new_publisher()
    first.add_media()
    await first.join("?consent=true", **{"X-Api-Key": "one"})
    assert await offer() == 429
    await client.delete(first.location)
    await session_count_is(registry, 0)
    assert await offer() == 201


async def test_the_headers_of_resumption_may_be_read_and_sent_by_pages_of_any_origin(
    client: Client,
) -> None:
    for path in ("/whip", "/whip/report"):
        response = await client.options(path)
        assert "DELETE" in response.headers["Access-Control-Allow-Methods"]
        for name in ("Allow", "Expose"):
            assert RESUME in response.headers[f"Access-Control-{name}-Headers"]
    unknown = await client.get("/whip/report", headers={RESUME: "nothing.of.ours"})
    assert unknown.status == 404
    assert (await client.get("/whip/report")).status == 400
