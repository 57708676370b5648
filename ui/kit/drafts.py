"""What is typed and not saved, from all over the app: in memory at once, in the encrypted file a moment later."""

import json
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.errors import CrmError
from crm_desktop.journal.drafts import Draft, keep_drafts, kept_drafts
from crm_desktop.journal.pins import noted_value, read_value
from crm_desktop.schema.forms import Stored

# Written once typing rests; where it does not, so often all the same.
REST_MS, LATEST_MS = 400, 2_000
# Kinds of places that are gone on with from elsewhere.
ENTRY, FACT, IMPORT, NEW, QUICK, REPLY, SETTING = "entry", "fact", "import", "new", "quick", "reply", "setting"
# A filter that was begun changes nothing that is stored: it waits where it is made, and nobody is told of it.
FILTER = "filter"


def place_of(kind: str, *about: bytes | str) -> str:
    """Return the name of the place where something of `kind` is typed, `about` which records or fields."""
    return ".".join([kind, *(each.hex() if isinstance(each, bytes) else each for each in about)])


def begun_with(values: Mapping[str, Stored]) -> str:
    """Return the part of a place that tells which `values` a form began with."""
    return json.dumps(dict(values), default=noted_value, ensure_ascii=False, sort_keys=True)


def values_begun_with(part: str) -> dict[str, Stored]:
    """Return the values that `begun_with` noted."""
    return dict(json.loads(part, object_hook=read_value))


class Drafts(QObject):
    """Keeps a Draft for each place; `changed` carries the place whose draft is another one now."""

    changed = Signal(str)

    def __init__(self, act: Callable[..., object], read: Callable[..., object], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._read = read
        self._drafts: dict[str, Draft] = {}
        # what is not written yet, and what is being written
        self._waiting: dict[str, Draft | None] = {}
        self._going: dict[str, Draft | None] = {}
        self._refused = False
        # the places of what was there already when the file was opened
        self.found: frozenset[str] = frozenset()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._latest = QTimer(self, singleShot=True, interval=LATEST_MS)
        for timer in (self._rest, self._latest):
            timer.timeout.connect(self.write)

    @property
    def all(self) -> Mapping[str, Draft]:
        """All drafts by their places, the newest last."""
        return dict(self._drafts)

    @property
    def unkept(self) -> list[str]:
        """What is typed and could not be written, in words: it stands in memory alone."""
        return [each.label for each in self._waiting.values() if each is not None] if self._refused else []

    @property
    def left(self) -> Mapping[str, Draft]:
        """The drafts of what is to be stored, by their places, the newest last."""
        return {place: each for place, each in self._drafts.items() if place.partition(".")[0] != FILTER}

    def begin(self, kept: Mapping[str, Draft]) -> None:
        """Begin with what the file holds."""
        self._drafts = {**kept, **self._drafts}
        self.found = frozenset(kept)

    def take_over(self, others: "Drafts") -> None:
        """Go on with the drafts of `others`, whose desk is taken away."""
        self._drafts, self.found = dict(others._drafts), frozenset()
        self._waiting = {**others._going, **others._waiting}
        self.write()

    def typed(self, place: str) -> Mapping[str, str]:
        """Return what was typed at `place` and not saved; empty for nothing."""
        draft = self._drafts.get(place)
        return {} if draft is None else draft.typed

    def keep(self, place: str, typed: Mapping[str, str], label: str = "") -> None:
        """Keep what is `typed` at `place`, which is called `label` where it is told of; nothing typed drops it."""
        before = self._drafts.pop(place, None)
        draft = Draft(dict(typed), label) if typed else None
        if draft is not None:
            self._drafts[place] = draft
        if draft == before:
            return
        self._waiting[place] = draft
        self._rest.start()
        if not self._latest.isActive():
            self._latest.start()
        self.changed.emit(place)

    def drop(self, place: str) -> None:
        """Forget what was typed at `place`, at once also in the file: it is saved."""
        if place in self._drafts or place in self._waiting:
            self.keep(place, {})
            self.write()

    def write(self) -> None:
        """Write now what is not written yet."""
        self._rest.stop()
        self._latest.stop()
        if not self._waiting:
            return
        going, self._waiting = self._waiting, {}
        self._going |= going
        self._act(
            keep_drafts, going, owner=self, then=partial(self._on_written, going), on_error=partial(self._refuse, going)
        )

    def look_again(self) -> None:
        """Forget what the file has forgotten: it was about somebody who is erased."""
        self._read(kept_drafts, owner=self, then=self._settle, on_error=lambda _error: None, key="drafts")

    def _settle(self, found: Mapping[str, Draft]) -> None:
        for place in [each for each in self._drafts if each not in {*found, *self._going, *self._waiting}]:
            del self._drafts[place]
            self.changed.emit(place)

    def _on_written(self, going: Mapping[str, Draft | None], _done: object = None) -> None:
        self._refused = False
        self._going = {place: each for place, each in self._going.items() if each is not going.get(place)}

    def _refuse(self, going: Mapping[str, Draft | None], _error: CrmError) -> None:
        # tried again with what is typed next; who closes the window before that is asked
        self._on_written(going)
        self._waiting = {**going, **self._waiting}
        self._refused = True
