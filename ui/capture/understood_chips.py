"""The chips below a quick entry: what was understood, each to be corrected or taken away."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.capture.bought import PURCHASE, FoundPurchase
from crm_desktop.capture.names import Named
from crm_desktop.capture.tokens import Span
from crm_desktop.capture.understood import Understood
from crm_desktop.schema.activities import DIRECTIONS, INTERACTION_KINDS
from crm_desktop.words import _
from ui.capture.choices import (
    DEAL,
    DIRECTION,
    DUE,
    KIND,
    MINUTES,
    PRICE,
    PRODUCT,
    STEP,
    TICKET,
    WHEN,
    Choices,
    name_record,
    settled,
    words_of_span,
)
from ui.kit.bought_words import price_options, price_shown, product_options, product_shown
from ui.kit.chips import Chip
from ui.kit.desk import Desk
from ui.kit.layouts import FlowLayout
from ui.kit.menus import drop

Moment = tuple[date, time | None]


class UnderstoodChips(QWidget):
    """Shows what a line means; `changed` carries the Choices after the user decided something."""

    changed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._choices = Choices()
        self._flow = FlowLayout(desk.theme, gap=6)
        self.setLayout(self._flow)
        self.chips: dict[str, Chip] = {}

    def show_understood(self, said: Understood, choices: Choices) -> None:
        """Show what `said` means with the user's `choices`."""
        self._choices = choices
        in_hand = self._in_hand()
        self._clear()
        if said.line.tokens:
            self._add_all(said, choices)
        if in_hand is not None:
            self._take_up(*in_hand)

    def _add_all(self, said: Understood, choices: Choices) -> None:
        entry = settled(said, choices)
        self._add_kind(entry.kind, entry.direction, purchase=said.purchase is not None)
        for named in (*said.people, *said.companies):
            self._add_name(said, named)
        if said.purchase is not None and entry.kind == PURCHASE:
            self._add_product(said, said.purchase)
            self._add_price(said, said.purchase)
        self._add_meant(said, DEAL)
        self._add_meant(said, TICKET)
        if said.when is not None and entry.day is not None:
            span, readings = said.when.span, ((said.when.day, said.when.clock), *said.when.others)
            self._add_moment(said, WHEN, span, (entry.day, entry.clock), readings)
        if entry.minutes is not None:
            chip = self._add(MINUTES, "clock", self._desk.formats.duration(entry.minutes), removable=True)
            self._dropping(chip, said, MINUTES, said.minutes_span)
        self._add_step(said)
        self.updateGeometry()

    def _add_kind(self, kind: str | None, direction: str | None, *, purchase: bool) -> None:
        labels = {each.value: _(each.label) for each in INTERACTION_KINDS}
        if purchase:
            labels = {PURCHASE: _("Purchase"), **labels}
        shown = labels[kind] if kind is not None else _("Only a next step")
        chip = self._add(KIND, kind or "task", shown, drops=True)
        options = [(label, partial(self._decide_kind, value)) for value, label in labels.items()]
        chip.clicked.connect(partial(self._offer, chip, options))
        if direction is not None:
            ways = {each.value: _(each.label) for each in DIRECTIONS}
            turned = self._add(DIRECTION, "", ways[direction])
            other = "in" if direction == "out" else "out"
            turned.clicked.connect(lambda: self._decide(self._with(direction=other)))

    def _add_name(self, said: Understood, named: Named) -> None:
        words = words_of_span(said, named.span)
        record = name_record(said, named, self._choices)
        known = {each.id: each for each in named.offers}
        typed = said.line.text[slice(*said.line.place(named.span))]
        title = known[record].name if record is not None else _("Who is “{words}”?").format(words=typed)
        company = known[record].is_company if record is not None else named.offers[0].is_company
        chip = self._add(
            f"name {words}", "company" if company else "person", title, dashed=record is None, drops=len(known) > 1
        )
        options: list[tuple[str, Callable[[], None]]] = [
            (
                _("{name}, {note}").format(name=each.name, note=each.note) if each.note else each.name,
                partial(self._decide_record, "name", words, each.id),
            )
            for each in named.offers
        ]
        options.append((_("None of them"), partial(self._decide_record, "name", words, None)))
        chip.clicked.connect(partial(self._offer, chip, options))

    def _add_meant(self, said: Understood, piece: str) -> None:
        meant = said.deal if piece == DEAL else said.ticket
        if meant is None:
            return
        words = words_of_span(said, meant.span)
        record = self._choices.records.get((piece, words), meant.record)
        titles = dict(meant.offers)
        asked = _("Which deal?") if len(titles) > 1 else _("No deal")
        chip = self._add(
            piece, piece, titles.get(record, asked) if record else asked, dashed=record is None, drops=True
        )
        options: list[tuple[str, Callable[[], None]]] = [
            (title, partial(self._decide_record, piece, words, each)) for each, title in meant.offers
        ]
        options.append((_("None of them"), partial(self._decide_record, piece, words, None)))
        chip.clicked.connect(partial(self._offer, chip, options))

    def _add_product(self, said: Understood, found: FoundPurchase) -> None:
        words = words_of_span(said, found.span)
        product = self._choices.records.get((PRODUCT, words), found.product)
        offered = product_options(found)
        decided = product is not None or not offered or (PRODUCT, words) in self._choices.records
        chip = self._add(PRODUCT, "product", product_shown(found, product), dashed=not decided, drops=bool(offered))
        options = [(title, partial(self._decide_record, PRODUCT, words, each)) for title, each in offered]
        if options:
            chip.clicked.connect(partial(self._offer, chip, options))

    def _add_price(self, said: Understood, found: FoundPurchase) -> None:
        if found.price is None or (PRICE, words_of_span(said, found.span)) in self._choices.dropped:
            return
        formats, each = self._desk.formats, self._choices.each
        undecided = found.asks_price and each is None
        shown = price_shown(formats, found, each=each)
        chip = self._add(PRICE, "money", shown, dashed=undecided, drops=found.asks_price, removable=True)
        self._dropping(chip, said, PRICE, found.span)
        options = [(told, partial(self._decide_each, each=one)) for told, one in price_options(formats, found)]
        if options:
            chip.clicked.connect(partial(self._offer, chip, options))

    def _add_step(self, said: Understood) -> None:
        step = settled(said, self._choices).step
        if step is None or said.step is None:
            return
        chip = self._add(STEP, "plan", _("Next: {title}").format(title=step.title), removable=True)
        self._dropping(chip, said, STEP, said.step.span)
        when = said.step.when
        if when is not None and step.due is not None:
            readings = ((when.day, when.clock), *when.others)
            self._add_moment(said, DUE, when.span, (step.due, step.clock), readings)

    def _add_moment(self, said: Understood, piece: str, span: Span, shown: Moment, readings: Sequence[Moment]) -> None:
        words = words_of_span(said, span)
        several = len(readings) > 1
        undecided = several and (piece, words) not in self._choices.moments
        chip = self._add(
            piece, "calendar", self._moment(shown), dashed=undecided, drops=several, removable=piece == WHEN
        )
        if several:
            options = [(self._moment(each), partial(self._decide_moment, piece, words, each)) for each in readings]
            chip.clicked.connect(partial(self._offer, chip, options))
        if piece == WHEN:
            self._dropping(chip, said, piece, span)

    def _moment(self, moment: Moment) -> str:
        day, clock = moment
        shown = self._desk.formats.day(day, weekday=True)
        return shown if clock is None else _("{day}, {time}").format(day=shown, time=f"{clock:%H:%M}")

    def _add(
        self, name: str, icon: str, text: str, *, removable: bool = False, dashed: bool = False, drops: bool = False
    ) -> Chip:
        chip = Chip(self._desk.theme, text, icon=icon, removable=removable, dashed=dashed, drops=drops)
        self._flow.addWidget(chip)
        chip.show()
        self.chips[name] = chip
        return chip

    def _dropping(self, chip: Chip, said: Understood, piece: str, span: Span | None) -> None:
        words = words_of_span(said, span)
        chip.removed.connect(lambda: self._decide(self._choices.drop(piece, words)))

    def _offer(self, chip: Chip, options: Sequence[tuple[str, Callable[[], None]]]) -> None:
        menu = QMenu(self)
        for label, choose in options:
            menu.addAction(label).triggered.connect(lambda _on=False, choose=choose: choose())
        drop(menu, chip)

    def _decide_kind(self, kind: str) -> None:
        self._decide(self._with(kind=kind))

    def _decide_record(self, piece: str, words: str, record: bytes | None) -> None:
        self._decide(self._choices.choose(piece, words, record))

    def _decide_each(self, *, each: bool) -> None:
        self._decide(replace(self._choices, each=each))

    def _decide_moment(self, piece: str, words: str, moment: Moment) -> None:
        self._decide(self._choices.read_as(piece, words, moment))

    def _with(self, *, kind: str = "", direction: str = "") -> Choices:
        before = self._choices
        return replace(before, kind=kind or before.kind, direction=direction or before.direction)

    def _decide(self, choices: Choices) -> None:
        self._choices = choices
        self.changed.emit(choices)

    def _in_hand(self) -> tuple[str, int] | None:
        """Return the name and the place of the chip that has the focus."""
        focused = self.window().focusWidget()
        names = list(self.chips)
        return next(((name, at) for at, name in enumerate(names) if self.chips[name] is focused), None)

    def _take_up(self, name: str, at: int) -> None:
        """Put the focus on the chip called `name` again, or on the one that is in its place now."""
        chips = list(self.chips.values())
        chip = self.chips.get(name) or (chips[min(at, len(chips) - 1)] if chips else None)
        if chip is not None:
            chip.setFocus()

    def _clear(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.chips = {}
