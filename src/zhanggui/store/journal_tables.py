"""The journal's tables as SQLAlchemy sees them."""

from decimal import Decimal

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator


class Exact(TypeDecorator[Decimal]):
    """A decimal kept as text, so that no database rounds it."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """To the database."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """From the database."""
        return None if value is None else Decimal(value)


METADATA = MetaData()

ACTION = Table(
    "action",
    METADATA,
    Column("id", String(80), primary_key=True),
    Column("play", String(80), nullable=False),
    Column("target", Text, nullable=False),
    Column("shop", String(80), nullable=False),
    Column("proposed", Date, nullable=False),
    Column("low", Exact),
    Column("mid", Exact),
    Column("high", Exact),
    Column("currency", String(3), nullable=False),
    Column("per", String(16), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("file", Text, nullable=False),
    Column("check_on", Date),
    Column("owner", String(80), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("changed_at", DateTime),
    Column("changed_by", String(80), nullable=False),
    Column("note", Text, nullable=False),
)

VERDICT = Table(
    "verdict",
    METADATA,
    Column("action", String(80), ForeignKey("action.id"), primary_key=True),
    Column("checked", Date, primary_key=True),
    Column("method", String(40), primary_key=True),
    Column("low", Exact),
    Column("mid", Exact),
    Column("high", Exact),
    Column("currency", String(3), nullable=False),
    Column("code", String(40), nullable=False),
)
