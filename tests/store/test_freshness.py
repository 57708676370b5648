"""What may be missing is said: who shares and was not heard of for long."""

from crm_desktop.store.freshness import DAY_MS, Silent, silence_in_words, silent_devices, synced_at
from crm_desktop.store.store import Store

NOW = 100 * DAY_MS


def shared(store: Store, *seen_days_ago: int) -> None:
    store.writer.execute("INSERT OR REPLACE INTO sync(one, last_ok_at) VALUES (1, ?)", (NOW,))
    for number, days in enumerate(seen_days_ago, 1):
        device = (1000 + number, f"Laptop {number}", NOW - days * DAY_MS)
        store.writer.execute("INSERT INTO device(site, name, last_seen) VALUES (?, ?, ?)", device)


def test_a_workspace_that_is_not_shared_has_nothing_to_miss(store: Store) -> None:
    assert synced_at(store.writer) is None
    assert silent_devices(store.writer, NOW) == ()
    assert silence_in_words(()) == ""


def test_computers_not_heard_of_for_long_are_named_with_the_days(store: Store) -> None:
    shared(store, 1, 9)
    found = silent_devices(store.writer, NOW)
    assert found == (Silent("Laptop 2", "", 9),)
    assert silence_in_words(found) == "Laptop 2 was last heard 9 days ago"


def test_of_many_the_two_longest_are_named(store: Store) -> None:
    shared(store, 4, 5, 6, 7)
    told = silence_in_words(silent_devices(store.writer, NOW))
    assert told == "Laptop 4 was last heard 7 days ago, Laptop 3 was last heard 6 days ago, and 2 more computers"


def test_this_computer_is_never_silent(store: Store) -> None:
    site = store.writer.execute("SELECT site FROM ctx").fetchone()[0]
    store.writer.execute("INSERT INTO device(site, name, last_seen) VALUES (?, 'Here', 0)", (site,))
    assert silent_devices(store.writer, NOW) == ()
