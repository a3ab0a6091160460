"""The journal: what was proposed, what was done about it, and what came of it. SQLite, or PostgreSQL for a team.

Small writes by many people, so it is apart from the books. It holds codes and numbers; sentences are made when
they are shown. Times are passed in.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Self

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    create_engine,
    delete,
    event,
    exists,
    insert,
    inspect,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from zhanggui.store.journal_rows import STATES, ActionRow, ImpactRow, VerdictRow
from zhanggui.store.journal_tables import ACTION, VERDICT

__all__ = ["HEAD", "STATES", "ActionRow", "ImpactRow", "Journal", "UnknownActionError", "VerdictRow"]

HEAD = "0001"  # the newest revision in migrations/versions
_PATIENCE = 30_000  # milliseconds to wait for another writer of the same SQLite file


class UnknownActionError(Exception):
    """No action has that id."""


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _at_once(connection: Connection) -> None:
    """Take SQLite's write lock when a transaction begins: two that read first and write later would collide."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _plain(value: object) -> object:
    """Evidence as JSON holds it; decimals and days as text."""
    if isinstance(value, Decimal | date):
        return str(value)
    raise TypeError(type(value).__name__)


def _values(action: ActionRow) -> dict[str, object]:
    return {
        "id": action.id,
        "play": action.play,
        "target": action.target,
        "shop": action.shop,
        "proposed": action.proposed,
        "low": action.impact.low,
        "mid": action.impact.mid,
        "high": action.impact.high,
        "currency": action.impact.currency,
        "per": action.impact.per,
        "minutes": action.minutes,
        "evidence": json.loads(json.dumps(dict(action.evidence), default=_plain, sort_keys=True)),
        "file": action.file,
        "check_on": action.check_on,
        "owner": action.owner,
        "state": action.state,
        "changed_at": action.changed_at,
        "changed_by": action.by,
        "note": action.note,
    }


def _action(row: Row[tuple[object, ...]]) -> ActionRow:
    one = row._mapping  # noqa: SLF001  # SQLAlchemy's documented name
    return ActionRow(
        one["id"],
        one["play"],
        one["target"],
        one["shop"],
        one["proposed"],
        ImpactRow(one["low"], one["mid"], one["high"], one["currency"], one["per"]),
        one["minutes"],
        one["evidence"],
        one["file"],
        one["check_on"],
        one["owner"],
        one["state"],
        one["changed_at"],
        one["changed_by"],
        one["note"],
    )


# What tomorrow's list may renew of a proposal that nobody has answered; the day of the first proposal stays.
_RENEWED = ("low", "mid", "high", "currency", "per", "minutes", "evidence", "file", "check_on", "owner")


class Journal:
    """The journal at a database address; made by `open`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, address: str) -> Self:
        """Connect to an SQLAlchemy address and bring its tables up to date."""
        engine = create_engine(address)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _at_once)
        with engine.begin() as connection:
            if _revision(connection) != HEAD:
                _upgrade(connection)
        return cls(engine)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def record_proposals(self, actions: Iterable[ActionRow], when: datetime) -> int:
        """Enter proposals, ``when`` they were made; returns how many were new.

        A known id that nobody has answered yet gets today's figures, an answered one stays as it is.
        """
        new = 0
        with self._engine.begin() as connection:
            for action in actions:
                values = {**_values(action), "changed_at": action.changed_at or when}
                renewed = {name: values[name] for name in _RENEWED}
                known = ACTION.c.id == action.id
                connection.execute(update(ACTION).where(known, ACTION.c.state == "proposed").values(renewed))
                columns = [ACTION.c[name] for name in values]
                row = select(*(literal(values[column.name], column.type) for column in columns))
                fresh = row.where(~exists().where(known))
                new += connection.execute(insert(ACTION).from_select(columns, fresh)).rowcount
        return new

    def mark(self, action: str, state: str, by: str, when: datetime, note: str = "") -> ActionRow:
        """Set an action's state (one of `STATES`); raises UnknownActionError, ValueError for another state."""
        if state not in STATES:
            raise ValueError(state)
        change = {"state": state, "changed_by": by, "changed_at": when, "note": note}
        with self._engine.begin() as connection:
            if connection.execute(update(ACTION).where(ACTION.c.id == action).values(change)).rowcount == 0:
                raise UnknownActionError(action)
            return _action(connection.execute(select(ACTION).where(ACTION.c.id == action)).one())

    def actions(self, state: str | None = None) -> tuple[ActionRow, ...]:
        """Actions (of one state), by day of proposal and id."""
        query = select(ACTION).order_by(ACTION.c.proposed, ACTION.c.id)
        if state is not None:
            query = query.where(ACTION.c.state == state)
        with self._engine.begin() as connection:
            return tuple(map(_action, connection.execute(query)))

    def due_checks(self, day: date) -> tuple[ActionRow, ...]:
        """Done actions that can be judged on ``day`` and have no verdict yet, the longest due first."""
        judged = exists().where(VERDICT.c.action == ACTION.c.id)
        query = select(ACTION).where(ACTION.c.state == "done", ACTION.c.check_on <= day, ~judged)
        with self._engine.begin() as connection:
            found = [(row.due, row.id, row) for row in map(_action, connection.execute(query))]
        return tuple(row for due, _, row in sorted(found) if due is not None and due <= day)

    def add_verdict(self, verdict: VerdictRow) -> None:
        """Enter what a check found; the same check done again replaces it. Raises UnknownActionError."""
        values = {
            "action": verdict.action,
            "checked": verdict.checked,
            "method": verdict.method,
            "low": verdict.low,
            "mid": verdict.mid,
            "high": verdict.high,
            "currency": verdict.currency,
            "code": verdict.code,
        }
        with self._engine.begin() as connection:
            if connection.execute(select(ACTION.c.id).where(ACTION.c.id == verdict.action)).first() is None:
                raise UnknownActionError(verdict.action)
            same = (
                VERDICT.c.action == verdict.action,
                VERDICT.c.checked == verdict.checked,
                VERDICT.c.method == verdict.method,
            )
            connection.execute(delete(VERDICT).where(*same))
            connection.execute(insert(VERDICT).values(values))

    def history(self, action: str | None = None) -> tuple[tuple[ActionRow, tuple[VerdictRow, ...]], ...]:
        """Every action (or the one with that id) with its verdicts, oldest first."""
        query = select(VERDICT).order_by(VERDICT.c.checked, VERDICT.c.method)
        found: dict[str, list[VerdictRow]] = {}
        with self._engine.begin() as connection:
            for row in connection.execute(query):
                found.setdefault(row.action, []).append(VerdictRow(*row))
        actions = (one for one in self.actions() if action in {None, one.id})
        return tuple((one, tuple(found.get(one.id, ()))) for one in actions)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  # slow to import, needed once per release
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
