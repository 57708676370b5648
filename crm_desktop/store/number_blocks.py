"""Numbers that no two devices may give twice: taken from blocks that the office server granted to this one."""

from crm_desktop.schema.field import RecordTable
from crm_desktop.vault.driver import Connection


def next_number(connection: Connection, table: RecordTable) -> int:
    """Return the next number for a record of `table`, inside the open transaction.

    Where nothing is shared, or the device was away for so long that its block is used up, it is the one after the
    highest that is here.
    """
    while True:
        granted = connection.execute(
            "SELECT first, next FROM number_block WHERE series = ? AND next <= last ORDER BY first LIMIT 1",
            (table.name,),
        ).fetchone()
        if granted is None:
            return highest_number(connection, table) + 1
        first, number = granted
        connection.execute(
            "UPDATE number_block SET next = ? WHERE series = ? AND first = ?", (number + 1, table.name, first)
        )
        # an import may have brought a record with that number
        taken = connection.execute(f"SELECT 1 FROM {table.name} WHERE {table.numbered} = ?", (number,)).fetchone()
        if taken is None:
            return int(number)


def numbers_left(reader: Connection, table: RecordTable) -> int:
    """Return how many numbers this device may still give to records of `table`."""
    row = reader.execute("SELECT sum(last - next + 1) FROM number_block WHERE series = ?", (table.name,)).fetchone()
    return int(row[0] or 0)


def keep_block(connection: Connection, table: RecordTable, first: int, last: int) -> None:
    """Keep the numbers from `first` to `last`, which the server granted, for records of `table`."""
    connection.execute(
        "INSERT INTO number_block(series, first, last, next) VALUES (?, ?, ?, ?)", (table.name, first, last, first)
    )


def forget_blocks(connection: Connection) -> None:
    """Give no more of the granted numbers: another copy of this file may give them."""
    connection.execute("DELETE FROM number_block")


def highest_number(reader: Connection, table: RecordTable) -> int:
    """Return the highest number that a record of `table` has here."""
    return int(reader.execute(f"SELECT coalesce(max({table.numbered}), 0) FROM {table.name}").fetchone()[0])
