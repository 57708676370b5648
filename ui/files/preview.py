"""A file shown in the app itself, from memory: nothing of it is written anywhere."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.files.queries import FileRow
from crm_desktop.words import _, pgettext
from ui.files.fetching import Fetching
from ui.files.file_line import file_icon
from ui.files.saving import ask_copy
from ui.files.sheets import ImageSheet, TextSheet
from ui.files.shown import PageShown, Shown, TextShown, shown_file
from ui.kit.buttons import Button, IconButton
from ui.kit.desk import Desk
from ui.kit.labels import Text
from ui.kit.layouts import Stack, row
from ui.kit.notices import EmptyState
from ui.kit.stand_in import StandIn
from ui.kit.tasks import LongTask

WIDTH, HEIGHT = 880, 720
AROUND = 80  # what the system keeps free around a dialog
DPI = 110.0


class PreviewDialog(QDialog):
    """Shows one of `files` after the other: PDF page by page, images, text. Others only by a copy outside."""

    def __init__(self, desk: Desk, file: FileRow, files: Sequence[FileRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._files = list(files) or [file]
        self._at = next((at for at, each in enumerate(self._files) if each.id == file.id), 0)
        self._page = 0
        self._pages = 0
        # what is asked for: an answer to an earlier question is not shown
        self._count = 0
        theme = desk.theme
        self._told = Text(theme, "", "small", "text2")
        self._title = Text(theme, "", "title")
        self._before = IconButton(theme, "up", _("Previous file"))
        self._after = IconButton(theme, "down", _("Next file"))
        self._page_before = IconButton(theme, "back", _("Page before"))
        self._page_after = IconButton(theme, "forward", _("Next page"))
        self._place = Text(theme, "", "small", "text2")
        self._copy = Button(theme, _("Save a copy…"), size="small", icon="export file")
        self._close = Button(theme, _("Close"), size="small")
        self.image = ImageSheet(desk)
        self.text = TextSheet(desk)
        self._waiting = Fetching(desk)
        self._task: LongTask | None = None
        self._stack = StandIn(self._waiting)
        self._stack.addWidget(self.image)
        self._stack.addWidget(self.text)
        self._lay_out()
        self._connect()
        room = self.screen().availableSize()
        self.resize(min(theme.px(WIDTH), room.width() - AROUND), min(theme.px(HEIGHT), room.height() - AROUND))
        self._show_file()

    @property
    def file(self) -> FileRow:
        """The file that is shown."""
        return self._files[self._at]

    def step(self, by: int) -> None:
        """Show the file `by` further."""
        place = self._at + by
        if 0 <= place < len(self._files):
            self._at, self._page = place, 0
            self._show_file()

    def turn(self, by: int) -> None:
        """Show the page `by` further."""
        page = self._page + by
        if 0 <= page < self._pages:
            self._page = page
            self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down turn pages, Ctrl with them goes through the files."""
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        by = steps.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step(by)
        else:
            self.turn(by)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the keys that turn pages from the picture of the page."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            paging = event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
            if paging and (self._pages > 1 or event.modifiers() & Qt.KeyboardModifier.ControlModifier):
                self.keyPressEvent(event)
                return True
        return False

    def _lay_out(self) -> None:
        theme = self._desk.theme
        head = row(theme, self._title, None, self._told, self._before, self._after, gap=8)
        head.setStretch(0, 1)
        foot = row(theme, self._page_before, self._place, self._page_after, None, self._copy, self._close, gap=8)
        whole = Stack(theme, gap=12, margins=(20, 16, 20, 16))
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)
        whole.addLayout(foot)
        self.setLayout(whole)

    def _connect(self) -> None:
        self._before.clicked.connect(lambda: self.step(-1))
        self._after.clicked.connect(lambda: self.step(1))
        self._page_before.clicked.connect(lambda: self.turn(-1))
        self._page_after.clicked.connect(lambda: self.turn(1))
        self._copy.clicked.connect(lambda: ask_copy(self._desk, self.file, self))
        self._close.clicked.connect(self.accept)
        self._waiting.stopped.connect(self._stop)
        self.finished.connect(self._give_up)
        for sheet in (self.image, self.text):
            sheet.keys_from.installEventFilter(self)

    def _show_file(self) -> None:
        file, formats = self.file, self._desk.formats
        self.setWindowTitle(file.name)
        self._title.setText(file.name)
        when = formats.ago(file.added_at)
        self._told.setText(_("{size} · {when}").format(size=formats.size(file.size), when=when))
        self._before.setVisible(len(self._files) > 1)
        self._after.setVisible(len(self._files) > 1)
        self._before.setEnabled(self._at > 0)
        self._after.setEnabled(self._at < len(self._files) - 1)
        self._pages = 0
        self._show_place()
        self._stack.show_page()
        self._ask()

    def _ask(self) -> None:
        self._give_up()
        self._count += 1
        number = self._count
        self._task = self._desk.tasks.run(
            shown_file,
            self._desk.file.workspace,
            self.file,
            self._page,
            DPI * self._desk.theme.zoom * self.devicePixelRatioF(),
            owner=self,
            then=lambda shown: self._show(shown) if number == self._count else None,
            on_error=lambda error: self._fail(error) if number == self._count else None,
            title=_("Opening {name}").format(name=self.file.name),
        )
        self._waiting.follow(self._task)

    def _stop(self) -> None:
        """Fetch no more of the file; what came stays."""
        self._give_up()
        self._count += 1
        notice = EmptyState(
            self._desk.theme,
            file_icon(self.file.media_type),
            _("The file was not opened"),
            _("What came of it is kept: the rest is fetched when it is opened again."),
            pgettext("act", "Open"),
        )
        notice.acted.connect(self._show_file)
        self._instead(notice)
        notice.button.setFocus()

    def _give_up(self) -> None:
        """Let nobody wait for a file that is not looked at any more."""
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self._waiting.follow(None)

    def _show(self, shown: Shown | None) -> None:
        self._task = None
        self._waiting.follow(None)
        if isinstance(shown, PageShown):
            self._pages = shown.pages
            self.image.show_image(shown.image)
            self._stack.setCurrentWidget(self.image)
            self.image.keys_from.setFocus()
        elif isinstance(shown, TextShown):
            self.text.show_text(shown.text)
            self._stack.setCurrentWidget(self.text)
            self.text.keys_from.setFocus()
        else:
            self._instead(
                EmptyState(
                    self._desk.theme,
                    file_icon(self.file.media_type),
                    _("This kind of file cannot be shown here"),
                    _("Save a copy to open it in another program. The copy is not encrypted."),
                )
            )
        self._show_place()

    def _fail(self, error: CrmError) -> None:
        self._task = None
        self._waiting.follow(None)
        self._instead(EmptyState(self._desk.theme, "error", _("The file could not be shown"), str(error)))

    def _instead(self, notice: QWidget) -> None:
        self._stack.show_instead(notice)
        self._copy.setFocus()

    def _show_place(self) -> None:
        several = self._pages > 1
        for each in (self._page_before, self._place, self._page_after):
            each.setVisible(several)
        self._place.setText(_("Page {n} of {count}").format(n=self._page + 1, count=self._pages))
        self._page_before.setEnabled(self._page > 0)
        self._page_after.setEnabled(self._page < self._pages - 1)
