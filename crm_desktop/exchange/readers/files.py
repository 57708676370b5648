"""Files on a drive as readers open them: what goes wrong is said in the user's words."""

import io
import stat
from pathlib import Path
from typing import IO, NamedTuple

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.patient_file import open_patiently, patiently
from crm_desktop.words import _

# Spaces, line ends, zeros of wide letters, and the marks that encodings begin with.
_MARKS = b"\xef\xbb\xbf\xff\xfe"
_BLANK = b"\0\t\n\v\f\r \xef\xbb\xbf\xff\xfe"


class Stamp(NamedTuple):
    """What tells whether a file was written to: its size and the time of its last change."""

    size: int
    changed_ns: int


def opened(path: Path) -> IO[bytes]:
    """Open the file at `path`; raises UnreadableFile, also for pipes and devices, which cannot be read twice."""
    try:
        mode = patiently(path.stat, path).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise UnreadableFile(
                _("“{path}” is a pipe or a device. Save what comes from it as a file, and import that.").format(
                    path=path
                )
            )
        return open_patiently(path)
    except FileNotFoundError as error:
        raise UnreadableFile(_("There is no file “{path}”. Check its name and place.").format(path=path)) from error
    except IsADirectoryError as error:
        raise UnreadableFile(_("“{path}” is a folder. Name a file in it.").format(path=path)) from error
    except OSError as error:
        raise UnreadableFile(
            _("“{path}” cannot be opened: {reason}. Check its rights, or close it in other programs.").format(
                path=path, reason=error.strerror
            )
        ) from error


def first_bytes(binary: IO[bytes], count: int, name: str) -> bytes:
    """Return the first `count` bytes of a file; raises UnreadableFile where it is empty or cannot be read."""
    try:
        binary.seek(0)
        sample = binary.read(count)
    except OSError as error:
        raise broken_off(name, error) from error
    if not sample.strip(_MARKS):
        raise UnreadableFile(_("“{file}” is empty. Export it again.").format(file=name))
    if len(sample) == count and not sample.translate(None, _BLANK):
        told = _("“{file}” holds nothing but blanks or zeros as far as it was looked at. Export it again.")
        raise UnreadableFile(told.format(file=name))
    return sample


def stamp(path: Path) -> Stamp:
    """Return the stamp of the file at `path`; raises UnreadableFile where it is gone."""
    try:
        found = patiently(path.stat, path)
    except OSError as error:
        raise UnreadableFile(
            _("“{file}” vanished while it was being read. Nothing was imported.").format(file=path.name)
        ) from error
    return Stamp(found.st_size, found.st_mtime_ns)


def check(path: Path, before: Stamp) -> None:
    """Raise UnreadableFile where the file at `path` is gone or has another stamp than `before`."""
    if stamp(path) != before:
        raise changed(path.name)


def changed(name: str) -> UnreadableFile:
    """Return the refusal of a file that was written to while it was being read."""
    return UnreadableFile(
        _("“{file}” was changed while it was being read. Nothing was imported; import it again.").format(file=name)
    )


def broken_off(name: str, error: OSError) -> UnreadableFile:
    """Return the refusal of a file that the drive does not give to its end."""
    return UnreadableFile(
        _("“{file}” could not be read to its end: {reason}. Check the drive and try again.").format(
            file=name, reason=error.strerror
        )
    )


class LineGuard(io.BufferedIOBase):
    """The bytes of a text file, read through: a line that is longer than any real one raises UnreadableFile.

    What reads lines would otherwise put all of such a line into memory before anybody can say no.
    """

    def __init__(self, binary: IO[bytes], name: str, longest: int) -> None:
        super().__init__()
        self._binary = binary
        self.name = name
        self._longest = longest
        self._length = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Return up to `size` further bytes."""
        return self.read1(-1 if size is None else size)

    def read1(self, size: int = -1, /) -> bytes:
        """Return up to `size` further bytes; raises UnreadableFile."""
        block = self._binary.read(size)
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        self._length = len(block) - last if last >= 0 else self._length + len(block)
        if self._length > self._longest:
            raise UnreadableFile(
                _("“{file}” has a line of more than {size} MB, which no table has. Export it again.").format(
                    file=self.name, size=self._longest // 1_000_000
                )
            )
        return block
