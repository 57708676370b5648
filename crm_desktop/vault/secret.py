"""The recovery secret R: how it is made, printed, typed back, and turned into database keys."""

import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crm_desktop.errors import WrongRecoveryKey
from crm_desktop.vault.sqlcipher import RawKey
from crm_desktop.words import _

SECRET_BYTES = 32
GROUPS = 8
GROUP_LENGTH = 8
_GROUP_BYTES = SECRET_BYTES // GROUPS
# Crockford's base32: no I, L, O, U, so that nothing printed can be misread
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_SEPARATORS = str.maketrans("", "", " -_.,:;/\t\r\n\u00a0\u2010\u2011\u2012\u2013\u2014\u2212")
_FIELD_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


def new_secret() -> bytes:
    """Return a new 256-bit recovery secret."""
    return secrets.token_bytes(SECRET_BYTES)


def raw_key(secret: bytes, database: str = "crm.db") -> RawKey:
    """Return the SQLCipher key and salt of the file named `database` in the workspace of `secret` (RFC 5869)."""
    return RawKey(
        key=_derived(secret, f"crm_desktop {database} key", 32),
        salt=_derived(secret, f"crm_desktop {database} salt", 16),
    )


def keys_file_key(secret: bytes) -> bytes:
    """Return the key that signs the keys file of `secret`: it tells a wrong recovery key from damage."""
    return _derived(secret, "crm_desktop keys file", 32)


def secret_text(secret: bytes) -> str:
    """Return `secret` as it is printed: 8 groups of 8 characters joined by dashes, each with its own check."""
    return "-".join(secret_groups(secret))


def secret_groups(secret: bytes) -> list[str]:
    """Return the 8 printed groups of `secret`."""
    pieces = [secret[start : start + _GROUP_BYTES] for start in range(0, SECRET_BYTES, _GROUP_BYTES)]
    return [_group(index, piece) for index, piece in enumerate(pieces)]


def secret_from_text(typed: str) -> bytes:
    """Return the secret that `typed` stands for; case, spaces, dashes and 0/O, 1/I/L do not matter.

    Raises WrongRecoveryKey naming the first group that does not fit.
    """
    letters = _plain(typed)
    groups = [letters[start : start + GROUP_LENGTH] for start in range(0, len(letters), GROUP_LENGTH)]
    for index, group in enumerate(groups[:GROUPS]):
        if _group_bytes(index, group) is None:
            raise WrongRecoveryKey(_wrong_group(index, group))
    if len(groups) < GROUPS:
        raise WrongRecoveryKey(
            _("The recovery key has {n} groups, but only {found} were typed. Type the rest.").format(
                n=GROUPS, found=len(groups)
            )
        )
    if len(groups) > GROUPS:
        raise WrongRecoveryKey(
            _("There is more text than the {n} groups of a recovery key. Remove what follows group {n}.").format(
                n=GROUPS
            )
        )
    return b"".join(_group_bytes(index, group) or b"" for index, group in enumerate(groups))


def group_fits(number: int, typed: str) -> bool:
    """Return whether `typed` can be group `number` (1 to 8) of a recovery key, for checking while typing."""
    return _group_bytes(number - 1, _plain(typed)) is not None


def _wrong_group(index: int, group: str) -> str:
    if len(group) < GROUP_LENGTH:
        return _(
            "Group {number} of the recovery key is too short: it has {n} characters. Compare it with the kit."
        ).format(number=index + 1, n=GROUP_LENGTH)
    return _("Group {number} of the recovery key is mistyped. Compare it with the kit and type it again.").format(
        number=index + 1
    )


def _plain(typed: str) -> str:
    return typed.translate(_SEPARATORS).upper().translate(_READ_AS)


def _group(index: int, piece: bytes) -> str:
    """Write 3 bits of group number and 32 bits of secret as 7 characters, then the check character."""
    number = index << 32 | int.from_bytes(piece, "big")
    values = [number >> shift & 31 for shift in range(30, -1, -5)]
    return "".join(_ALPHABET[value] for value in [*values, _check(values)])


def _group_bytes(index: int, group: str) -> bytes | None:
    values = [_ALPHABET.find(letter) for letter in group]
    if len(values) != GROUP_LENGTH or -1 in values or _check(values[:-1]) != values[-1]:
        return None
    number = 0
    for value in values[:-1]:
        number = number << 5 | value
    return (number & 0xFFFFFFFF).to_bytes(_GROUP_BYTES, "big") if number >> 32 == index else None


def _check(values: list[int]) -> int:
    """Return the check value over GF(32): weights 2, 4, 8, … catch each single typo and each swap of two."""
    total = 0
    for value in reversed(values):
        total = _doubled(total ^ value)
    return total


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _FIELD_POLYNOMIAL if value & 32 else value


def _derived(secret: bytes, purpose: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose.encode()).derive(secret)
