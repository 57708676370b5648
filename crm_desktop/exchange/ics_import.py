"""Calendars as a source of an import: events become activities, tasks become tasks, each once by its UID."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from crm_desktop.errors import WrongUsage
from crm_desktop.exchange.ics_moments import RefusedItem
from crm_desktop.exchange.ics_reader import CalendarItem, read_item
from crm_desktop.exchange.ics_refused import RefusedComponent, write_refused
from crm_desktop.exchange.ics_shown import LEFT_OUT, is_shown_day, shown_title
from crm_desktop.exchange.ics_stored import CalendarRecords, Ruling
from crm_desktop.exchange.ics_zones import Zones
from crm_desktop.exchange.import_report import Counts, ImportReport, Rejection
from crm_desktop.exchange.links import Links
from crm_desktop.exchange.readers.calendar_text import CalendarText, read_calendar
from crm_desktop.exchange.readers.files import check, opened, stamp
from crm_desktop.exchange.source import AUTO, Source
from crm_desktop.exchange.stored_records import StoredRecords
from crm_desktop.schema.forms import Place
from crm_desktop.values.counts import shown_number
from crm_desktop.words import _, in_quotes, ngettext

KIND_OF_TABLE = {"interaction": "activities", "task": "tasks"}
_EXAMPLES = 3
_TABLES = {"VEVENT": "interaction", "VTODO": "task"}


class CalendarFile:
    """One calendar file of an import. Raises UnreadableFile where it is none, WrongUsage for other kinds of records."""

    def __init__(self, source: Source, place: Place) -> None:
        if source.kind not in (AUTO, *KIND_OF_TABLE.values()):
            raise WrongUsage(
                _("“{file}” is a calendar: import it as activities or tasks, or leave the kind out.").format(
                    file=source.label
                )
            )
        self.source = source
        self.name = source.label
        self._stamp = stamp(source.path)
        with opened(source.path) as file:
            self._text: CalendarText = read_calendar(file.read(), self.name, place.region)
        self._zones = Zones(self._text.zones, place.zone)
        self._refused: list[RefusedComponent] = []
        self._remarks: dict[str, list[str]] = {}
        self._exceptions: tuple[list[CalendarItem], CalendarRecords | None] = ([], None)

    @property
    def rows(self) -> int:
        """How many events and tasks it holds."""
        return len(self._text.components)

    def work_in(self, links: Links, records: StoredRecords, ruling: Ruling, report: ImportReport) -> None:
        """Put what the file holds into `records` by the `ruling`, and count it in `report`; raises UnreadableFile.

        Exceptions of series wait: they are linked to what repeats, in whichever calendar that is.
        """
        check(self.source.path, self._stamp)
        self._refused, self._remarks = [], {}
        stored = CalendarRecords(links, records, ruling)
        items: list[CalendarItem] = []
        for cut in self._text.components:
            if is_shown_day(cut):
                self._remarks.setdefault(LEFT_OUT, []).append(shown_title(cut))
                continue
            counts = report.kinds.setdefault(KIND_OF_TABLE[_TABLES[cut.kind]], Counts())
            counts.read += 1
            try:
                item = read_item(cut, self._zones, records.now_ms)
            except RefusedItem as refusal:
                counts.rejected += 1
                report.rejections.append(Rejection(self.name, cut.line, refusal.column, refusal.value, str(refusal)))
                self._refused.append(RefusedComponent(cut, str(refusal)))
                continue
            items.append(item)
            for sentence, example in item.remarks:
                self._remarks.setdefault(sentence, []).append(example)
        self._put([each for each in items if each.occurrence is None], stored, report)
        self._exceptions = [each for each in items if each.occurrence is not None], stored

    def work_exceptions_in(self, report: ImportReport) -> None:
        """Put in what waited for the series of all calendars, and count it in `report`."""
        items, stored = self._exceptions
        self._exceptions = [], None
        if stored is not None:
            self._put(items, stored, report)
            for sentence, examples in stored.remarks.items():
                self._remarks.setdefault(sentence, []).extend(examples)

    def _put(self, items: Sequence[CalendarItem], stored: CalendarRecords, report: ImportReport) -> None:
        for item in items:
            stored.put(item, report.kinds[KIND_OF_TABLE[item.table]])
        stored.write()

    def sentences(self) -> list[str]:
        """Return what there is to tell about the file."""
        sentences = [
            _(sentence).format(examples=_listed(examples), n=shown_number(len(examples)))
            for sentence, examples in self._remarks.items()
        ]
        others: Counter[str] = Counter({kind: n for kind, n in self._text.others.items() if kind != "VCALENDAR"})
        for kind, count in others.items():
            sentences.append(
                ngettext(
                    "{n} component of the kind {kind} was left out: only events and tasks are imported.",
                    "{n} components of the kind {kind} were left out: only events and tasks are imported.",
                    count,
                ).format(n=count, kind=kind)
            )
        if not self._text.components:
            sentences.append(_("“{file}” holds no events and no tasks.").format(file=self.name))
        return sentences

    def write_refused(self, path: Path) -> None:
        """Write what was refused to `path` as a calendar, each with its reason."""
        write_refused(self._refused, self._text.zones, path)

    @property
    def refused(self) -> bool:
        """Whether anything was refused."""
        return bool(self._refused)

    def plain(self) -> dict[str, object]:
        """Return what was detected as the report carries it."""
        return {
            "source": self.name,
            "kind": "activities",
            "format": "ics",
            "encoding": self._text.encoding,
            "delimiter": None,
            "header_row": 0,
            "dates": None,
            "decimal": None,
            "mapping": {},
            "reasons": {"encoding": self._text.encoding_reason},
        }


def _listed(examples: Sequence[str]) -> str:
    shown = list(dict.fromkeys(examples))
    quoted = [in_quotes(each) for each in shown[:_EXAMPLES]]
    return ", ".join(quoted) + (" …" if len(shown) > _EXAMPLES else "")
