"""Actions and verdicts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _amounts() -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(40)) for name in ("low", "mid", "high")]


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "action",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("play", sa.String(80), nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("shop", sa.String(80), nullable=False),
        sa.Column("proposed", sa.Date, nullable=False),
        *_amounts(),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("per", sa.String(16), nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("check_on", sa.Date),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("changed_at", sa.DateTime),
        sa.Column("changed_by", sa.String(80), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_index("ix_action_state", "action", ["state"])
    op.create_table(
        "verdict",
        sa.Column("action", sa.String(80), sa.ForeignKey("action.id"), primary_key=True),
        sa.Column("checked", sa.Date, primary_key=True),
        sa.Column("method", sa.String(40), primary_key=True),
        *_amounts(),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
    )


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("verdict")
    op.drop_index("ix_action_state", "action")
    op.drop_table("action")
