"""Files that come with rows: attachments of mails, photos of people."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.pictures import is_whole_picture
from crm_desktop.exchange.remarks import Remark, Remarks, quoted
from crm_desktop.exchange.stored_records import NewAttachment, StoredRecords
from crm_desktop.files.source import check_size
from crm_desktop.journal.ids import new_id

_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "image/bmp": ".bmp"}


class RowFile(NamedTuple):
    """A file of a row; a photo is what its record is shown with."""

    name: str
    content: bytes
    photo: bool = False


class Holder(NamedTuple):
    """The record that files are kept with: its table, its id, and those `beside`, by table, that have them as well."""

    table: str
    record: bytes
    beside: Mapping[str, bytes | None]

    @property
    def links(self) -> dict[str, bytes | None]:
        """The records on whose pages the files are found, by table."""
        return {**self.beside, self.table: self.record}


class Attachments:
    """Finds out which files of rows are new to their records, and hands those over to be kept."""

    def __init__(self, records: StoredRecords, remarks: Remarks) -> None:
        self._records = records
        self._remarks = remarks
        self._waiting: dict[tuple[bytes, str], NewAttachment] = {}

    def add(self, holder: Holder, row_files: Sequence[RowFile], *, new: bool) -> tuple[bytes | None, bool]:
        """Take the files of a row in; return the id of its photo, and whether any of them was not there before."""
        photo, added = None, False
        for each in row_files:
            if not self._is_kept(each):
                continue
            digest = hashlib.sha256(each.content).hexdigest()
            waiting = self._waiting.get((holder.record, digest))
            found = waiting.id if waiting else None if new else self._records.file_with(holder[:2], digest)
            if found is None:
                found = new_id()
                self._waiting[holder.record, digest] = NewAttachment(found, each.name, each.content, holder.links)
                added = True
            elif not new and waiting is None:
                added |= self._link(found, holder)
            photo = found if each.photo else photo
        return photo, added

    def write(self) -> None:
        """Hand over what is new."""
        self._records.attach(list(self._waiting.values()))
        self._waiting.clear()

    def _link(self, attachment: bytes, holder: Holder) -> bool:
        """Let `attachment` be found with those beside its `holder`, too, where it is with none yet."""
        wanted = {table: record for table, record in holder.links.items() if record is not None}
        there = self._records.values("attachment", list(wanted), [attachment]).get(attachment)
        if there is None:
            return False
        free = [table for table, record in zip(wanted, there, strict=True) if record is None]
        if free:
            self._records.update("attachment", free, [[*(wanted[table] for table in free), attachment]])
        return bool(free)

    def _is_kept(self, each: RowFile) -> bool:
        most = self._records.largest_file
        if most is None:
            self._remarks.note(Remark.FILE_LEFT_OUT, "", quoted(each.name))
            return False
        if not each.content:
            return False
        try:
            check_size(each.name, len(each.content), most)
        except UnreadableFile:
            self._remarks.note(Remark.FILE_TOO_LARGE, "", quoted(each.name))
            return False
        return True


def files_of(text: str) -> list[RowFile]:
    """Return the files that a cell holds as JSON: each with its name and its bytes in Base64."""
    try:
        listed = json.loads(text) if text else []
        return [RowFile(str(each.get("name") or ""), base64.b64decode(each["data"])) for each in listed]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []


def photo_of(text: str, name: str) -> RowFile | None:
    """Return the picture in the data address `text`, called by the `name` of who it shows; None for a damaged one."""
    head, sign, data = text.partition(",")
    if not sign or not head.lower().startswith("data:"):
        return None
    kind, _semicolon, encoding = head[5:].partition(";")
    try:
        plain = "".join(data.split())
        content = base64.b64decode(plain, validate=True) if "base64" in encoding else unquote_to_bytes(data)
    except (binascii.Error, ValueError):
        return None
    if not is_whole_picture(content):
        return None
    return RowFile(f"{name.rstrip('. ')}{_ENDINGS.get(kind, '')}", content, photo=True)
