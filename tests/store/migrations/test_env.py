from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

import zhanggui.store
from zhanggui.store.journal import HEAD, Journal
from zhanggui.store.journal_tables import METADATA

SCRIPTS = Path(zhanggui.store.__file__).parent / "migrations"


def test_the_scripts_lead_to_the_tables_as_they_are_declared(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    Journal.open(address).close()
    engine = create_engine(address)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == HEAD
    engine.dispose()


def test_head_is_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_journal_that_is_up_to_date_is_left_alone(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    Journal.open(address).close()
    before = (tmp_path / "journal.sqlite").stat().st_mtime_ns
    Journal.open(address).close()
    assert (tmp_path / "journal.sqlite").stat().st_mtime_ns == before


def test_every_script_can_be_taken_back(tmp_path: Path) -> None:
    from alembic import command

    address = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    Journal.open(address).close()
    engine = create_engine(address)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
    engine.dispose()
