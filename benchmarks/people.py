"""A workspace full of people to measure on."""

from pathlib import Path

from crm_desktop.journal.ids import new_id
from crm_desktop.vault.argon import FLOOR_KIB, Argon
from crm_desktop.workspace import Workspace, create_workspace

PASSPHRASE = "harbour lantern quilt 47 meadow"
# The least that the program ever uses, so that the figures do not depend on how this machine was calibrated.
ARGON = Argon(FLOOR_KIB)
GIVEN = ("Anna", "Boris", "Chloé", "Darcel", "Elif", "Fiona", "Goran", "Hana", "Ivo", "Jana", "Karim", "Lena")
FAMILY = ("Whitfield", "Müller", "Okonkwo", "Solheim", "Tanaka", "Vos", "Wrona", "Pruitt", "Raman", "Lindqvist")


def people_workspace(folder: Path, people: int) -> Workspace:
    """Create a workspace with `people` people, each with an email, and return it open."""
    workspace = create_workspace(folder, PASSPHRASE, argon=ARGON)
    ids = [new_id() for _number in range(people)]
    with workspace.journal.transaction("Fill") as tx:
        rows = ((record, "person", person_name(number)) for number, record in enumerate(ids))
        tx.insert_many("contact", ("id", "kind", "name"), rows, people)
        points = (
            (new_id(), record, "email", f"p{number}@example.org", f"p{number}@example.org", 1)
            for number, record in enumerate(ids)
        )
        tx.insert_many("contact_point", ("id", "contact", "kind", "value", "normal", "is_primary"), points, people)
    return workspace


def person_name(number: int) -> str:
    """Return the name of person `number`; no two are alike."""
    return f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // 7 % len(FAMILY)]} {number}"
