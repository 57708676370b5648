"""What an import did, or a rehearsal would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from crm_desktop.exchange.row_choices import RowAt
from crm_desktop.exchange.seen import Seen, fingerprint


class Rejection(NamedTuple):
    """A row that was refused: of which file, its number, the column and value that are to blame, and why."""

    source: str
    row: int
    column: str
    value: str
    reason: str


class RefusedCells(NamedTuple):
    """A refused row with its cells, so that it can be mended: where it stands, and the `surplus` that no column has."""

    at: RowAt
    rejection: Rejection
    cells: Mapping[str, str]
    surplus: Sequence[str]


class FieldChange(NamedTuple):
    """One field of one record that a row changes, as people read it; `record` is what the record is called."""

    source: str
    row: int
    kind: str
    id: str
    record: str
    field: str
    before: str
    after: str
    at: RowAt


class Contradiction(NamedTuple):
    """One field of one record of which a row says otherwise than an `earlier` one; what `stands` is one of both."""

    source: str
    row: int
    kind: str
    id: str
    record: str
    field: str
    earlier: str
    later: str
    stands: str
    at: RowAt


class LikelyRow(NamedTuple):
    """A row that made a new contact `name`, and the contact that was there and looks like it, with the reasons."""

    source: str
    row: int
    name: str
    id: str
    other: str
    score: float
    reasons: Sequence[str]
    at: RowAt


@dataclass
class Counts:
    """What became of the rows of one kind; `duplicates` are those of the created that look like who was there."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    rejected: int = 0
    duplicates: int = 0

    def plain(self) -> dict[str, int]:
        """Return the counts by name."""
        return dict(vars(self))


@dataclass
class ImportReport:
    """The result of an import; `batch` is the id of what it wrote, None for a rehearsal or where nothing changed.

    `step` is what takes it back as a whole, None where there is nothing to be taken back.
    `linked` counts the records that links made, by kind; `changes` are the first of the `changed_fields`,
    `contradictions` the first of those `contradicted` by a later row of the same import; `refused` are the first
    refused rows with their cells; rows left alone because the user is still to be asked are `undecided`;
    so many refused rows are `too_fine`: their amounts have more decimals than their currency, and can be rounded;
    `rejects` are the files that hold the refused rows; `backup` holds what was there before a bulk was imported;
    `seen` are the files that a rehearsal looked at; `files_added` counts those that were kept beside the rows.
    """

    batch: str | None = None
    step: int | None = None
    kinds: dict[str, Counts] = field(default_factory=dict)
    linked: Mapping[str, int] = field(default_factory=dict)
    detected: Sequence[Mapping[str, object]] = ()
    rejections: list[Rejection] = field(default_factory=list)
    refused: list[RefusedCells] = field(default_factory=list)
    undecided: int = 0
    too_fine: int = 0
    likely: list[LikelyRow] = field(default_factory=list)
    changes: list[FieldChange] = field(default_factory=list)
    changed_fields: int = 0
    contradictions: list[Contradiction] = field(default_factory=list)
    contradicted: int = 0
    warnings: list[str] = field(default_factory=list)
    rejects: Sequence[Path] = ()
    backup: Path | None = None
    seen: Mapping[Path, Seen] = field(default_factory=dict)
    files_added: int = 0
    seconds: float = 0.0

    @property
    def total(self) -> Counts:
        """The counts of all kinds together."""
        names = Counts().plain()
        return Counts(**{name: sum(getattr(each, name) for each in self.kinds.values()) for name in names})

    def plain(self) -> dict[str, object]:
        """Return the report as commands print it."""
        return {
            "batch": self.batch,
            **self.total.plain(),
            "detected": self.detected[0] if len(self.detected) == 1 else list(self.detected),
            "rejections": [each._asdict() for each in self.rejections],
            "likely": [_plain(each) for each in self.likely],
            "changes": [_plain(each) for each in self.changes],
            "changed_fields": self.changed_fields,
            "contradictions": [_plain(each) for each in self.contradictions],
            "contradicted": self.contradicted,
            "warnings": self.warnings,
            "seconds": round(self.seconds, 3),
            "kinds": {kind: counts.plain() for kind, counts in self.kinds.items()},
            "linked": dict(self.linked),
            "backup": None if self.backup is None else str(self.backup),
            "fingerprint": fingerprint(self.seen) if self.seen else None,
        }


def _plain(told: FieldChange | Contradiction | LikelyRow) -> dict[str, object]:
    """Return what commands print of `told`: where its row stands is said by its file and number."""
    return {name: value for name, value in told._asdict().items() if name != "at"}
