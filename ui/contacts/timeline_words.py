"""How an entry of the timeline reads: title, what is said beside it, text, marks, and when."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from crm_desktop.activities.timeline import FactChange, TimelineEntry
from crm_desktop.activities.timeline_sql import CHANNELS, Source
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Place, Stored, label_of
from crm_desktop.schema.read_forms import read_value
from crm_desktop.schema.tickets import TICKET
from crm_desktop.words import _, ngettext
from ui.contacts.interaction_words import aside_words, interaction_title
from ui.kit.formats import Formats
from ui.kit.kind_words import ticket_number
from ui.kit.painting import Badge
from ui.kit.theme import Tone
from ui.kit.waiting_mark import waiting_badge

WEEK = timedelta(days=7)
# What is a record of its own, and the table that holds it.
WAITING = {
    Source.INTERACTION: "interaction",
    Source.TASK: "task",
    Source.TICKET: "ticket",
    Source.PURCHASE: "purchase",
}
ICONS = {"added": "new", "change": "edit", "task": "done", "ticket": "ticket", "deal": "deal"}
TONES = {
    "call": Tone.INFO,
    "meeting": Tone.INFO,
    "visit": Tone.INFO,
    "social": Tone.VIOLET,
    "message": Tone.VIOLET,
}


class Run(NamedTuple):
    """A piece of a line: plain, or a value as it was `before` or is "after"."""

    text: str
    mark: str = ""


class NameLink(NamedTuple):
    """The name of a record that stands in a text behind “@”, and the `page` that shows the record."""

    name: str
    page: str
    record: bytes


class Told(NamedTuple):
    """One entry as it is shown; `runs` are lines of marked pieces below the text."""

    title: str
    aside: str
    when: str
    icon: str
    tone: Tone
    text: str = ""
    runs: tuple[tuple[Run, ...], ...] = ()
    badges: tuple[Badge, ...] = ()
    links: tuple[NameLink, ...] = ()

    @property
    def spoken(self) -> str:
        """The entry as a screen reader says it."""
        pieces = [" ".join(run.text for run in line) for line in self.runs]
        said = (self.title, self.aside, self.when, self.text, *pieces, *(badge.text for badge in self.badges))
        return ". ".join(part for part in said if part)


class Teller:
    """Puts entries into words, for the timeline of a company or of one person."""

    def __init__(self, formats: Formats, place: Place, *, company: bool) -> None:
        self._formats = formats
        self._place = place
        self._company = company
        self.waiting: frozenset[bytes] = frozenset()

    def tell(self, entry: TimelineEntry) -> Told:
        """Return how `entry` reads, and whether what was written waits to be sent."""
        told = self._told(entry)
        if entry.record in self.waiting and entry.source in WAITING:
            return told._replace(badges=(*told.badges, waiting_badge()))
        return told

    def _told(self, entry: TimelineEntry) -> Told:
        match entry.source:
            case Source.INTERACTION:
                return self._interaction(entry)
            case Source.TASK:
                return self._plain(entry, _("Done: {title}").format(title=entry.title), "task", Tone.SUCCESS)
            case Source.TICKET | Source.SOLVED:
                return self._ticket(entry)
            case Source.MOVE:
                return self._move(entry)
            case Source.CHANGE:
                return self._change(entry)
            case Source.ADDED:
                title = _("Added by {name}").format(name=entry.member) if entry.member else _("Added")
                return Told(title, "", self._when(entry), ICONS["added"], Tone.NEUTRAL)
            case Source.PURCHASE:
                return self._purchase(entry)

    def group(self, entry: TimelineEntry) -> str:
        """Return the group that `entry` stands in: coming, this week, last week, a month."""
        day, week = self._day(entry), self._week()
        today = self._formats.today()
        if day > today:
            return _("Coming up")
        if day >= week:
            return _("This week")
        if day >= week - WEEK:
            return _("Last week")
        month = self._formats.locale.standaloneMonthName(day.month)
        if day.year == today.year:
            return month
        return _("{month} {year}").format(month=month, year=day.year)

    def _interaction(self, entry: TimelineEntry) -> Told:
        name = entry.person_name if self._company else ""
        return Told(
            interaction_title(entry, name),
            aside_words(entry, self._formats, name),
            self._when(entry),
            entry.kind if entry.kind in CHANNELS else "note",
            TONES.get(entry.kind, Tone.NEUTRAL),
            text=entry.body or entry.title,
            badges=self._badges(entry),
            links=self.links(entry),
        )

    def links(self, entry: TimelineEntry) -> tuple[NameLink, ...]:
        """Return the records that are named in the text of `entry`."""
        text = entry.body or entry.title
        if "@" not in text:
            return ()
        found = [NameLink(name, "contact", bytes.fromhex(record)) for record, name in entry.rest.get("with") or ()]
        if entry.person is not None:
            found.append(NameLink(entry.person_name, "contact", entry.person))
        if entry.rest.get("deal_id"):
            found.append(NameLink(str(entry.rest["deal"]), "pipeline", bytes.fromhex(entry.rest["deal_id"])))
        return tuple(each for each in found if f"@{each.name}" in text)

    def _badges(self, entry: TimelineEntry) -> tuple[Badge, ...]:
        badges: list[Badge] = []
        files = entry.rest.get("files")
        if files:
            badges.append(Badge(ngettext("{n} file", "{n} files", files).format(n=files), icon="attachment"))
        if entry.rest.get("planned") and entry.at > self._formats.now():
            badges.append(Badge(_("Planned"), Tone.ACCENT, "planned"))
        if entry.rest.get("outcome"):
            badges.append(Badge(str(entry.rest["outcome"])))
        if entry.rest.get("deal"):
            badges.append(Badge(str(entry.rest["deal"]), Tone.VIOLET, "deal"))
        if entry.follow is not None:
            due = date.fromisoformat(entry.follow.due_day) if entry.follow.due_day else None
            late = due is not None and due < self._formats.today()
            tone = Tone.SUCCESS if entry.follow.done else Tone.DANGER if late else Tone.NEUTRAL
            icon = "done" if entry.follow.done else "late" if late else "planned"
            badges.append(Badge(_("Next step: {title}").format(title=entry.follow.title), tone, icon))
        return tuple(badges)

    def _ticket(self, entry: TimelineEntry) -> Told:
        number = ticket_number(entry.rest.get("number"))
        kind = label_of(TICKET.by_name["kind"], entry.kind)
        if entry.source is Source.SOLVED:
            answer = entry.rest.get("satisfaction")
            aside = _("{kind}, rated {n} of 5").format(kind=kind, n=answer) if answer else kind
            told = self._plain(entry, _("Ticket {number} solved").format(number=number), "ticket", Tone.SUCCESS)
        else:
            due = entry.rest.get("due")
            left = self._formats.left_within(_instant(due) - self._formats.now()) if due else ""
            aside = _("{kind}, {left}").format(kind=kind, left=left) if left else kind
            told = self._plain(entry, _("Ticket {number} opened").format(number=number), "ticket", Tone.WARNING)
        return told._replace(aside=aside, text=entry.title)

    def _move(self, entry: TimelineEntry) -> Told:
        amount, currency = entry.rest.get("amount"), entry.rest.get("currency") or ""
        money = self._formats.money(amount, currency, whole=True) if amount is not None else ""
        stage, before = str(entry.rest.get("stage") or ""), entry.rest.get("from")
        aside = _("by {name}").format(name=entry.member) if entry.member else ""
        if entry.kind == "won":
            title, icon, tone = _("Deal won: {title}"), "won", Tone.SUCCESS
        elif entry.kind == "lost":
            title, icon, tone = _("Deal lost: {title}"), "lost", Tone.DANGER
        else:
            title, icon, tone = _("Deal {title}") if before else _("Deal opened: {title}"), "deal", Tone.VIOLET
        line = [Run(_("Stage")), *([Run(str(before), "before"), Run("→")] if before else []), Run(stage, "after")]
        if money:
            line += [Run("·"), Run(_("amount {money}").format(money=money))]
        if entry.rest.get("reason"):
            line += [Run("·"), Run(str(entry.rest["reason"]))]
        when = self._when(entry)
        return Told(title.format(title=entry.title), aside, when, icon, tone, runs=(tuple(line),))

    def _change(self, entry: TimelineEntry) -> Told:
        removed = next((each for each in entry.changes if each.field.name == "removed_at"), None)
        who = _("by {name}").format(name=entry.member) if entry.member else ""
        if removed is not None:
            title = _("Deleted") if removed.after is not None else _("Restored")
            return Told(title, who, self._when(entry), "bin" if removed.after else "restore", Tone.NEUTRAL)
        names = ", ".join(_(each.field.label) for each in entry.changes)
        title = _("Changed {fields}").format(fields=names) if names else entry.title
        lines = tuple(self._changed(each, named=len(entry.changes) > 1) for each in entry.changes)
        return Told(title, who, self._when(entry), ICONS["change"], Tone.NEUTRAL, runs=lines)

    def _changed(self, change: FactChange, *, named: bool) -> tuple[Run, ...]:
        before = self._fact(change, change.before, change.before_name)
        after = self._fact(change, change.after, change.after_name)
        line = [Run(_(change.field.label))] if named else []
        if before:
            line += [Run(before, "before"), Run("→")]
        line.append(Run(after, "after") if after else Run(_("empty")))
        return tuple(line)

    def _fact(self, change: FactChange, stored: Stored, name: str) -> str:
        if change.field.kind is FieldKind.LINK:
            return name
        shown = read_value(change.field, stored, self._place)
        return " ".join(shown.split())

    def _plain(self, entry: TimelineEntry, title: str, icon: str, tone: Tone) -> Told:
        aside = _("by {name}").format(name=entry.member) if entry.member else ""
        return Told(title, aside, self._when(entry), ICONS[icon], tone, text=entry.body)

    def _purchase(self, entry: TimelineEntry) -> Told:
        quantity, price = entry.rest.get("quantity"), entry.rest.get("price")
        title = _("Purchase: {title}").format(title=entry.title)
        if quantity not in (None, 1):
            title = _("Purchase: {title} × {n}").format(title=entry.title, n=f"{quantity:g}")
        order, serial = entry.rest.get("order"), entry.rest.get("serial")
        aside = _("Order {number}").format(number=order) if order else ""
        lines: list[str] = []
        if price is not None:
            total = round(price * (1 if quantity is None else quantity))
            lines.append(self._formats.money(total, entry.rest.get("currency") or ""))
        if serial:
            lines.append(_("serial number {serial}").format(serial=serial))
        text = "\n".join(part for part in (", ".join(lines), entry.body) if part)
        return Told(title, aside, self._when(entry), "purchase", Tone.SUCCESS, text=text)

    def _week(self) -> date:
        """Return the day on which this week began, as weeks begin here."""
        today = self._formats.today()
        return today - timedelta(days=(today.weekday() - self._formats.first_weekday) % 7)

    def _day(self, entry: TimelineEntry) -> date:
        return entry.day or self._formats.local(entry.at).date()

    def _when(self, entry: TimelineEntry) -> str:
        day = self._day(entry)
        if entry.day is None and day >= self._week() - WEEK:
            return self._formats.moment(entry.at)
        return self._formats.day(day)


def _instant(ms: object) -> datetime:
    return datetime.fromtimestamp(int(str(ms)) / 1000, UTC)
