"""Which database a store lies in."""

import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

DATABASE_NAME = "emochat.sqlite3"
"""Name of the SQLite file in the data folder."""


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A SQLite database; `path` is made with its folder where it is missing."""

    path: Path


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A PostgreSQL database.

    Attributes:
        dsn: libpq's URL with all that it allows (sslmode, host=/socket/folder, ...). It
            may hold a password, so it is not part of the representation.
    """

    dsn: str = field(repr=False)


Database = SqliteFile | PostgresServer


def parse_database_url(url: str) -> Database:
    """Read a database's URL.

    Args:
        url: `postgresql://user:password@host/name`, or `sqlite:///path` (`sqlite:////path`
            for an absolute one). A driver, as in `postgresql+asyncpg://`, is ignored.

    Raises:
        ValueError: the scheme is another one, or the path is missing; the URL is not quoted,
            for it may hold a password.
    """
    scheme, separator, rest = url.strip().partition("://")
    dialect = scheme.partition("+")[0]
    if separator and dialect in ("postgresql", "postgres") and rest:
        return PostgresServer(f"postgresql://{rest}")
    if separator and dialect == "sqlite" and re.fullmatch(r"/[^?]+", rest):
        return SqliteFile(Path(rest[1:]))
    raise ValueError("must start with postgresql:// or be sqlite:///path")


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner reads, and its folder likewise; keep what is there.

    SQLite gives its -wal and -shm files the mode of this one.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Never open a database that is there: closing it would end the locks that SQLite holds on it
    # in this process, and commits get lost (https://www.sqlite.org/howtocorrupt.html, 2.2).
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
