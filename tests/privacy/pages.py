"""What stands in the pages of an encrypted file, whether it is in use or left over: SQLCipher 4 with a raw key."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from crm_desktop.vault.sqlcipher import RawKey

_PAGE, _SALT, _IV, _HMAC = 4096, 16, 16, 64
_WAL_HEADER, _FRAME_HEADER = 32, 24


def decrypted(path: Path, key: RawKey) -> Iterator[bytes]:
    """Yield each page of the file `path`, and of the log beside it, as it is under the encryption."""
    stored = path.read_bytes() if path.exists() else b""
    for at in range(0, len(stored), _PAGE):
        yield _page(stored[at : at + _PAGE], key, first=at == 0)
    wal = path.with_name(f"{path.name}-wal")
    log = wal.read_bytes() if wal.exists() else b""
    for at in range(_WAL_HEADER, len(log) - _FRAME_HEADER, _FRAME_HEADER + _PAGE):
        number = int.from_bytes(log[at : at + 4])
        yield _page(log[at + _FRAME_HEADER : at + _FRAME_HEADER + _PAGE], key, first=number == 1)


def holds(path: Path, key: RawKey, word: str) -> bool:
    """Tell whether a page holds `word`, in whatever letters."""
    return any(word.lower().encode() in page.lower() for page in decrypted(path, key))


def _page(page: bytes, key: RawKey, *, first: bool) -> bytes:
    end = _PAGE - _IV - _HMAC
    cipher = Cipher(algorithms.AES(key.key), modes.CBC(page[end : end + _IV])).decryptor()
    return cipher.update(page[_SALT if first else 0 : end]) + cipher.finalize()
