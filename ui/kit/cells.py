"""What a table cell shows, made ready once from a row's value, by kind of column."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, TypeVar

from crm_desktop.values.money import Money as Money
from crm_desktop.words import _
from ui.kit.formats import Formats
from ui.kit.painting import Badge, Face
from ui.kit.theme import Tone

T = TypeVar("T")


class CellKind(StrEnum):
    """How the value of a column is shown, and what that value is."""

    TEXT = "text"
    """str"""
    STRONG = "strong"
    """str, in `control` weight"""
    QUIET = "quiet"
    """str, in text2"""
    NAME = "name"
    """Face: avatar and name"""
    NUMBER = "number"
    """int or float"""
    MONEY = "money"
    """Money: minor units and currency"""
    DAY = "day"
    """date"""
    DUE = "due"
    """date: red when late, blue when today"""
    AGO = "ago"
    """Past: an instant or day, perhaps with an icon"""
    BADGE = "badge"
    """Badge"""
    BADGES = "badges"
    """tuple of Badge"""
    TAGS = "tags"
    """tuple of str"""
    STEP = "step"
    """Step: the next step and its state"""
    PHONE = "phone"
    """str"""
    EMAIL = "email"
    """str, elided in the middle"""
    CONSENT = "consent"
    """Consent"""
    YES_NO = "yes_no"
    """bool"""
    CHECK = "check"
    """none: the box that selects the row"""


class Past(NamedTuple):
    """Something that happened: when, an icon for what, and whether it is worryingly long ago."""

    when: date | datetime
    icon: str = ""
    stale: bool = False


class StepState(StrEnum):
    """Where the next step stands."""

    LATE = "late"
    TODAY = "today"
    PLANNED = "planned"
    NONE = "none"


class Step(NamedTuple):
    """The next step: what, and where it stands."""

    text: str
    state: StepState


class Permission(StrEnum):
    """Whether a channel may be used."""

    GIVEN = "given"
    NOT_ASKED = "not_asked"
    WITHDRAWN = "withdrawn"


class Consent(NamedTuple):
    """Whether e-mail, phone and post may be used."""

    email: Permission
    phone: Permission
    post: Permission


class Cell(NamedTuple):
    """What one cell shows; `spoken` is what a screen reader says where `text` alone is not enough."""

    text: str = ""
    colour: str = "text"
    style: str = "body"
    icon: str = ""
    icon_colour: str = "text2"
    face: Face | None = None
    badges: tuple[Badge, ...] = ()
    consent: Consent | None = None
    numbers: bool = False
    elide_middle: bool = False
    spoken: str = ""


EMPTY = Cell()
RIGHT_ALIGNED = frozenset({CellKind.NUMBER, CellKind.MONEY})


def step_icon(state: StepState) -> tuple[str, str]:
    """Return the icon and the colour that show `state`."""
    return {
        StepState.LATE: ("late", "danger"),
        StepState.TODAY: ("due today", "success"),
        StepState.PLANNED: ("planned", "text2"),
        StepState.NONE: ("no next step", "warning"),
    }[state]


def made_cell(kind: CellKind, value: object, formats: Formats) -> Cell:
    """Return what shows `value` in a column of `kind`; nothing for None."""
    if value is None:
        return EMPTY
    return _MAKERS[kind](value, formats)


def _text(value: object, _formats: Formats) -> Cell:
    return Cell(str(value))


def _name(value: object, _formats: Formats) -> Cell:
    face = _expect(value, Face)
    return Cell(face.name, style="control", face=face)


def _number(value: object, formats: Formats) -> Cell:
    if isinstance(value, float):
        return Cell(formats.number(value, 2), numbers=True)
    return Cell(formats.number(_expect(value, int)), numbers=True)


def _money(value: object, formats: Formats) -> Cell:
    amount = _expect(value, Money)
    return Cell(formats.money(amount.amount_minor, amount.currency), numbers=True)


def _day(value: object, formats: Formats) -> Cell:
    return Cell(formats.day(_expect(value, date)), "text2", numbers=True)


def _due(value: object, formats: Formats) -> Cell:
    day = _expect(value, date)
    distance = (day - formats.today()).days
    colour = "danger" if distance < 0 else "accentText" if distance == 0 else "text2"
    text, late = formats.due(day), formats.lateness(day)
    return Cell(text, colour, numbers=True, spoken=_("Due {day}, {late}").format(day=text, late=late) if late else "")


def _ago(value: object, formats: Formats) -> Cell:
    past = _expect(value, Past)
    return Cell(formats.ago(past.when), "warning" if past.stale else "text2", icon=past.icon, numbers=True)


def _badge(value: object, _formats: Formats) -> Cell:
    badge = _expect(value, Badge)
    return Cell(badges=(badge,), spoken=badge.text)


def _badges(value: object, _formats: Formats) -> Cell:
    badges = tuple(_expect(badge, Badge) for badge in _expect(value, tuple))
    return Cell(badges=badges, spoken=", ".join(badge.text for badge in badges))


def _tags(value: object, _formats: Formats) -> Cell:
    tags = tuple(str(tag) for tag in _expect(value, tuple))
    return Cell(badges=tuple(Badge(tag, Tone.TAG) for tag in tags), spoken=", ".join(tags))


def _step(value: object, _formats: Formats) -> Cell:
    step = _expect(value, Step)
    if step.state is StepState.NONE:
        return Cell(step.text or _("None planned"), "text3", icon=step_icon(step.state)[0], icon_colour="text3")
    return Cell(step.text)


def _email(value: object, _formats: Formats) -> Cell:
    return Cell(str(value), elide_middle=True)


def _yes_no(value: object, _formats: Formats) -> Cell:
    return Cell(icon="check", spoken=_("Yes")) if value else Cell(spoken=_("No"))


def _consent(value: object, _formats: Formats) -> Cell:
    consent = _expect(value, Consent)
    return Cell(consent=consent, spoken=", ".join(consent_words(consent)))


def consent_words(consent: Consent) -> list[str]:
    """Return one phrase a channel: "Email allowed", "phone refused", "post not asked"."""
    words = {
        Permission.GIVEN: (_("Email allowed"), _("phone allowed"), _("post allowed")),
        Permission.NOT_ASKED: (_("Email not asked"), _("phone not asked"), _("post not asked")),
        Permission.WITHDRAWN: (_("Email refused"), _("phone refused"), _("post refused")),
    }
    return [words[permission][channel] for channel, permission in enumerate(consent)]


def _check(_value: object, _formats: Formats) -> Cell:
    return EMPTY


_MAKERS: Mapping[CellKind, Callable[[object, Formats], Cell]] = {
    CellKind.TEXT: _text,
    CellKind.STRONG: lambda value, _formats: Cell(str(value), style="control"),
    CellKind.QUIET: lambda value, _formats: Cell(str(value), "text2"),
    CellKind.NAME: _name,
    CellKind.NUMBER: _number,
    CellKind.MONEY: _money,
    CellKind.DAY: _day,
    CellKind.DUE: _due,
    CellKind.AGO: _ago,
    CellKind.BADGE: _badge,
    CellKind.BADGES: _badges,
    CellKind.TAGS: _tags,
    CellKind.STEP: _step,
    CellKind.PHONE: lambda value, formats: Cell(formats.phone(str(value))),
    CellKind.EMAIL: _email,
    CellKind.CONSENT: _consent,
    CellKind.YES_NO: _yes_no,
    CellKind.CHECK: _check,
}


def _expect(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"a column of this kind shows {kind.__name__}, not {value!r}")
    return value
