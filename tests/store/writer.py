"""A process that stores messages until it is killed, and prints what was acknowledged.

Usage: python -m tests.store.writer DATABASE_URL CONTEXT NAME APPENDS
Prints `ready`, then `LANE NUMBER` after each append, and `done`.
"""

import asyncio
import sys

from store.contexts import ContextStore
from store.databases import Database, SqliteFile, parse_database_url
from tests.store.turns import NOW, OWNER, turn

LANES = 3
TURNS_AN_APPEND = 3


def url_of(database: Database) -> str:
    return f"sqlite:///{database.path}" if isinstance(database, SqliteFile) else database.dsn


def external_ids(name: str, lane: int, number: int) -> list[str]:
    return [f"{name}-{lane}-{number}-{index}" for index in range(TURNS_AN_APPEND)]


async def write(store: ContextStore, context: str, name: str, lane: int, appends: int) -> None:
    for number in range(appends):
        turns = [turn(f"text of {each}", each) for each in external_ids(name, lane, number)]
        await store.append(OWNER, context, turns, kind="v2", now=NOW)
        print(lane, number, flush=True)  # noqa: T201


async def main(url: str, context: str, name: str, appends: int) -> None:
    store = ContextStore(parse_database_url(url), time_to_live=None, keep_text=True)
    await store.start()
    print("ready", flush=True)  # noqa: T201
    async with asyncio.TaskGroup() as group:
        for lane in range(LANES):
            group.create_task(write(store, context, name, lane, appends))
    await store.close()
    print("done", flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
