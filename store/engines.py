"""Database engines, each with all its limits and guarantees."""

import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import URL, Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from store.databases import Database, PostgresServer, SqliteFile

CONNECT_TIMEOUT_S = 5.0
POOL_RECYCLE_S = 1800
"""Firewalls drop connections that were idle for longer."""

SQLITE_CONNECTIONS = 5

POSTGRES_IDLE_CONNECTIONS = 1
"""Kept between two questions: all workers share PostgreSQL's max_connections, 100 by default."""

POSTGRES_MAX_CONNECTIONS = 10
"""At once, in a burst; the others wait."""

APPLICATION_NAME = "emochat"

SQLITE_BEGIN = "sqlite_begin"
"""Execution option: the statement that begins a transaction, or None for none."""

BEGIN_WRITING = "BEGIN IMMEDIATE"
"""Takes the one writer's lock at once; a lock taken later could only fail."""

# synchronous FULL: a commit returns once it is on the disk. secure_delete: what is deleted is
# overwritten. temp_store: no part of a text gets into a temporary file.
SQLITE_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)


# At DEBUG aiosqlite 0.22 logs each call with its arguments and SQLAlchemy 2.1 each row, at INFO
# each statement.
LIBRARIES_THAT_LOG_ROWS = ("aiosqlite", "sqlalchemy.engine")


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long the database may take.

    Attributes:
        statement_s: one statement, seconds.
        lock_s: waiting for a lock, seconds.
    """

    statement_s: float
    lock_s: float


SERVING = Timeouts(statement_s=8.0, lock_s=5.0)
MIGRATING = Timeouts(statement_s=300.0, lock_s=60.0)


def make_engine(database: Database, timeouts: Timeouts = SERVING) -> AsyncEngine:
    """Make an engine; it connects at its first use.

    Neither the messages of its errors nor what it logs hold parameters or rows, and so no
    text of anybody.
    """
    for library in LIBRARIES_THAT_LOG_ROWS:
        logging.getLogger(library).setLevel(logging.WARNING)
    match database:
        case SqliteFile(path):
            return _sqlite_engine(path, timeouts)
        case PostgresServer(dsn):
            return _postgres_engine(dsn, timeouts)


def _sqlite_engine(path: Path, timeouts: Timeouts) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        connect_args={"timeout": timeouts.lock_s, "isolation_level": None},
        hide_parameters=True,
        pool_size=SQLITE_CONNECTIONS,
        max_overflow=0,
        pool_timeout=timeouts.lock_s,
    )
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _set_pragmas(connection: DBAPIConnection, record: Any) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    # Python's sqlite3 begins no transaction before a SELECT or a CREATE; with its own
    # transactions off (isolation_level None) this one holds all statements.
    statement = connection.get_execution_options().get(SQLITE_BEGIN, "BEGIN")
    if statement is not None:
        connection.exec_driver_sql(statement)


def _postgres_engine(dsn: str, timeouts: Timeouts) -> AsyncEngine:
    connect = partial(
        asyncpg.connect,
        dsn,
        timeout=CONNECT_TIMEOUT_S,
        # The server's own limit comes first; this one is for a server that is gone.
        command_timeout=timeouts.statement_s + 1,
        server_settings={
            "application_name": APPLICATION_NAME,
            "statement_timeout": _milliseconds(timeouts.statement_s),
            "lock_timeout": _milliseconds(timeouts.lock_s),
            "idle_in_transaction_session_timeout": _milliseconds(timeouts.statement_s),
        },
    )
    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        hide_parameters=True,
        pool_size=POSTGRES_IDLE_CONNECTIONS,
        max_overflow=POSTGRES_MAX_CONNECTIONS - POSTGRES_IDLE_CONNECTIONS,
        pool_timeout=timeouts.lock_s,
        pool_pre_ping=True,
        pool_recycle=POOL_RECYCLE_S,
    )


def _milliseconds(seconds: float) -> str:
    return str(round(seconds * 1000))
