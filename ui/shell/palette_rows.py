"""The lines of the palette: what each shows and what it does."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import NamedTuple

from crm_desktop.schema.attachments import ATTACHMENT
from crm_desktop.search.queries import Hit, SearchResult
from crm_desktop.search.quick import Found
from crm_desktop.values.counts import shown_number
from crm_desktop.values.names import fold
from crm_desktop.words import N_, _
from ui.kit.desk import Place
from ui.kit.formats import Formats
from ui.kit.page import Action
from ui.kit.painting import Face
from ui.kit.shown_keys import shown_keys
from ui.shell.places import place_of_kind

Act = Callable[[], object]
Make = Callable[[str, Mapping[str, bytes]], object]


class Piece(NamedTuple):
    """A piece of text, and whether it is marked as found."""

    text: str
    marked: bool = False


class Target(NamedTuple):
    """The record that a line stands for."""

    record: bytes
    kind: str
    title: str


class Row(NamedTuple):
    """One line; without `act` it is the head of the group that follows, `end` its count."""

    title: Sequence[Piece]
    note: Sequence[Piece] = ()
    end: str = ""
    keys: str = ""
    icon: str = ""
    face: Face | None = None
    act: Act | None = None
    hit: Hit | None = None
    target: Target | None = None
    command: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        parts = ("".join(piece.text for piece in self.title), "".join(piece.text for piece in self.note), self.end)
        return ", ".join(part for part in parts if part)

    @property
    def looks(self) -> tuple[object, ...]:
        """What is painted; two lines with the same look alike."""
        kind = self.target.kind if self.target is not None else ""
        return self.title, self.note, self.end, self.keys, self.icon, self.face, kind


class Tab(NamedTuple):
    """A narrowing of the palette: the kind that is searched, empty for all; "commands" searches none."""

    name: str
    title: str


# What is shown together, in this order: the groups of the search, and the title above them.
_GROUPS: Sequence[tuple[str, Sequence[str]]] = (
    (N_("Companies and people"), ("companies", "people")),
    (N_("Deals"), ("deals",)),
    (N_("Tickets"), ("tickets",)),
    (N_("Notes, emails and files"), ("activities", "files", "tasks", "promise", "known_fact")),
    (N_("Products and purchases"), ("products", "purchases")),
)
_ICONS = {
    "interaction": "note",
    "task": "task",
    "ticket": "ticket",
    "product": "product",
    "deal": "deal",
    "purchase": "purchase",
    "promise": "planned",
    "known_fact": "info",
}
# The link by which something new is about a record of a kind.
_LINK_OF = {"person": "person", "company": "company", "deal": "deal", "ticket": "ticket"}
MOST_IN_GROUP = 3
MOST_COMMANDS = 4
# Fields whose passages are words of somebody.
TEXT_INSIDE = ATTACHMENT.by_name["text"].label
_QUOTED = frozenset({"body", "text", "note", "notes", "description", "message"})


def tabs() -> list[Tab]:
    """Return the narrowings, in the order in which Tab goes through them."""
    return [
        Tab("", _("Everything")),
        Tab("people", _("People")),
        Tab("companies", _("Companies")),
        Tab("deals", _("Deals")),
        Tab("tickets", _("Tickets")),
        Tab("activities", _("Notes")),
        Tab("files", _("Files")),
        Tab("commands", _("Commands")),
    ]


def result_rows(result: SearchResult, formats: Formats, opens: Callable[[Hit], object], *, grouped: bool) -> list[Row]:
    """Return the hits: the best alone at the top where they are `grouped`, then each group with its count."""
    rows = [_hit_row(hit, formats, opens) for hit in result.hits]
    if not rows or not grouped:
        return rows
    counts = {each.group: each for each in result.counts}
    shown = [head(_("Best match")), rows[0]]
    for title, groups in _GROUPS:
        inside = _mixed([row for row in rows[1:] if row.hit is not None and row.hit.group in groups])
        if inside:
            found = [counts[group] for group in groups if group in counts]
            total = shown_number(sum(each.found for each in found)) + ("+" if any(each.more for each in found) else "")
            shown += [head(_(title), total), *inside[:MOST_IN_GROUP]]
    return shown


def _mixed(rows: Sequence[Row]) -> list[Row]:
    """Return the best of each kind in turn, so that none fills a group alone."""
    places: Counter[str] = Counter()
    turns: list[int] = []
    for row in rows:
        group = row.hit.group if row.hit is not None else ""
        turns.append(places[group])
        places[group] += 1
    return [row for _turn, row in sorted(zip(turns, rows, strict=True), key=lambda pair: pair[0])]


@lru_cache(512)
def _folded(label: str) -> str:
    return fold(label)


def fitting_actions(actions: Iterable[Action], typed: str) -> list[Action]:
    """Return those of `actions` whose label has all words of `typed`, without those that cannot be done now."""
    fitting = [each for each in actions if not each.why_not]
    for word in fold(typed).split():
        fitting = [each for each in fitting if word in _folded(each.label)]
    return fitting


def named_actions(fitting: Iterable[Action], typed: str) -> list[Action]:
    """Return the one of the `fitting` actions that is called exactly as was `typed`, or nothing."""
    wanted = fold(typed)
    return [each for each in fitting if _folded(each.label).rstrip(". ") == wanted][:1]


def command_rows(actions: Iterable[Action], typed: str) -> list[Row]:
    """Return lines for `actions`, the words of `typed` marked in their labels."""
    words = fold(typed).split()
    return [
        Row(
            marked(each.label, words),
            icon=each.icon or "command",
            keys=shown_keys(each.keys) if each.keys else "",
            act=each.run,
            command=each.name,
        )
        for each in actions
    ]


def head(title: str, count: str = "") -> Row:
    """Return the head of a group."""
    return Row([Piece(title)], end=count)


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """Return `text` in pieces, those that begin one of the folded `words` marked; folding keeps no letter's place."""
    lower = text.lower()
    spans = sorted((lower.find(word), len(word)) for word in words if word and lower.find(word) >= 0)
    pieces: list[Piece] = []
    at = 0
    for start, length in spans:
        if start >= at:
            pieces += [Piece(text[at:start]), Piece(text[start : start + length], marked=True)]
            at = start + length
    pieces.append(Piece(text[at:]))
    return [piece for piece in pieces if piece.text]


