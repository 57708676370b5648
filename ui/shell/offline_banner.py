"""Once a day, on the first record that is opened while the office server is not reached: where the work is kept."""

from PySide6.QtCore import QObject

from crm_desktop.journal.journal import Journal
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.sync.status import Sharing
from crm_desktop.sync.trouble import Trouble
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from ui.kit.notices import Banner
from ui.kit.theme import Tone
from ui.shell.sharing import SharingWatch
from ui.shell.sharing_words import is_offline, synced
from ui.shell.workplace import Workplace

# The day on which it was told last.
TOLD = "offline_told"
RECORD_PAGES = frozenset({"contact", "pipeline", "tickets", "products"})


class OfflineBanner(QObject):
    """Shows the banner above the record, and takes it away when the server is reached again."""

    def __init__(self, workplace: Workplace, watch: SharingWatch) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        self._desk = workplace.desk
        self._watch = watch
        self._sharing: Sharing | None = None
        self._told = ""
        self.banner: Banner | None = None
        watch.told.connect(self._take)
        workplace.arrived.connect(self._look)

    def _take(self, sharing: Sharing | None) -> None:
        self._sharing = sharing
        if sharing is None or not is_offline(sharing):
            self._shut()
        elif self.banner is not None:
            self._put(sharing)
        else:
            self._look()

    def _look(self) -> None:
        here, sharing = self._workplace.trail.here, self._sharing
        shows_record = here is not None and here.record is not None and here.page in RECORD_PAGES
        if not shows_record:
            self._shut()
        if shows_record and sharing is not None and is_offline(sharing) and self._told != self._today:
            self._told = self._today
            self._desk.read(_told_last, owner=self, then=self._show, key="offline")

    @property
    def _today(self) -> str:
        return self._desk.today().isoformat()

    def _show(self, told_last: str | None) -> None:
        sharing = self._sharing
        if told_last == self._today or sharing is None or not is_offline(sharing):
            return
        self._desk.tasks.run(_note_told, self._desk.file.workspace.journal, self._today, owner=self, writer=True)
        self._put(sharing)

    def _put(self, sharing: Sharing) -> None:
        text = _("You can go on working. {synced}.").format(synced=synced(sharing, self._desk.formats))
        if sharing.unsent:
            kept = ngettext(
                "{n} change is kept on this computer.", "{n} changes are kept on this computer.", sharing.unsent
            )
            text = f"{kept.format(n=self._desk.formats.number(sharing.unsent))} {text}"
        happened = (sharing.trouble or Trouble.UNREACHED).words
        strong = _("Working offline.") if sharing.paused else _("{headline}.").format(headline=happened)
        link = _("Work online") if sharing.paused else _("Try again")
        self.banner = Banner(self._desk.theme, strong, text, link, tone=Tone.NEUTRAL, icon="offline")
        self.banner.link_clicked.connect(self._reach)
        self.banner.closed.connect(self._shut)
        self._workplace.put_above(self.banner)

    def _reach(self) -> None:
        if self._sharing is not None and self._sharing.paused:
            self._watch.set_offline(on=False)
        else:
            self._watch.sync_now()

    def _shut(self) -> None:
        if self.banner is not None:
            self.banner = None
            self._workplace.put_above(None)


def _told_last(reader: Connection) -> str | None:
    return local_value(reader, TOLD)


def _note_told(journal: Journal, day: str) -> None:
    with journal.bookkeeping() as connection:
        set_local_value(connection, TOLD, day)
