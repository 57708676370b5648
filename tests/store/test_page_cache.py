"""How many pages of the file a connection keeps at hand."""

from pathlib import Path

from crm_desktop.store.page_cache import LITTLE_MB, little_cache, page_cache
from crm_desktop.vault.secret import new_secret, raw_key
from crm_desktop.vault.sqlcipher import connect


def test_a_connection_keeps_hardly_a_page_for_a_while_and_then_as_many_as_before(tmp_path: Path) -> None:
    connection = connect(tmp_path / "some.db", raw_key(new_secret()), create=True)

    def cached() -> int:
        return int(connection.execute("PRAGMA cache_size").fetchone()[0])

    usual = cached()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE told(word TEXT)")
    connection.execute("INSERT INTO told VALUES ('written before')")
    with page_cache(connection, 16), little_cache(connection):
        assert cached() == -1024 * LITTLE_MB
        assert connection.execute("SELECT word FROM told").fetchone() == ("written before",)
    assert cached() == usual
    connection.execute("COMMIT")
    connection.close()
