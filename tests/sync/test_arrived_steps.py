"""Steps that arrive from others stand in the journal once, whatever order they come in."""

from crm_desktop.journal.journal import Journal
from crm_desktop.sync.arrived_history import ArrivedStep, put_steps
from crm_desktop.sync.merge import Clock

DONE, UNDONE = Clock(2_000 << 16, 7), Clock(1_000 << 16, 7)


def test_a_step_that_takes_back_a_later_one_leaves_that_one_once_with_its_words(journal: Journal) -> None:
    steps = [
        ArrivedStep(UNDONE, None, 1_000, "Undo: Edit person", DONE, 1),
        ArrivedStep(DONE, None, 2_000, "Edit person", None, 1),
    ]
    with journal.receiving() as incoming:
        put_steps(incoming.connection, steps)
        put_steps(incoming.connection, steps)
    with journal.store.reader() as reader:
        found = reader.execute("SELECT hlc, label FROM step WHERE site = 7 ORDER BY hlc").fetchall()
    assert found == [(UNDONE.hlc, "Undo: Edit person"), (DONE.hlc, "Edit person")]
