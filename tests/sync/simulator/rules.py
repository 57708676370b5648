"""The rules that a history runs by: those that are shipped, and each of the mistakes that others made."""

from typing import NamedTuple


class Rules(NamedTuple):
    """What may be done wrongly; as it stands, everything is done as it is shipped."""

    conflicts_kept: bool = True
    bases_when_read: bool = True
    edits_stay_apart: bool = True
    log_pushed_again: bool = True
    snapshot_cursor: bool = True
    cursor_ends_with_head: bool = True
    cursor_saved_with_rows: bool = True
    unknown_kept: bool = True
    erasure_replayed: bool = True
    ahead_refused: bool = True
    ahead_restamped: bool = True
    copies_take_new_site: bool = True
    copies_rename: bool = True
    clock_follows: bool = True
    unsent_set_aside: bool = True
    push_is_whole: bool = True
    same_message_again: bool = True
    erased_refused: bool = True
    removal_asks: bool = True
    removal_tells_seen: bool = True
    removal_tells_told: bool = True
    removal_named: bool = True
    undo_asks_again: bool = True
    emptying_asks: bool = True
    own_rows_tell_others: bool = True
    receipts_shown: bool = True
    # whether all is compared at the end, which also finds what a cursor skipped
    compared: bool = True


class Mutant(NamedTuple):
    """A mistake, and the faults that bring it to light."""

    rules: Rules
    faults: frozenset[str]


def _mutant(rules: Rules, *faults: str) -> Mutant:
    return Mutant(rules, frozenset(faults))


SHIPPED = Rules()
MUTANTS = {
    "plain last writer wins": _mutant(Rules(conflicts_kept=False)),
    "base taken when pushed": _mutant(Rules(bases_when_read=False)),
    "edits joined across a pull": _mutant(Rules(edits_stay_apart=False)),
    "state pushed again after a restore": _mutant(Rules(log_pushed_again=False), "server restore"),
    "sequence as cursor": _mutant(Rules(snapshot_cursor=False), "slow"),
    "transactions after the head count as seen": _mutant(
        Rules(cursor_ends_with_head=False, compared=False), "machine rollback"
    ),
    "cursor saved before the rows": _mutant(Rules(cursor_saved_with_rows=False)),
    "unknown fields dropped": _mutant(Rules(unknown_kept=False), "versions"),
    "erasures forgotten by a restored file": _mutant(Rules(erasure_replayed=False), "erasure", "restore"),
    "clocks ahead accepted": _mutant(Rules(ahead_refused=False), "skew"),
    "steps with clocks ahead dropped": _mutant(Rules(ahead_restamped=False), "skew"),
    "copies share a site": _mutant(Rules(copies_take_new_site=False), "copy"),
    "copies keep their clocks": _mutant(Rules(copies_rename=False), "copy"),
    "clock does not follow what is read": _mutant(Rules(clock_follows=False), "skew"),
    "unsent edits dropped with the record": _mutant(Rules(unsent_set_aside=False), "visibility"),
    "a push is seen by halves": _mutant(Rules(push_is_whole=False)),
    "a lost answer makes a new message": _mutant(Rules(same_message_again=False)),
    "removals hide what others wrote": _mutant(Rules(removal_asks=False)),
    "removals do not tell what was seen": _mutant(Rules(removal_tells_seen=False)),
    "removals do not tell what was known of calls": _mutant(Rules(removal_tells_told=False)),
    "who edits a removed record is asked about it": _mutant(Rules(removal_named=False)),
    "an undone decision stays decided": _mutant(Rules(undo_asks_again=False)),
    "a pull empties a laptop unasked": _mutant(Rules(emptying_asks=False), "visibility"),
    "who writes into a row is not told what others wrote": _mutant(Rules(own_rows_tell_others=False)),
    "who may not erase lets a server forget erasures": _mutant(
        Rules(receipts_shown=False), "erasure", "visibility", "machine rollback", "death"
    ),
    "erased ids accepted": _mutant(Rules(erased_refused=False), "erasure"),
}
