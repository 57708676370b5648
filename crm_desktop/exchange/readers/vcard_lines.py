"""The lines of vCards of every version and client: unfolded, taken apart, decoded."""

import quopri
import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import IO, NamedTuple

BLOCK = 1 << 16
LONGEST_LINE = 16 * 1024 * 1024  # bytes: photos in address books are far smaller
LEAST_PREFERRED = 1000
USUAL_HEAD = 200  # bytes: longer heads are not remembered
USUAL_HEADS = 2048
_LINE_END = re.compile(rb"\r*\n|\r")
_PROPERTY = re.compile(rb"\s*[A-Za-z0-9_.-]+\s*[:;]")
_PLAIN_HEAD = re.compile(rb"[A-Za-z0-9_.-]+(?:;[A-Za-z0-9_.,;=-]*)?")
_QUOTED_PRINTABLE = re.compile(rb"[;=]\s*QUOTED-PRINTABLE\s*(?:[;:]|$)", re.IGNORECASE)
_BASE64 = re.compile(rb"[;=]\s*(?:BASE64|B)\s*(?:[;:]|$)", re.IGNORECASE)
_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT", "Q"}
_QUOTED = {"QUOTED-PRINTABLE", "Q"}
_WIDE = ("utf-16", "utf-32")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CARETS = {"^n": "\n", "^^": "^", "^'": '"'}


class Head(NamedTuple):
    """What stands before the colon of a property: its group, its name in capitals, the words of its TYPE.

    `types` are in small letters, `encoding` is in capitals. The lower `preference`, the more it is preferred to others
    of its kind.
    """

    group: str
    name: str
    types: tuple[str, ...]
    params: Mapping[str, str]
    encoding: str
    preference: int


class Property(NamedTuple):
    """One property: what it is, and its value."""

    head: Head
    value: str


def raw_lines(binary: IO[bytes], encoding: str = "") -> Iterator[bytes]:
    """Yield the lines of a file without their ends, whichever they are; longer ones than any photo come cut."""
    return lines_in(line_blocks(utf8_blocks(binary, encoding)))


