"""What is being written about a contact and is not saved yet."""

from dataclasses import dataclass
from datetime import datetime

from crm_desktop.activities.subjects import split_text
from crm_desktop.schema.forms import Stored
from ui.contacts.step_form import PlannedStep

KINDS = ("note", "call", "meeting", "email", "visit")
# Kinds that go one way or the other, and those that take time.
DIRECTED = frozenset({"call", "email"})
TIMED = frozenset({"call", "meeting", "visit"})


@dataclass(frozen=True)
class Draft:
    """One interaction as it is written; `dismissed` is the text whose recognised step was taken away."""

    kind: str = "note"
    text: str = ""
    person: bytes | None = None
    minutes: int | None = None
    direction: str = "out"
    at: datetime | None = None
    step: PlannedStep | None = None
    dismissed: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not self.text.strip()

    def values(self, company: bytes | None) -> dict[str, Stored]:
        """Return the stored values of the interaction, which is with `person` and their `company`."""
        subject, body = split_text(self.text)
        return {
            "kind": self.kind,
            "subject": subject,
            "body": body,
            "person": self.person,
            "company": company,
            "direction": self.direction if self.kind in DIRECTED else None,
            "duration_min": self.minutes if self.kind in TIMED else None,
            "at": round(self.at.timestamp() * 1000) if self.at is not None else None,
        }
