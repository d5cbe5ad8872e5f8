"""What sessions came to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "session_summaries",
        sa.Column("context", ROW_ID, nullable=False),
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_s", sa.Float, nullable=False),
        sa.Column("trend", sa.String(32), nullable=False),
        sa.Column("escalations", sa.Integer, nullable=False),
        sa.Column("readings", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("context", "session_id", name="pk_session_summaries"),
        sa.ForeignKeyConstraint(
            ["context"], ["contexts.id"], name="fk_session_summaries_context", ondelete="CASCADE"
        ),
    )
    op.create_index(
        "ix_session_summaries_context_started_at", "session_summaries", ["context", "started_at"]
    )


def downgrade() -> None:
    op.drop_table("session_summaries")
