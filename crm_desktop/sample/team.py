"""The people who use the sample workspace."""

from crm_desktop.journal.transaction import Transaction
from crm_desktop.sample.dice import Dice, spread
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import Member, World


def add_team(tx: Transaction, world: World, own: bytes | None) -> None:
    """Add teams and members; the workspace's `own` member becomes the first of them."""
    dice = Dice(world.seed, "team")
    text = sample_text("team")
    teams = {name: tx.insert("team", {"name": name}, dice.new_id(tx.now_ms)) for name in text["teams"]}
    members: list[Member] = []
    for each in text["members"]:
        record = dice.new_id(tx.now_ms)
        values = {
            "name": each["name"],
            "email": f"{each['name'].lower().replace(' ', '.')}@workspace.example",
            "role": each["role"],
            "team": teams[each["team"]],
            "manager": members[0].record if members else None,
            "job_title": each["job_title"],
            "phone": dice.digits("+1 503-555-01##"),
        }
        if not members and own is not None:
            record = own
            tx.update("member", own, values)
        else:
            tx.insert("member", values, record)
        members.append(Member(record, each["name"], teams[each["team"]], each["sells"], each["serves"]))
    world.members = members


def sellers(world: World) -> list[int]:
    """Return the places of those who sell, as often as they do."""
    return spread((place, each.sells) for place, each in enumerate(world.members))


def servers(world: World) -> list[int]:
    """Return the places of those who answer tickets, as often as they do."""
    return spread((place, each.serves) for place, each in enumerate(world.members))
