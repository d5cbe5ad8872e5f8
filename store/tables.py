"""Tables of the memory; store/migrations makes them."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers the rows of a table by itself only where the key is called INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC; SQLite has no time zones, so it keeps the naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # asyncpg writes the first and the last datetime there is as PostgreSQL's infinities, and
        # reads these without a zone.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


contexts = Table(
    "contexts",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("context_id", String(256), nullable=False),
    Column("user_id", String(256)),
    Column("salt", LargeBinary(16), nullable=False),
    Column("next_position", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_used_at", UtcDateTime, nullable=False, index=True),
    UniqueConstraint("owner", "kind", "context_id"),
    Index(None, "owner", "user_id"),
)

messages = Table(
    "messages",
    METADATA,
    Column("context", RowId, ForeignKey("contexts.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("external_id", String(256)),
    Column("role", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text_digest", LargeBinary(32), nullable=False),
    # Bytes of UTF-8: PostgreSQL's text cannot hold the character U+0000, a message can.
    Column("text", LargeBinary),
    # JSON; as text, so that it is parsed off the event loop and not by the driver on it.
    Column("reading", Text, nullable=False),
    Column("marks", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    UniqueConstraint("context", "external_id"),
)
_HAS_TEXT = messages.c.text.is_not(None)
Index(
    "ix_messages_with_text",
    messages.c.context,
    sqlite_where=_HAS_TEXT,
    postgresql_where=_HAS_TEXT,
)

session_summaries = Table(
    "session_summaries",
    METADATA,
    Column("context", RowId, ForeignKey("contexts.id", ondelete="CASCADE"), primary_key=True),
    Column("session_id", String(64), primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("duration_s", Float, nullable=False),
    Column("trend", String(32), nullable=False),
    Column("escalations", Integer, nullable=False),
    # JSON: readings by source and mood.
    Column("readings", Text, nullable=False),
    Index(None, "context", "started_at"),
)
