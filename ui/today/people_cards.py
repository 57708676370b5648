"""The cards of the Today page that are about people: promises, keeping in touch, birthdays."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget

from crm_desktop.activities.keep_in_touch import OutOfTouch, out_of_touch_filter
from crm_desktop.contacts.birthdays import Birthday
from crm_desktop.contacts.promises import OpenPromise, keep_promise
from crm_desktop.reports.today import TodayView
from crm_desktop.words import _
from ui.kit.boxes import is_mirrored
from ui.kit.desk import Desk, Place
from ui.today.cards import ListCard
from ui.today.people_painters import PeoplePainters

TICK = 36


class PeopleCards(QObject):
    """Three cards; a promise is ticked like a follow-up, the others lead to the person."""

    def __init__(self, desk: Desk, paint: PeoplePainters, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._paint = paint
        self._rhythms: dict[str, int] = {}
        self.promises: ListCard[OpenPromise] = ListCard(
            desk, _("Promises due"), "", "promise", paint.promise_heights, paint.promise, self._promise_words, most=5
        )
        self.touch: ListCard[OutOfTouch] = ListCard(
            desk, _("Keep in touch"), _("Show all"), "call", paint.touch_heights, paint.touch, self._touch_words, most=5
        )
        self.birthdays: ListCard[Birthday] = ListCard(
            desk, _("Birthdays"), "", "birthday", paint.birthday_heights, paint.birthday, self._birthday_words, most=5
        )
        self.promises.view.opened.connect(lambda item: self._open(item.contact))
        self.promises.view.hit.connect(self._hit_promise)
        self.touch.view.opened.connect(lambda item: self._open(item.id))
        self.touch.view.hit.connect(lambda item, *_where: self._open(item.id))
        self.touch.link_clicked.connect(self._show_silent)
        self.birthdays.view.opened.connect(lambda item: self._open(item.person))
        self.birthdays.view.hit.connect(lambda item, *_where: self._open(item.person))

    @property
    def cards(self) -> Sequence[QWidget]:
        """The cards in their order."""
        return (self.promises, self.touch, self.birthdays)

    def show_view(self, view: TodayView) -> None:
        """Show what the day holds."""
        self._rhythms = view.rhythms
        self.promises.show_rows(view.promises, str(len(view.promises)), _("No promise is due"))
        self.touch.show_rows(view.touch, str(view.touch_count), _("You kept in touch with everyone"))
        self.birthdays.show_rows(view.birthdays, str(len(view.birthdays)), _("No birthday in the next days"))

    def _hit_promise(self, item: OpenPromise, at: QPoint, box: QRect) -> None:
        start = box.right() - at.x() if is_mirrored(self.promises) else at.x() - box.left()
        if start > self._desk.theme.px(TICK):
            self._open(item.contact)
            return
        kept = _("Kept: {text}").format(text=item.text)
        self._desk.act(partial(keep_promise, kept=True), item.id, done=kept)

    def _open(self, contact: bytes | None) -> None:
        if contact is not None:
            self._desk.go(Place("contact", contact))

    def _show_silent(self) -> None:
        self._desk.go(Place("contacts", None, {"kind": "people", "filter": out_of_touch_filter(self._rhythms)}))

    def _promise_words(self, item: OpenPromise) -> str:
        return ", ".join(each for each in (item.text, item.name, self._paint.promised(item)) if each)

    def _touch_words(self, item: OutOfTouch) -> str:
        return ", ".join(each for each in (item.name, item.company_name, self._paint.silent(item)) if each)

    def _birthday_words(self, item: Birthday) -> str:
        day = self._desk.formats.due(item.day)
        return ", ".join(each for each in (item.name, self._paint.turns(item), day) if each)
