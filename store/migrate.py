"""Brings a database to the tables that this version needs."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store.databases import Database, SqliteFile, make_private_file
from store.engines import BEGIN_WRITING, MIGRATING, SQLITE_BEGIN, make_engine
from store.errors import StoreVersionError

FOLDER = Path(__file__).resolve().parent / "migrations"

ADVISORY_LOCK = 0x656D_6F63_6861_7400
"""Key of PostgreSQL's advisory lock, "emochat" in ASCII: whoever holds it migrates."""


def migrate(database: Database) -> None:
    """Make the database if it is missing, and its tables up to date; all of it or nothing.

    It blocks, and runs an event loop of its own: call it in a thread. Others that start at
    the same time wait for the first one.

    Raises:
        StoreVersionError: a newer version of this program wrote the database.
        sqlalchemy.exc.SQLAlchemyError, asyncpg.PostgresError, OSError: it cannot be reached.
    """
    if isinstance(database, SqliteFile):
        make_private_file(database.path)
    asyncio.run(_migrate(make_engine(database, MIGRATING)))


async def _migrate(engine: AsyncEngine) -> None:
    try:
        if engine.dialect.name == "sqlite":
            await _turn_on_wal(engine)
        writing = engine.execution_options(**{SQLITE_BEGIN: BEGIN_WRITING})
        async with writing.begin() as connection:
            await _wait_for_others(connection)
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


async def _turn_on_wal(engine: AsyncEngine) -> None:
    """Readers and the writer do not wait for each other then; the file remembers it."""
    async with engine.execution_options(**{SQLITE_BEGIN: None}).connect() as connection:
        await connection.exec_driver_sql("PRAGMA journal_mode = WAL")


async def _wait_for_others(connection: AsyncConnection) -> None:
    # On SQLite the transaction itself is the lock.
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(ADVISORY_LOCK)))


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreVersionError(f"the database fits another version: {error}") from error
