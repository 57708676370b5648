"""What is no record is kept without a step, and costs nothing where there is nothing to keep."""

from crm_desktop.journal.journal import Journal
from crm_desktop.store.sites import local_value, set_local_value


def test_a_block_that_changes_nothing_commits_nothing(journal: Journal) -> None:
    with journal.store.reader() as reader:
        reader.execute("ROLLBACK")
        versions = [reader.execute("PRAGMA data_version").fetchone()]
        with journal.bookkeeping() as connection:
            connection.execute("UPDATE local SET value = '' WHERE name = 'none'")
        versions.append(reader.execute("PRAGMA data_version").fetchone())
        with journal.bookkeeping() as connection:
            set_local_value(connection, "seen", "yes")
        versions.append(reader.execute("PRAGMA data_version").fetchone())
    assert versions[0] == versions[1] != versions[2]
    assert connection.execute("SELECT apply FROM ctx").fetchone() == (0,)


def test_what_a_block_keeps_is_there(journal: Journal) -> None:
    with journal.bookkeeping() as connection:
        set_local_value(connection, "seen", "yes")
    with journal.bookkeeping() as connection:
        connection.execute("CREATE INDEX made_here ON local(value)")
    with journal.store.reader() as reader:
        assert local_value(reader, "seen") == "yes"
        assert reader.execute("SELECT 1 FROM sqlite_schema WHERE name = 'made_here'").fetchone() == (1,)
    assert connection.execute("SELECT apply FROM ctx").fetchone() == (0,)