def utf8_blocks(binary: IO[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the text of `binary` in UTF-8 where its letters are wide, and as it is in other encodings."""
    blocks = iter(partial(binary.read, BLOCK), b"")
    if not encoding.startswith(_WIDE):
        yield from blocks
        return
    decoder = getincrementaldecoder(encoding)("replace")
    for block in blocks:
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


def line_blocks(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the text of `blocks` with a line feed at the end of each line, whatever was there."""
    held = b""
    for block in blocks:
        text = held + block
        # A carriage return at the very end may go on with a line feed.
        head = text.rstrip(b"\r") if len(held) < LONGEST_LINE else text
        held = text[len(head) :]
        plain = head.replace(b"\r\n", b"\n")
        yield _LINE_END.sub(b"\n", plain) if b"\r" in plain else plain
    if held:
        yield b"\n" * len(held)


def lines_in(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of `blocks`, which end with line feeds."""
    rest = b""
    for block in blocks:
        *lines, rest = (rest + block).split(b"\n")
        yield from lines
        if len(rest) > LONGEST_LINE:
            yield rest
            rest = b""
    if rest:
        yield rest


def logical_lines(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the lines of each property put together."""
    parts, size = list[bytes](), 0
    quoted = base64 = False
    # the heads of plain properties, with which no line goes on that was begun before, and whether theirs does
    heads: dict[bytes, tuple[bool, bool]] = {}
    for line in lines:
        before, colon, _value = line.partition(b":")
        follows = heads.get(before) if colon else None
        if follows is not None and not quoted:
            if parts:
                yield parts[0] if len(parts) == 1 else b"".join(parts)
            parts, size = [line], len(line)
            quoted, base64 = follows
            continue
        joins = bool(parts) and size < LONGEST_LINE
        if joins and quoted and parts[-1].endswith(b"="):
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif joins and line[:1] in (b" ", b"\t") and (line.strip() or base64):
            parts.append(line.strip() if base64 else line[1:])
        elif joins and base64 and line and not _PROPERTY.match(line):
            parts.append(line.strip())
        elif joins and line.strip() and not _PROPERTY.match(line):
            # A line break that should have been written as \n.
            parts.append(b"\\n" + line)
        else:
            if parts:
                yield b"".join(parts)
            parts, size = [line] if line.strip() else [], 0
            head = line.partition(b":")[0]
            quoted, base64 = follows = (_usual_follows if len(head) <= USUAL_HEAD else _follows)(head)
            if len(heads) < USUAL_HEADS and _PLAIN_HEAD.fullmatch(head) and len(head) < len(line):
                heads[head] = follows
        size += len(line)
    if parts:
        yield b"".join(parts)


def properties_in(lines: Iterator[bytes], fallback: str) -> Iterator[Property]:
    """Yield the properties of all cards in `lines`; text that is not UTF-8 is read as `fallback`."""
    # the same few heads stand in every card, nearly all of them before plain values
    plain: dict[bytes, Head] = {}
    for raw in logical_lines(lines):
        before, colon, value = raw.partition(b":")
        head = plain.get(before)
        if head is not None and colon and value.isascii():
            yield Property(head, value.decode("ascii"))
            continue
        found = _parsed(raw.removeprefix(_BYTE_ORDER_MARK), fallback)
        if found is None:
            continue
        yield found
        if len(plain) < USUAL_HEADS and _PLAIN_HEAD.fullmatch(before) and _is_plain(found.head):
            plain[before] = found.head


def plain_head(written: bytes) -> Head | None:
    """Return the head that `written` is where text follows on its own line as it stands, else None."""
    if len(written) > USUAL_HEAD or not _PLAIN_HEAD.fullmatch(written):
        return None
    head = _usual_head(written, "")
    return None if any(_usual_follows(written)) or not _is_plain(head) else head


def _is_plain(head: Head) -> bool:
    return head.encoding not in _QUOTED and "CHARSET" not in head.params


def _parsed(raw: bytes, fallback: str) -> Property | None:
    """Return the property that `raw` is, or None where it is none."""
    head, colon, value = raw.partition(b":")
    if b'"' in head:
        head, colon, value = _parted(raw)
    if not colon:
        return None
    told = (_usual_head if len(head) <= USUAL_HEAD else _head)(head, fallback)
    if told.encoding in _QUOTED:
        value = quopri.decodestring(value)
    return Property(told, decoded(value, told.params.get("CHARSET", ""), fallback))


def _head(head: bytes, fallback: str) -> Head:
    name, *parameters = _apart(decoded(head, "", fallback), ";")
    group, _dot, bare = name.strip().rpartition(".")
    types: list[str] = []
    params: dict[str, str] = {}
    for parameter in parameters:
        key, sign, words = parameter.partition("=")
        key = key.strip().upper()
        if not sign:
            words = key
            key = "ENCODING" if key in _ENCODINGS else "TYPE"
        shown = re.sub(r"\^[n^']", lambda found: _CARETS[found[0]], words.strip().strip('"'))
        if key == "TYPE":
            types += [each.strip().strip('"').lower() for each in shown.split(",") if each.strip()]
        else:
            params.setdefault(key, shown)
    encoding = params.get("ENCODING", "").upper()
    return Head(group.lower(), bare.upper(), tuple(types), params, encoding, _preference(types, params.get("PREF", "")))


def _preference(types: Sequence[str], told: str) -> int:
    if "pref" in types:
        return 0
    return int(told) if told.isascii() and told.isdigit() and len(told) < 4 else LEAST_PREFERRED


# The same few heads stand in every card.
_usual_head = lru_cache(2048)(_head)


def _follows(head: bytes) -> tuple[bool, bool]:
    """Tell whether the value after `head` is quoted-printable or Base64, whose lines go on in ways of their own."""
    return _QUOTED_PRINTABLE.search(head) is not None, _BASE64.search(head) is not None


_usual_follows = lru_cache(2048)(_follows)


def decoded(value: bytes, charset: str, fallback: str) -> str:
    """Return `value` as text: in its own `charset`, in UTF-8 with some bytes mended, or in `fallback`."""
    if value.isascii() and not charset:
        return value.decode("ascii")
    for encoding in (charset, "utf-8"):
        try:
            return value.decode(encoding or "utf-8")
        except (LookupError, ValueError):
            # a name that no encoding has may hold anything, a zero byte too
            continue
    told = value.decode("utf-8", "surrogateescape")
    strange = sum("\udc80" <= sign <= "\udcff" for sign in told)
    if 2 * strange <= sum(sign > "\x7f" for sign in told):
        return "".join(chr(ord(sign) - 0xDC00) if "\udc80" <= sign <= "\udcff" else sign for sign in told)
    try:
        return value.decode(fallback)
    except UnicodeDecodeError:
        return value.decode("latin-1")


def components(value: str, sign: str, *, old: bool) -> list[str]:
    """Return the parts of `value` between `sign`, their escapes undone; vCard 2.1 (`old`) escapes signs alone."""
    if "\\" not in value:
        return value.split(sign)
    return [unescaped(each, old=old) for each in _escaped_apart(value, sign)]


def lists(value: str, *, old: bool) -> list[list[str]]:
    """Return the parts of `value` between semicolons, each as what stands between its commas."""
    return [components(each, ",", old=old) for each in _escaped_apart(value, ";")]


def unescaped(text: str, *, old: bool) -> str:
    """Return `text` with the escapes of its version undone."""
    if "\\" not in text:
        return text
    if old:
        return re.sub(r"\\([;,])", r"\1", text).replace("\\n", "\n")
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text, flags=re.DOTALL)


def _parted(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the first colon outside of quotes, that colon, and the value."""
    at = raw.find(b":")
    while at >= 0 and raw.count(b'"', 0, at) % 2:
        at = raw.find(b":", at + 1)
    return (raw, b"", b"") if at < 0 else (raw[:at], b":", raw[at + 1 :])


def _apart(text: str, sign: str) -> list[str]:
    """Return the parts of `text` between `sign` outside of quotes."""
    if '"' not in text:
        return text.split(sign)
    parts, quoted = [""], False
    for each in text:
        quoted ^= each == '"'
        if each == sign and not quoted:
            parts.append("")
        else:
            parts[-1] += each
    return parts


def _escaped_apart(value: str, sign: str) -> list[str]:
    if "\\" not in value:
        return value.split(sign)
    parts, escaped = [""], False
    for each in value:
        if each == sign and not escaped:
            parts.append("")
        else:
            parts[-1] += each
        escaped = each == "\\" and not escaped
    return parts
