"""Whether a photo that came with a row is a whole picture: told by how its parts follow each other, to its end."""

from collections.abc import Callable, Iterator
from struct import error, unpack_from

_BOX_HEAD = 8
_FRAMES = 0xDA  # a JPEG's picture begins
_ALONE = {0x01, *range(0xD0, 0xD9)}  # markers of a JPEG without a length
_END = b"\xff\xd9"
_GIF_PICTURE, _GIF_END = ord(","), ord(";")
_HEIF_BRANDS = {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"}


def is_whole_picture(content: bytes) -> bool:
    """Tell whether `content` is a JPEG, PNG, GIF, WebP, BMP, TIFF, HEIF, SVG or icon that was not cut off."""
    for begin, is_whole in _FORMS:
        if content.startswith(begin):
            try:
                return is_whole(content)
            except (error, IndexError):
                return False
    return content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS and _reaches_end(content, _boxes(content))


def _is_whole_jpeg(content: bytes) -> bool:
    """Pass over the segments, in one of which a small picture may stand with an end of its own."""
    at = 2
    while content[at] == 0xFF:
        kind = content[at + 1]
        at += 2
        if kind == 0xFF:  # fills up
            at -= 1
        elif kind == _FRAMES:
            return _END in content[at:]
        elif kind not in _ALONE:
            at += int(unpack_from(">H", content, at)[0])
    return False


def _is_whole_png(content: bytes) -> bool:
    at = 8
    while content[at + 4 : at + 8] != b"IEND":
        at += int(unpack_from(">I", content, at)[0]) + 12
    return len(content) >= at + 12


def _is_whole_gif(content: bytes) -> bool:
    """Pass over the pictures and what is told of them, each a head and blocks that begin with their size."""
    at = 13 + _colours(content[10])
    while content[at] != _GIF_END:
        at += 11 + _colours(content[at + 9]) if content[at] == _GIF_PICTURE else 2
        while content[at]:
            at += 1 + content[at]
        at += 1
    return True


def _colours(flags: int) -> int:
    """Return how many bytes the table of colours takes that the flags of a GIF tell of."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _is_whole_webp(content: bytes) -> bool:
    return content[8:12] == b"WEBP" and len(content) >= _BOX_HEAD + int(unpack_from("<I", content, 4)[0])


def _is_whole_bmp(content: bytes) -> bool:
    return len(content) >= max(int(unpack_from("<I", content, 2)[0]), 54)


def _is_whole_tiff(content: bytes) -> bool:
    order = "<" if content.startswith(b"II") else ">"
    at = int(unpack_from(f"{order}I", content, 4)[0])
    count = int(unpack_from(f"{order}H", content, at)[0])
    strips: dict[int, int] = {}
    for number in range(count):
        tag, kind, values, value = unpack_from(f"{order}HHII", content, at + 2 + 12 * number)
        size = values * {3: 2, 4: 4}.get(kind, 1)
        if size > 4 and value + size > len(content):
            return False
        strips[tag] = value if values == 1 else 0
    first, length = strips.get(273, 0), strips.get(279, 0)
    return first + length <= len(content)


def _is_whole_svg(content: bytes) -> bool:
    return content.rstrip().endswith(b"</svg>")


def _is_whole_icon(content: bytes) -> bool:
    count = int(unpack_from("<H", content, 4)[0])
    ends = (sum(unpack_from("<II", content, 14 + 16 * number)) for number in range(count))
    return count > 0 and max(ends) <= len(content)


def _boxes(content: bytes) -> Iterator[int]:
    """Yield where each box of a HEIF picture ends."""
    at = 0
    while at + _BOX_HEAD <= len(content):
        size = int(unpack_from(">I", content, at)[0])
        if size == 1:
            size = int(unpack_from(">Q", content, at + _BOX_HEAD)[0])
        if size == 0:
            yield len(content)
            return
        if size < _BOX_HEAD:
            return
        at += size
        yield at


def _reaches_end(content: bytes, ends: Iterator[int]) -> bool:
    *_others, last = [0, *ends]
    return last == len(content) > _BOX_HEAD


_FORMS: tuple[tuple[bytes | tuple[bytes, ...], Callable[[bytes], bool]], ...] = (
    (b"\xff\xd8\xff", _is_whole_jpeg),
    (b"\x89PNG\r\n\x1a\n", _is_whole_png),
    ((b"GIF87a", b"GIF89a"), _is_whole_gif),
    (b"RIFF", _is_whole_webp),
    (b"BM", _is_whole_bmp),
    ((b"II*\0", b"MM\0*"), _is_whole_tiff),
    ((b"<svg", b"<?xml"), _is_whole_svg),
    (b"\0\0\x01\0", _is_whole_icon),
)
