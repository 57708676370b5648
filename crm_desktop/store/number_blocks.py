"""Numbers that no two devices may give twice: taken from blocks that the office server granted to this one."""

from crm_desktop.schema.field import RecordTable
from crm_desktop.vault.driver import Connection

# Servers count up to here. What is higher came with a file, and no device is granted it.
LARGEST_GRANTED = 10**12


def next_number(connection: Connection, table: RecordTable) -> int | None:
    """Return the next number for a record of `table`, inside the open transaction.

    Where no server is shared it is the one after the highest that is here. Where one is, and what it granted is used
    up, it is None: the record has a number as soon as the server has granted more, and never one that others give.
    """
    while True:
        granted = connection.execute(
            "SELECT first, next FROM number_block WHERE series = ? AND next <= last ORDER BY first LIMIT 1",
            (table.name,),
        ).fetchone()
        if granted is None:
            return None if is_granted(connection) else highest_number(connection, table) + 1
        first, number = granted
        connection.execute(
            "UPDATE number_block SET next = ? WHERE series = ? AND first = ?", (number + 1, table.name, first)
        )
        # an import may have brought a record with that number
        taken = connection.execute(f"SELECT 1 FROM {table.name} WHERE {table.numbered} = ?", (number,)).fetchone()
        if taken is None:
            return int(number)


def is_granted(reader: Connection) -> bool:
    """Tell whether numbers are granted by a server; without one this device counts by itself."""
    return reader.execute("SELECT 1 FROM server").fetchone() is not None


def numbers_left(reader: Connection, table: RecordTable) -> int:
    """Return how many numbers this device may still give to records of `table`."""
    row = reader.execute("SELECT sum(last - next + 1) FROM number_block WHERE series = ?", (table.name,)).fetchone()
    return int(row[0] or 0)


def numbers_given(reader: Connection, table: RecordTable) -> int:
    """Return how many of the numbers that were granted this device gave so far."""
    row = reader.execute("SELECT sum(next - first) FROM number_block WHERE series = ?", (table.name,)).fetchone()
    return int(row[0] or 0)


def keep_block(connection: Connection, table: RecordTable, first: int, last: int) -> None:
    """Keep the numbers from `first` to `last`, which the server granted, for records of `table`."""
    connection.execute(
        "INSERT OR IGNORE INTO number_block(series, first, last, next) VALUES (?, ?, ?, ?)",
        (table.name, first, last, first),
    )


def forget_blocks(connection: Connection) -> None:
    """Give no more of the granted numbers: another copy of this file, or whom the server grants them, may give them."""
    connection.execute("DELETE FROM number_block")


def highest_number(reader: Connection, table: RecordTable, most: int = 2**63 - 1) -> int:
    """Return the highest number up to `most` that a record of `table` has here."""
    highest = f"SELECT coalesce(max({table.numbered}), 0) FROM {table.name} WHERE {table.numbered} <= ?"
    return int(reader.execute(highest, (most,)).fetchone()[0])
