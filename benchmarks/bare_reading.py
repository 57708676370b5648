"""Reading cards and mails with nothing but what reading them takes: the counterpart of a bare `csv.reader` for CSV."""

import mailbox
from collections.abc import Iterator
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from crm_desktop.exchange.quick_forms import quick_email, quick_phones
from crm_desktop.values.names import clean_text, fold


def read_cards(path: Path) -> int:
    """Read the vCards at `path`: unfolded, taken apart, unescaped and normalised; return how many there are."""
    phone, cards = quick_phones("US"), 0
    for line in _unfolded(path):
        head, _colon, value = line.partition(":")
        name, *_types = head.split(";")
        parts = [clean_text(each.replace("\\n", "\n").replace("\\,", ",")) for each in value.split(";")]
        match name:
            case "EMAIL":
                quick_email(parts[0])
            case "TEL":
                phone(parts[0])
            case "FN" | "ORG":
                fold(parts[0])
            case "END":
                cards += 1
    return cards


def read_mails(path: Path) -> int:
    """Read the mails of the box at `path` with the standard library: who, when, what; return how many there are."""
    box = mailbox.mbox(path)
    mails = 0
    for mail in box:
        people = getaddresses([str(mail[name]) for name in ("From", "To") if mail[name]])
        for name, address in people:
            fold(name)
            quick_email(address)
        parsedate_to_datetime(str(mail["Date"]))
        clean_text(str(mail["Subject"]))
        text = mail.get_payload(decode=True)
        clean_text(text.decode(mail.get_content_charset("utf-8")) if isinstance(text, bytes) else "")
        mails += 1
    box.close()
    return mails


def _unfolded(path: Path) -> Iterator[str]:
    line = ""
    with path.open(encoding="utf-8", newline="\r\n") as file:
        for each in file:
            if each[:1] == " ":
                line += each[1:].rstrip("\r\n")
                continue
            if line:
                yield line
            line = each.rstrip("\r\n")
    if line:
        yield line
