"""The desk: all that a page is given to read, write, move about and speak to the user."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import shiboken6
from PySide6.QtCore import QObject, Signal

from crm_desktop.errors import Cancelled, CrmError, UndoWouldOverwrite
from crm_desktop.jobs import Progress
from crm_desktop.journal.undo import Undone, undo_step
from crm_desktop.schema import forms
from crm_desktop.schema.own import Kinds
from crm_desktop.words import _
from ui.kit.core import Commit, Core, FileAccess
from ui.kit.drafts import Drafts
from ui.kit.formats import Formats
from ui.kit.tasks import LongTask, Tasks
from ui.kit.theme import Theme, Tone

T = TypeVar("T")
# What `renewed` carries after an exchange with the office server.
SHARING = "sharing"


class Place(NamedTuple):
    """Where to go: a page, perhaps a record on it, and what else the page wants to know."""

    page: str
    record: bytes | None = None
    arguments: Mapping[str, object] = MappingProxyType({})


class Saying(NamedTuple):
    """A short word to the user, shown as a toast."""

    text: str
    tone: Tone = Tone.SUCCESS
    undo: bool = False


class Desk(QObject):
    """What a page gets; `place` says how values are typed and shown, `member` is the id of the user's own record.

    `committed` carries each Commit, `said` each Saying for the toast, `place_wanted` each Place to go to,
    `undo_refused` the error that the shell asks the user about, with the step, None for the last one that stands,
    `crashed` a bug met by a worker
    (raised on the interface thread while no one listens), `settings_changed` the name of a setting that was changed,
    `renewed` the name of what was computed anew beside the records. `drafts` holds what is typed and not saved.
    """

    committed = Signal(object)
    said = Signal(object)
    place_wanted = Signal(object)
    undo_refused = Signal(object, object)
    settings_changed = Signal(str)
    renewed = Signal(str)

    def __init__(
        self,
        core: Core,
        theme: Theme,
        tasks: Tasks,
        clock: Callable[[], datetime],
        *,
        language: str = "en",
        currency: str = "USD",
        place: forms.Place | None = None,
        member: bytes | None = None,
        file: FileAccess | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.tasks = tasks
        self.place = place or forms.Place(language, "US", currency, ZoneInfo("UTC"))
        self.member = member
        self._file = file
        self.language = self.place.language
        self.currency = self.place.currency
        self.formats = Formats(self.place, self.now)
        self._core = core
        self._clock = clock
        self.drafts = Drafts(self.act, self.read, self)
        self.crashed = tasks.crashed
        core.on_commit(self._on_commit)
        tasks.failed.connect(self._on_failed)

    @property
    def file(self) -> FileAccess:
        """The file itself; a desk that was given none raises."""
        if self._file is None:
            raise RuntimeError("this desk was given no file")
        return self._file

    @property
    def kinds(self) -> Kinds:
        """The kinds of record, with the workspace's own fields as they are now."""
        return self._core.kinds

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return self._clock()

    def today(self) -> date:
        """Return today in the user's zone."""
        return self._clock().astimezone(self.place.zone).date()

    def read(
        self,
        query: Callable[..., T],
        *args: object,
        owner: QObject,
        then: Callable[[T], None],
        on_error: Callable[[CrmError], None] | None = None,
        key: str | None = None,
        title: str | None = None,
    ) -> LongTask | None:
        """Run `query(reader, *args)` on a reader thread and hand the result to `then`.

        The result is dropped when `owner` is gone, or when `owner` has asked again under the same `key`.
        With `title` the query is shown in the task strip and gets `progress=` as well; its LongTask is returned.
        """
        return self.tasks.run(
            partial(_with_reader, self._core, query),
            *args,
            owner=owner,
            then=then,
            on_error=on_error,
            key=key,
            title=title,
        )

    def act(
        self,
        action: Callable[..., T],
        *args: object,
        owner: QObject | None = None,
        then: Callable[[T], None] | None = None,
        on_error: Callable[[CrmError], None] | None = None,
        done: str | None = None,
        title: str | None = None,
    ) -> LongTask | None:
        """Run `action(journal, *args)` on the writer thread, then say `done` (past tense) with an Undo button.

        A CrmError, such as InvalidField, goes to `on_error`, else to a toast. With `title` the action is shown in
        the task strip and gets `progress=` as well.
        """

        def here() -> bool:
            return owner is None or shiboken6.isValid(owner)

        def finish(result: T) -> None:
            if done is not None:
                self.say(done, undo=True)
            if then is not None and here():
                then(result)

        def fail(error: CrmError) -> None:
            # What could not be saved is told even when the page that asked for it is gone.
            (on_error if on_error is not None and here() else self._on_failed)(error)

        job = partial(_with_journal, self._core, action)
        return self.tasks.run(job, *args, then=finish, on_error=fail, title=title, writer=True)

    def renew(
        self,
        name: str,
        work: Callable[..., object],
        *,
        owner: QObject,
        on_error: Callable[[CrmError], None],
        title: str | None = None,
    ) -> LongTask | None:
        """Run `work(journal)` beside the writer, then tell `renewed` of `name`.

        It is for what is computed from the records and kept beside them: it must write in short turns of its own, and
        nothing that the journal notes. With `title` it is shown in the task strip and gets `progress=` as well.
        """

        def tell(_found: object) -> None:
            self.renewed.emit(name)

        job = partial(_with_journal, self._core, work)
        return self.tasks.run(job, owner=owner, then=tell, on_error=on_error, title=title, key=f"renew {name}")

    def undo(self) -> None:
        """Undo the last step, on whichever page it was made."""
        self._step_back(self._core.undo_last, _("Undone: {label}"), _("There is nothing to undo"))

    def take_back(self, step: int, then: Callable[[], None] | None = None) -> None:
        """Take `step` back, whatever was done since, and call `then`; over newer edits only where the shell is told."""

        def tell(undone: Undone) -> None:
            self.say(_("Taken back: {label}").format(label=undone.label), undo=True)
            if then is not None:
                then()

        self.act(undo_step, step, then=tell, on_error=lambda error: self.undo_refused.emit(error, step))

    def redo(self) -> None:
        """Redo the step that was undone last."""
        self._step_back(self._core.redo_last, _("Redone: {label}"), _("There is nothing to redo"))

    def say(self, text: str, *, undo: bool = False, tone: Tone = Tone.SUCCESS) -> None:
        """Show `text` as a toast, with an Undo button where `undo` is true."""
        self.said.emit(Saying(text, tone, undo))

    def warn(self, text: str) -> None:
        """Show `text` as the toast of something that went wrong."""
        self.say(text, tone=Tone.DANGER)

    def go(self, place: Place) -> None:
        """Ask the shell to go to `place`."""
        self.place_wanted.emit(place)

    def _step_back(self, step: Callable[[], str | None], told: str, nothing: str) -> None:
        def tell(label: str | None) -> None:
            self.say(nothing if label is None else told.format(label=label), tone=Tone.NEUTRAL)

        self.tasks.run(step, then=tell, on_error=self._on_undo_error, writer=True)

    def _on_undo_error(self, error: CrmError) -> None:
        if isinstance(error, UndoWouldOverwrite):
            self.undo_refused.emit(error, None)
        else:
            self._on_failed(error)

    def _on_failed(self, error: CrmError) -> None:
        tone = Tone.NEUTRAL if isinstance(error, Cancelled) else Tone.DANGER
        self.say(str(error), tone=tone)

    def _on_commit(self, commit: Commit) -> None:
        # Comes on the thread that committed, ahead of the outcome of the action that made it.
        self.tasks.call_soon(lambda: self._tell(commit))

    def _tell(self, commit: Commit) -> None:
        if not commit.step:
            # what others did, and erasures, leave no step
            self.drafts.look_again()
        self.committed.emit(commit)


def touches(commit: Commit, *tables: str) -> bool:
    """Return whether `commit` changed any of `tables`."""
    return any(table in commit.touched for table in tables)


def _with_reader(core: Core, query: Callable[..., T], *args: object, **progress: Progress) -> T:
    with core.reader() as reader:
        return query(reader, *args, **progress)


def _with_journal(core: Core, action: Callable[..., T], *args: object, **progress: Progress) -> T:
    return action(core.journal, *args, **progress)
