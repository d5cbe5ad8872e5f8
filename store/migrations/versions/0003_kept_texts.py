"""Where texts are kept, found without a look at every message."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

HAS_TEXT = sa.text("text IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_messages_with_text",
        "messages",
        ["context"],
        sqlite_where=HAS_TEXT,
        postgresql_where=HAS_TEXT,
    )


def downgrade() -> None:
    op.drop_index("ix_messages_with_text", "messages")
