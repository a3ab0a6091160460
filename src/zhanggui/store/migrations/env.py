"""How Alembic runs the scripts: in the transaction of the connection that the journal hands over."""

from alembic import context
from sqlalchemy import Connection

from zhanggui.store.journal_tables import METADATA


def run(connection: Connection) -> None:
    """Apply what is missing; the caller commits."""
    context.configure(connection=connection, target_metadata=METADATA)
    context.run_migrations()


run(context.config.attributes["connection"])
