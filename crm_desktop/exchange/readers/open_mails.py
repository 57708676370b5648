"""Opening mails: single ones in files of their own, and boxes."""

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from crm_desktop.exchange.readers import files
from crm_desktop.exchange.readers.mail import has_own_date, mail_cells
from crm_desktop.exchange.readers.mail_cut import LONGEST_MAIL, CutMail, count_mails, mails_in
from crm_desktop.exchange.readers.table import TableForm, TableRow
from crm_desktop.words import _, ngettext

COLUMNS = ("external_id", "kind", "at", "subject", "body", "sender", "recipients", "cc", "automatic", "files")
SAMPLE = 3


class MailTable:
    """Mails of several files, or of one box, as rows of activities; each is parsed as its row is read."""

    def __init__(self, name: str, paths: Sequence[Path], *, box: bool) -> None:
        self.name = name
        self.title = name
        self.kind: str | None = "activities"
        self.columns: Sequence[str] = COLUMNS
        self.header: Sequence[str] | None = None
        self.form = TableForm("mbox" if box else "eml", None, None, 0, {}, [])
        self._paths = paths
        self._box = box
        self._undated = 0
        self._stamps = [files.stamp(path) for path in paths]
        self.count: int | None = sum(map(self._count, paths))
        self.all_have_email = False

    def rows(self) -> Generator[TableRow, None, None]:
        """Yield one row for each mail; raises UnreadableFile where a file is changed or cannot be read."""
        self._undated = 0
        for path, stamp in zip(self._paths, self._stamps, strict=True):
            for number, mail in enumerate(self._mails(path), 1):
                cells = mail_cells(mail.content, mail.envelope)
                self._undated += bool(cells["at"]) and not has_own_date(mail.content)
                problem = None if mail.whole else _("The mail is longer than any server takes; it was not read.")
                yield TableRow(number, [cells[column] for column in COLUMNS], problem, path.name)
            files.check(path, stamp)

    def first_rows(self) -> Sequence[Sequence[str]]:
        """Return the cells of the first mails."""
        rows = self.rows()
        try:
            return [row.cells for row, _number in zip(rows, range(SAMPLE), strict=False)]
        finally:
            rows.close()

    def join_cells(self, *, allowed: bool) -> None:
        """Mails have no cells that could be cut."""

    def notes(self) -> list[str]:
        """Tell whose time is that of their arrival."""
        if not self._undated:
            return []
        told = ngettext(
            "{n} mail has no date of its own; the time when it came in was taken.",
            "{n} mails have no date of their own; the time when they came in was taken.",
            self._undated,
        )
        return [told.format(n=self._undated)]

    def close(self) -> None:
        """Nothing is held between readings."""

    def _count(self, path: Path) -> int:
        if not self._box:
            return 1
        with files.opened(path) as binary:
            return count_mails(binary)

    def _mails(self, path: Path) -> Iterator[CutMail]:
        try:
            with files.opened(path) as binary:
                if self._box:
                    yield from mails_in(binary)
                else:
                    content = binary.read(LONGEST_MAIL + 1)
                    yield CutMail(content[:LONGEST_MAIL], len(content) <= LONGEST_MAIL)
        except OSError as error:
            raise files.broken_off(path.name, error) from error
