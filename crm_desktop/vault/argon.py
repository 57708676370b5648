"""How dear it is to guess a passphrase: Argon2id (RFC 9106), measured on this computer."""

import time
import unicodedata
from typing import NamedTuple

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from crm_desktop.errors import CrmError
from crm_desktop.words import _

FLOOR_KIB = 64 * 1024
CEILING_KIB = 1024 * 1024  # the workspace shall open on a small laptop as well
_STEP_KIB = 16 * 1024
_SHORTEST_S, _AIMED_S, _LONGEST_S = 0.5, 0.7, 1.0
_TRIALS = 4


class Argon(NamedTuple):
    """The cost of one guess."""

    memory_kib: int
    iterations: int = 3
    lanes: int = 4

    def derive(self, passphrase: str, salt: bytes) -> bytes:
        """Return 32 bytes derived from `passphrase`, typed on whichever keyboard (Unicode NFC)."""
        typed = unicodedata.normalize("NFC", passphrase).encode()
        derivation = Argon2id(
            salt=salt, length=32, iterations=self.iterations, lanes=self.lanes, memory_cost=self.memory_kib
        )
        try:
            return derivation.derive(typed)
        except MemoryError as error:
            raise CrmError(
                _("Unlocking needs {n} MB of free memory. Close other programs and try again.").format(
                    n=self.memory_kib // 1024
                )
            ) from error


def calibrate() -> Argon:
    """Return the cost that takes 0.5 to 1 s on this computer, never less than 64 MiB."""
    argon = Argon(FLOOR_KIB)
    for _trial in range(_TRIALS):
        taken = _seconds(argon)
        if _SHORTEST_S <= taken <= _LONGEST_S:
            return argon
        next_try = argon._replace(memory_kib=_fitting(argon.memory_kib, taken))
        if next_try == argon:
            return argon
        argon = next_try
    return argon


def _fitting(memory_kib: int, taken: float) -> int:
    wanted = int(memory_kib * _AIMED_S / taken) // _STEP_KIB * _STEP_KIB
    return min(max(wanted, FLOOR_KIB), CEILING_KIB)


def _seconds(argon: Argon) -> float:
    started = time.perf_counter()
    argon.derive("how long does this take", bytes(16))
    return time.perf_counter() - started
