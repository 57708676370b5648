"""What a newer program sent is put in its place once this one is newer too."""

import json

from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.journal import Journal
from crm_desktop.sync.promotion import promote_unknown

_SUFFIX, _TEAM, _NAME = 26, 19, "20"


def test_values_of_fields_that_are_known_now_leave_the_bag(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana Whitfield"})
    with journal.bookkeeping() as connection:
        kept = json.dumps({str(_SUFFIX): "Jr.", "999": "later"})
        connection.execute("UPDATE contact SET _x = ? WHERE id = ?", (kept, dana))
        assert promote_unknown(connection) == 1
        row = connection.execute("SELECT suffix, _x FROM contact WHERE id = ?", (dana,)).fetchone()
    assert row == ("Jr.", '{"999":"later"}')


def test_records_of_tables_that_are_known_now_become_records(journal: Journal) -> None:
    with journal.bookkeeping() as connection:
        values = (_TEAM, b"\1" * 16, json.dumps({_NAME: "North", "created_at": 5}), 70, 3, "{}")
        connection.execute("INSERT INTO pending_remote(tbl, id, doc, hlc, site, clk) VALUES (?, ?, ?, ?, ?, ?)", values)
        assert promote_unknown(connection) == 1
        assert connection.execute("SELECT name, sort_name, _hlc FROM team").fetchall() == [("North", "north", 70)]
        assert connection.execute("SELECT count(*) FROM pending_remote").fetchone() == (0,)
