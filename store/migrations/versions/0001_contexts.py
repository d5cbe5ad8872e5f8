"""Contexts and their messages."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "contexts",
        sa.Column("id", ROW_ID),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("context_id", sa.String(256), nullable=False),
        sa.Column("user_id", sa.String(256)),
        sa.Column("salt", sa.LargeBinary(16), nullable=False),
        sa.Column("next_position", sa.Integer, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("last_used_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contexts"),
        sa.UniqueConstraint(
            "owner", "kind", "context_id", name="uq_contexts_owner_kind_context_id"
        ),
    )
    op.create_index("ix_contexts_last_used_at", "contexts", ["last_used_at"])
    op.create_index("ix_contexts_owner_user_id", "contexts", ["owner", "user_id"])
    op.create_table(
        "messages",
        sa.Column("context", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("external_id", sa.String(256)),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("text_digest", sa.LargeBinary(32), nullable=False),
        sa.Column("text", sa.LargeBinary),
        sa.Column("reading", sa.Text, nullable=False),
        sa.Column("marks", sa.Text, nullable=False),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("context", "position", name="pk_messages"),
        sa.UniqueConstraint("context", "external_id", name="uq_messages_context_external_id"),
        sa.ForeignKeyConstraint(
            ["context"], ["contexts.id"], name="fk_messages_context", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("messages")
    op.drop_table("contexts")
