"""Run alembic's steps on an open connection, then make triggers and derived tables anew."""

from collections.abc import Sequence
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from crm_desktop.store.capture import guard_triggers
from crm_desktop.store.derived import Derived, make_derived
from crm_desktop.store.functions import with_functions
from crm_desktop.vault.driver import Connection


def upgrade_tables(connection: Connection, derived: Sequence[Derived], versions: Path) -> None:
    """Run the steps in `versions` that the file of `connection` has not seen."""
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{trigger}"')
    _run_steps(connection, versions)
    with_functions(connection)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM derived")
    make_derived(connection, derived)
    for statement in guard_triggers():
        connection.execute(statement)
    connection.execute("COMMIT")


def _run_steps(connection: Connection, versions: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(versions.parent))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)

    def steps(revision: str, _context: object) -> list[object]:
        return list(script._upgrade_revs("head", revision))

    with engine.connect() as alchemy, EnvironmentContext(config, script, fn=steps) as environment:
        environment.configure(connection=alchemy, fn=steps, render_as_batch=True)
        with environment.begin_transaction():
            environment.run_migrations()
        alchemy.commit()
