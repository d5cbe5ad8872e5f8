import os
import stat
from pathlib import Path

import pytest

from store.databases import PostgresServer, SqliteFile, make_private_file, parse_database_url


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ana:pass@db.example:5433/emochat?sslmode=require",
        "postgres://ana:pass@db.example:5433/emochat?sslmode=require",
        " postgresql+asyncpg://ana:pass@db.example:5433/emochat?sslmode=require",
    ],
)
def test_postgresql_is_named_by_each_of_its_schemes(url: str) -> None:
    assert parse_database_url(url) == PostgresServer(
        "postgresql://ana:pass@db.example:5433/emochat?sslmode=require"
    )


def test_sqlite_is_named_by_a_path() -> None:
    assert parse_database_url("sqlite:///data/talks.db") == SqliteFile(Path("data/talks.db"))
    assert parse_database_url("sqlite+aiosqlite:////var/t.db") == SqliteFile(Path("/var/t.db"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "postgresql",
        "postgresql://",
        "mysql://a:secret@b/c",
        "sqlite://",
        "sqlite:///",
        "secret",
    ],
)
def test_another_url_is_refused_and_not_quoted(url: str) -> None:
    with pytest.raises(ValueError, match="postgresql://") as caught:
        parse_database_url(url)
    assert "secret" not in str(caught.value)


def test_a_password_is_not_part_of_the_representation() -> None:
    assert "secret" not in repr(parse_database_url("postgresql://ana:secret@db/emochat"))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_and_its_folder_are_their_owners_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_private_file(tmp_path / "data" / "talks.db")
    finally:
        os.umask(before)
    assert mode(tmp_path / "data") == 0o700
    assert mode(tmp_path / "data" / "talks.db") == 0o600


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    path.write_text("talks")
    path.chmod(0o640)
    make_private_file(path)
    assert path.read_text() == "talks"
    assert mode(path) == 0o640
