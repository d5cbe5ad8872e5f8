"""A site of two workers, started once: loading the models takes seconds."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import pytest

from tests.cluster_live.person import Person
from tests.cluster_live.site import KEY, Site, running_site

NewPerson = Callable[..., Awaitable[Person]]

ADDRESS_SESSIONS = 5


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    variables = {
        "EMOCHAT_TRUSTED_PROXIES": "127.0.0.1",
        "EMOCHAT_DRAIN_S": "3",
        "EMOCHAT_ADDRESS_SESSIONS": str(ADDRESS_SESSIONS),
    }
    with running_site(folder, 2, variables) as site:
        yield site
    assert "Traceback" not in site.log(), site.log()


@pytest.fixture
async def http(site: Site) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {KEY}"}
    async with aiohttp.ClientSession(site.url, headers=headers) as http:
        yield http


@pytest.fixture
async def new_person(http: aiohttp.ClientSession) -> AsyncIterator[NewPerson]:
    people: list[Person] = []

    async def begin(**options: Any) -> Person:
        people.append(Person(http))
        await people[-1].begin(**options)
        return people[-1]

    yield begin
    for person in people:
        await person.close()
