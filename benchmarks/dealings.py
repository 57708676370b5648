"""What happens with many people: employers, owners, deals and interactions, to filter by."""

from datetime import UTC, datetime

from crm_desktop.journal.ids import new_id
from crm_desktop.workspace import Workspace

DAY_MS = 86_400_000
SECTORS = ("technology", "retail", "logistics", "healthcare", "manufacturing")
RATINGS = ("A", "B", "C", None)
MEMBERS = 5
PEOPLE_EACH = 5  # per company
DEALS_EACH = 2  # people per deal
HEARD_DAYS = 400


def mixed(number: int) -> int:
    """Return a number that says nothing of `number`: names, which go by numbers, tell nothing of deals and ratings."""
    return number * 2_654_435_761 % 2**32 >> 7


def add_dealings(workspace: Workspace) -> None:
    """Give the people of `workspace` employers, owners and ratings, half of them a deal, and all an interaction."""
    with workspace.reader() as reader:
        people = [row[0] for row in reader.execute("SELECT id FROM contact WHERE kind = 'person' ORDER BY rid")]
    count = len(people)
    companies = [new_id() for _number in range(count // PEOPLE_EACH)]
    members = [new_id() for _number in range(MEMBERS)]
    with workspace.journal.transaction("Employ") as tx:
        tx.insert_many("member", ("id", "name"), ((each, f"Member {at}") for at, each in enumerate(members)))
        tx.insert_many(
            "contact",
            ("id", "kind", "name", "sector"),
            (
                (each, "company", f"Company {at}", SECTORS[mixed(at) % len(SECTORS)])
                for at, each in enumerate(companies)
            ),
            len(companies),
        )
        tx.update_many(
            "contact",
            ("company", "owner", "rating"),
            (
                (companies[at // PEOPLE_EACH], members[at * 7 % MEMBERS], RATINGS[mixed(at) % len(RATINGS)], each)
                for at, each in enumerate(people)
            ),
        )
    now_ms = round(datetime.now(UTC).timestamp() * 1000)
    with workspace.journal.transaction("Deal") as tx:
        deals = [each for at, each in enumerate(people) if mixed(at + 1) % DEALS_EACH == 0]
        tx.insert_many(
            "deal",
            ("id", "title", "person", "outcome", "amount"),
            (
                (new_id(), f"Deal {at}", each, "open" if mixed(at) % 3 else "won", mixed(at) % 2_000_000)
                for at, each in enumerate(deals)
            ),
            len(deals),
        )
        tx.insert_many(
            "interaction",
            ("id", "kind", "at", "subject", "person"),
            (
                (new_id(), "call", now_ms - at * 31 % HEARD_DAYS * DAY_MS, f"Call {at}", each)
                for at, each in enumerate(people)
            ),
            count,
        )