def new_rows(target: Target, make: Make) -> list[Row]:
    """Return what can be made for `target`."""
    link = _LINK_OF.get(target.kind)
    if link is None:
        return []
    values = {link: target.record}
    offered = [
        ("activity", "log", _("Log an activity with {name}…")),
        ("task", "plan", _("New task about {name}…")),
    ]
    if target.kind in ("person", "company"):
        offered.insert(0, ("deal", "deal", _("New deal for {name}…")))
    return [
        Row([Piece(text.format(name=target.title))], icon=icon, act=partial(make, kind, values))
        for kind, icon, text in offered
    ]


def reminder_row(typed: str, remind: Act) -> Row:
    """Return the line that reminds of what was `typed`."""
    before, _sign, after = _("Remind me about “{text}” tomorrow at 9").partition("{text}")
    return Row([Piece(before), Piece(typed, marked=True), Piece(after)], icon="plan", act=remind)


def found_rows(found: Sequence[Found], go: Callable[[Place], object]) -> list[Row]:
    """Return lines for records found by a short way."""
    rows = []
    for each in found:
        contact = each.kind in ("person", "company")
        target = Target(each.record, each.kind, each.title)
        place = place_of_kind(each.kind, each.record)
        rows.append(
            Row(
                [Piece(each.title)],
                [Piece(each.note)] if each.note else [],
                icon="" if contact else _ICONS.get(each.kind, "file"),
                face=Face(each.title, each.record, each.kind == "company") if contact else None,
                act=partial(go, place) if place is not None else None,
                target=target,
            )
        )
    return rows


def _hit_row(hit: Hit, formats: Formats, opens: Callable[[Hit], object]) -> Row:
    contact = hit.kind in ("person", "company")
    title = [Piece(part.text, part.marked) for part in hit.title_parts] or [Piece(hit.title)]
    secondary = hit.secondary
    if hit.kind == "ticket":
        number, _dot, secondary = secondary.partition(" · ")
        title = [Piece(f"{number} "), *title]
    return Row(
        title,
        _note(hit, secondary),
        _end(hit, formats),
        icon="" if contact else _icon(hit),
        face=Face(hit.title, hit.id, hit.kind == "company") if contact else None,
        act=partial(opens, hit),
        hit=hit,
        target=Target(hit.id, hit.kind, hit.title),
    )


def _icon(hit: Hit) -> str:
    if hit.kind == "file":
        # files come with the first that is found
        from ui.files.file_line import file_icon

        return file_icon(hit.sort)
    if hit.kind == "interaction" and hit.sort:
        return hit.sort
    return _ICONS.get(hit.kind, "file")


def _note(hit: Hit, secondary: str) -> list[Piece]:
    """Return what stands beside the title: what is known of the record, and the passage where that says more."""
    snippet = [Piece(part.text, part.marked) for part in hit.snippet]
    if hit.where in _QUOTED and snippet:
        snippet = [Piece("“"), *snippet, Piece("”")]
    if hit.where == "text" and hit.where_label != TEXT_INSIDE:
        # the page of a document
        snippet = [Piece(f"{hit.where_label}: "), *snippet]
    if not secondary:
        return snippet if hit.plain not in hit.title else []
    if hit.plain in secondary or hit.plain in hit.title:
        return marked(secondary, [part.text.lower() for part in hit.snippet if part.marked])
    return [Piece(secondary), *([Piece("   ")] if snippet else []), *snippet]


def _end(hit: Hit, formats: Formats) -> str:
    if hit.amount is not None:
        return formats.money(hit.amount, hit.currency)
    if hit.size is not None:
        return formats.size(hit.size)
    if hit.at_ms is not None:
        return formats.ago(datetime.fromtimestamp(hit.at_ms / 1000, UTC))
    return ""
