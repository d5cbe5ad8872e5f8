"""The seam that webrtc is wired to."""

import pytest

from cluster.addresses import parse_networks
from cluster.door import Door
from cluster.local import LocalDirectory, LocalRoster
from cluster.membership import Membership
from cluster.places import LocalPlaces
from cluster.quotas import QuotaRules, Quotas
from cluster.rates import LocalRates
from cluster.sessions import Sessions
from cluster.snapshots import MAX_HEAD_BYTES
from cluster.workers import WorkerLoad, WorkerStatus
from problem import Problem
from tests.cluster.conftest import Clock, World

HEAD = {"elapsed_s": 3.0}
ENTRIES = [{"part": "face", "time_s": 1.0}]


async def refusal_of(sessions: Sessions, token: str) -> Problem:
    with pytest.raises(Problem) as raised:
        await sessions.resume(token)
    return raised.value


async def test_a_session_is_saved_taken_over_and_reported(world: World) -> None:
    sessions = Sessions(world.directory, "w1")
    old = sessions.open("s1")
    assert await old.save(HEAD, ENTRIES)
    assert await sessions.find_report(old.token) is None
    resumed = await sessions.resume(old.token)
    assert (resumed.head, list(resumed.entries)) == (HEAD, ENTRIES)
    assert not await old.save(HEAD, ENTRIES)
    assert not await old.finish({})
    assert await resumed.kept.finish({"messages": []})
    assert await sessions.find_report(resumed.kept.token) == {"messages": []}


async def test_that_a_session_is_too_large_to_keep_ends_it_not_and_is_logged_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Sessions(world.directory, "w1").open("s1")
    assert await kept.save(HEAD, ENTRIES)
    for _ in range(3):
        assert await kept.save({"context": "x" * MAX_HEAD_BYTES}, ENTRIES)
    assert [record.getMessage() for record in caplog.records if "too large" in record.msg] == [
        "session s1: it is too large to be kept further"
    ]


async def test_refusals_are_answers(clock: Clock) -> None:
    sessions = Sessions(LocalDirectory(clock=clock), None)
    kept = sessions.open("s1")
    assert (await refusal_of(sessions, kept.token)).status == 404
    await kept.save(HEAD, ENTRIES)
    await kept.finish({})
    over = await refusal_of(sessions, kept.token)
    assert over.status == 409
    assert over.headers["Link"].startswith("</whip/report>")
    with pytest.raises(Problem) as raised:
        await sessions.find_report("nonsense")
    assert raised.value.status == 404


async def test_what_its_person_deletes_is_gone(world: World) -> None:
    sessions = Sessions(world.directory, None)
    kept = sessions.open("s1")
    await kept.save(HEAD, ENTRIES)
    await kept.forget()
    assert (await refusal_of(sessions, kept.token)).status == 404


async def test_what_its_person_erases_with_the_token_is_gone(world: World) -> None:
    sessions = Sessions(world.directory, None)
    kept = sessions.open("s1")
    await kept.save(HEAD, ENTRIES)
    await sessions.erase(kept.token)
    assert (await refusal_of(sessions, kept.token)).status == 404
    with pytest.raises(Problem) as raised:
        await sessions.erase(kept.token)
    assert raised.value.status == 404


class OneOther(LocalRoster):
    """A roster with one idle worker beside this one."""

    async def some_workers(self) -> list[WorkerStatus]:
        return [WorkerStatus("w2", "127.0.0.1:2", WorkerLoad(0, 10))]


def door_of(roster: LocalRoster, sessions: int, rules: QuotaRules | None = None) -> Door:
    load = WorkerLoad(sessions, 10)
    membership = Membership(roster, "w1", "127.0.0.1:1", lambda: load, random=lambda: 0.0)
    quotas = Quotas(rules or QuotaRules(), LocalPlaces(), LocalRates())
    return Door(membership, quotas, parse_networks("127.0.0.1"))


async def test_an_offer_is_taken_sent_on_or_refused() -> None:
    assert door_of(LocalRoster(), 5).find_better("/whip", "", may_redirect=True) is None
    with pytest.raises(Problem) as raised:
        door_of(LocalRoster(), 10).find_better("/whip", "", may_redirect=True)
    assert raised.value.status == 503
    assert raised.value.headers["Retry-After"] == "5"


async def test_an_offer_that_is_sent_on_keeps_its_query() -> None:
    membership = Membership(OneOther(), "w1", "a:1", lambda: WorkerLoad(9, 10))
    await membership.beat()
    quotas = Quotas(QuotaRules(), LocalPlaces(), LocalRates())
    door = Door(membership, quotas, ())
    target = door.find_better("/whip", "consent=true&context=a%20b", may_redirect=True)
    assert target == "/whip/w2.offer?consent=true&context=a%20b"
    assert door.find_better("/whip", "", may_redirect=False) is None


async def test_an_address_behind_our_proxy_is_counted_and_not_the_proxy() -> None:
    door = door_of(LocalRoster(), 0, QuotaRules(address_sessions=1))
    near, far = "203.0.113.9", "198.51.100.7"

    async def admit(session_id: str, address: str) -> None:
        await door.admit(session_id, owner=None, peer="127.0.0.1", forwarded_for=[address])

    await admit("s1", near)
    await admit("s2", far)
    with pytest.raises(Problem) as raised:
        await admit("s3", near)
    assert raised.value.status == 429
    assert int(raised.value.headers["Retry-After"]) >= 1
    await door.leave("s1")
    await admit("s4", near)
