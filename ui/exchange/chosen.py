"""The files that were chosen, and all that the user decided about them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from crm_desktop.exchange.row_choices import NO_CHOICE, RowAt, RowChoice
from crm_desktop.exchange.saved_mappings import SavedMapping
from crm_desktop.exchange.seen import Seen
from crm_desktop.exchange.source import Source
from crm_desktop.words import _, ngettext
from ui.exchange.chosen_files import Asked

CELLS, TEXT = "cells", "text"  # what rows are that are quoted as a whole


class Chosen:
    """`sources` in the order in which they came, what happens `on_match`, and the `consent_source` that was told.

    Rows that may overwrite empty fields with their empty cells where the user wishes that the import `empties`.

    `seen` are the files as the last rehearsal looked at them.
    """

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.on_match = "update"
        self.empties = False
        self.consent_source = ""
        self.seen: Mapping[Path, Seen] = {}
        self._adopted: set[str] = set()

    @property
    def asked(self) -> Asked:
        """All that the next rehearsal is to go by; what was decided about single rows holds for files as they were."""
        seen = self.seen if any(each.rows for each in self.sources) else {}
        empties = self.empties and self.on_match in ("update", "ask")
        return Asked(list(self.sources), self.on_match, self.consent_source, seen, empties)

    @property
    def label(self) -> str:
        """How the files are called together."""
        paths = list(dict.fromkeys(each.path for each in self.sources))
        if len(paths) < 2:
            return _("Import of {file}").format(file=paths[0].name if paths else "")
        told = ngettext("Import of {file} and {n} more file", "Import of {file} and {n} more files", len(paths) - 1)
        return told.format(file=paths[0].name, n=len(paths) - 1)

    @property
    def mended(self) -> int:
        """How many rows the user mended or left out."""
        rows = [choice for each in self.sources for choice in each.rows.values()]
        return sum(1 for choice in rows if choice.cells or choice.left_out)

    def add(self, paths: Sequence[Path]) -> None:
        """Take `paths` in, those that are not there yet."""
        known = {each.path for each in self.sources}
        self.sources += [Source(each) for each in paths if each not in known]

    def clear(self) -> None:
        """Let all files go."""
        self.sources = []
        self.on_match, self.consent_source, self.empties = "update", "", False
        self.seen = {}
        self._adopted.clear()

    def renew(self, path: Path) -> bool:
        """Take the file at `path` as it is now; tell whether anything was decided about rows that it had before."""
        found = [each for each in self.sources if path in (each.path, *each.more)]
        decided = any(each.rows for each in found)
        self.sources = [each._replace(rows={}) if each in found else each for each in self.sources]
        self.seen = {}
        return decided

    def drop_named(self, text: str) -> None:
        """Let go of the files that `text` names, so that the others can be tried without them."""
        named = [each for each in self.sources if each.path.name in text]
        self.sources = [each for each in self.sources if each not in named]

    def settle(self, sources: Sequence[Source]) -> None:
        """Go on with `sources`: a folder or workbook has become one source for each table in it."""
        self.sources = list(sources)

    def set_kind(self, number: int, kind: str) -> None:
        """Say what the rows of a file are; what was decided about its columns no longer fits."""
        self._change(
            number,
            lambda each: each._replace(kind=kind, mapping=None, mapping_name="", chosen={}, units={}, currencies={}),
        )

    def send(self, number: int, column: str, place: str | None) -> None:
        """Send a column to `place`, or nowhere; all other guesses stay as they are."""
        self._change(number, lambda each: each._replace(chosen={**each.chosen, column: place}))

    def set_unit(self, number: int, column: str, unit: str) -> None:
        """Say in which unit the amounts of a column are."""
        self._change(number, lambda each: each._replace(units={**each.units, column: unit}))

    def set_currency(self, number: int, column: str, currency: str) -> None:
        """Say in which currency the amounts of a column are that do not say so; an empty one takes that back."""

        def said(source: Source) -> Source:
            others = {name: code for name, code in source.currencies.items() if name != column}
            return source._replace(currencies={**others, column: currency} if currency else others)

        self._change(number, said)

    def set_dates(self, number: int, order: str) -> None:
        """Say in which order the days of a file are written."""
        self._change(number, lambda each: each._replace(read_as=each.read_as._replace(dates=order)))

    def set_decimal(self, number: int, mark: str) -> None:
        """Say which sign stands before the decimals of a file."""
        self._change(number, lambda each: each._replace(read_as=each.read_as._replace(decimal=mark)))

    def set_rows(self, number: int, what: str) -> None:
        """Say whether the rows of a file that are quoted as a whole hold cells or are texts; its columns are others."""
        self.use(number, None)
        self._change(number, lambda each: each._replace(read_as=each.read_as._replace(parts_rows=what == CELLS)))

    def turn_rounding(self, _number: int) -> None:
        """Let amounts with more decimals than their currency has be rounded, or refused again, in all files."""
        rounds = not self.rounds
        self.sources = [each._replace(read_as=each.read_as._replace(rounds=rounds)) for each in self.sources]

    @property
    def rounds(self) -> bool:
        """Whether amounts are rounded."""
        return any(each.read_as.rounds for each in self.sources)

    def use(self, number: int, saved: SavedMapping | None) -> None:
        """Read a file as the template `saved` says, or as it is guessed to be read."""
        plain = self.sources[number]._replace(
            mapping=None, mapping_name="", chosen={}, units={}, currencies={}, remembers=False
        )
        self.sources[number] = plain if saved is None else saved.given_to(plain)
        if saved is not None:
            self._adopt(saved)

    def adopt(self, templates: Sequence[SavedMapping]) -> bool:
        """Go by what `templates` keep for all rows where a file is first read by one; tell whether that is new."""
        before = self.on_match, self.consent_source
        used = {each.mapping_name for each in self.sources} - self._adopted
        for each in templates:
            if each.name in used:
                self._adopt(each)
        return (self.on_match, self.consent_source) != before

    def _adopt(self, saved: SavedMapping) -> None:
        self._adopted.add(saved.name)
        self.on_match = saved.template.on_match or self.on_match
        self.consent_source = saved.template.consent_source or self.consent_source

    def mend(self, at: RowAt, cells: Mapping[str, str]) -> None:
        """Import the row at `at` with these `cells`."""
        self._choose(at, lambda before: before._replace(cells={**before.cells, **cells}, left_out=False))

    def leave_out(self, at: RowAt) -> None:
        """Leave the row at `at` out."""
        self._choose(at, lambda before: before._replace(left_out=True))

    def forget_mended(self) -> None:
        """Take all rows as the files have them again."""
        for number, source in enumerate(self.sources):
            rows = {key: each._replace(cells={}, left_out=False) for key, each in source.rows.items()}
            self.sources[number] = source._replace(rows={key: each for key, each in rows.items() if each != NO_CHOICE})

    def decide(self, at: RowAt, on_match: str, record: bytes | None = None) -> None:
        """Say what becomes of the row at `at`, and which `record` it is where it does not say so itself."""
        self._choose(at, lambda before: before._replace(on_match=on_match, record=record))

    def choice_at(self, at: RowAt) -> RowChoice:
        """Return what was decided about the row at `at`."""
        number = self._number(at)
        return NO_CHOICE if number is None else self.sources[number].rows.get(at.row, NO_CHOICE)

    def _choose(self, at: RowAt, change: Callable[[RowChoice], RowChoice]) -> None:
        number = self._number(at)
        if number is not None:
            rows = {**self.sources[number].rows, at.row: change(self.choice_at(at))}
            self._change(number, lambda each: each._replace(rows=rows))

    def _number(self, at: RowAt) -> int | None:
        fitting = (n for n, each in enumerate(self.sources) if (each.path, each.read_as.sheet) == (at.path, at.sheet))
        return next(fitting, None)

    def _change(self, number: int, change: Callable[[Source], Source]) -> None:
        self.sources[number] = change(self.sources[number])
