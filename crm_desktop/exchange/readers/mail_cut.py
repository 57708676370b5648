"""Mail files: a single mail, or a box of them that is cut into mails while it is read."""

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

LONGEST_MAIL = 64 * 1024 * 1024  # bytes: servers take half of that
_SEPARATOR = re.compile(rb"From .*\d{1,2}:\d\d.*|From - .*|From \S+@\S+.*")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")
_QUOTED_FROM = re.compile(rb"(?m)^>(>*From )")


class CutMail(NamedTuple):
    """The bytes of a mail, whether it is `whole`, and the line of the box above it, which says when it came in.

    Longer mails than any server takes come cut.
    """

    content: bytes
    whole: bool
    envelope: str = ""


def mails_in(binary: IO[bytes]) -> Iterator[CutMail]:
    """Yield each mail in a box."""
    envelope = ""
    lines: list[bytes] = []
    size = 0
    begun = False
    for line, following in _with_next(binary):
        if line.startswith(b"From ") and _separates(line, lines[-1] if lines else b"\n", following):
            if begun:
                yield CutMail(_mail(lines), size <= LONGEST_MAIL, envelope)
            lines, size, begun = [], 0, True
            envelope = line.decode("ascii", "replace").strip()
            continue
        size += len(line)
        if size <= LONGEST_MAIL:
            lines.append(line)
    if begun or any(line.strip() for line in lines):
        yield CutMail(_mail(lines), size <= LONGEST_MAIL, envelope)


def _separates(line: bytes, before: bytes, following: bytes) -> bool:
    """Tell whether `line`, which begins with From, stands above a mail."""
    return _SEPARATOR.match(line) is not None and (not before.strip() or _HEADER.match(following) is not None)


def count_mails(binary: IO[bytes]) -> int:
    """Return how many mails are in a box."""
    count, before = 0, b"\n"
    for line, following in _with_next(binary):
        if line.startswith(b"From ") and _separates(line, before, following):
            count += 1
        before = line
    return count


def with_whole_header(mail: bytes) -> bytes:
    """Return `mail` with each line of its header being one: spaces before colons go, stray lines go on with others."""
    head, blank, body = _parted(mail)
    lines = head.split(b"\n")
    headers = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    if not headers:
        return mail
    whole: list[bytes] = []
    for line in lines[: headers[-1] + 1]:
        if _HEADER.match(line):
            name, _colon, value = line.partition(b":")
            whole.append(name.rstrip() + b":" + value)
        elif line[:1] in (b" ", b"\t") or not whole:
            whole.append(line)
        elif line.strip(b"_ \r"):
            whole.append(b" " + line)
    return b"\n".join([*whole, *lines[headers[-1] + 1 :]]) + blank + body


def _parted(mail: bytes) -> tuple[bytes, bytes, bytes]:
    found = re.search(rb"\r?\n\r?\n", mail)
    return (mail, b"", b"") if found is None else (mail[: found.start()], found[0], mail[found.end() :])


def _mail(lines: list[bytes]) -> bytes:
    return _QUOTED_FROM.sub(rb"\1", b"".join(lines))


def _with_next(binary: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield each line with the one after it; a line without an end comes in pieces."""
    line = binary.readline(LONGEST_MAIL)
    while line:
        following = binary.readline(LONGEST_MAIL)
        yield line, following
        line = following
