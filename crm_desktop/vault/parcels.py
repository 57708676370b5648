"""Sealing parcels: signed by the device that made them, readable by the one device that they are addressed to.

Ed25519 signs, X25519 agrees on a key of its own for each parcel, HKDF-SHA256 derives it, AES-256-GCM encrypts.
"""

import json
import secrets
import zlib
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crm_desktop.errors import RefusedParcel
from crm_desktop.words import _

MAGIC = b"crm parcel 1\n"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_SIGNATURE_BYTES = 64
_LENGTH_BYTES = 4
_PURPOSE = b"crm-desktop parcel 1"


class PublicKeys(NamedTuple):
    """What others need of a device: to check what it signed, and to seal what only it is to read."""

    sign: bytes
    seal: bytes

    @property
    def device(self) -> str:
        """The device's id: what its keys come to, so that nobody can take another's."""
        return sha256(b"device" + self.sign + self.seal).hexdigest()[:32]

    @property
    def fingerprint(self) -> str:
        """The id in groups, for two people to compare on the telephone."""
        return " ".join(self.device[at : at + 4] for at in range(0, 32, 4))


class DeviceKeys(NamedTuple):
    """The private keys of this device, kept inside the encrypted workspace."""

    sign: bytes
    seal: bytes

    @property
    def public(self) -> PublicKeys:
        """What belongs to them and may be shown to everybody."""
        signing = Ed25519PrivateKey.from_private_bytes(self.sign).public_key()
        sealing = X25519PrivateKey.from_private_bytes(self.seal).public_key()
        return PublicKeys(signing.public_bytes_raw(), sealing.public_bytes_raw())


class Header(NamedTuple):
    """What is written on a parcel: which device made it, and for which."""

    sender: str
    recipient: str


def new_device_keys() -> DeviceKeys:
    """Return new keys."""
    return DeviceKeys(Ed25519PrivateKey.generate().private_bytes_raw(), X25519PrivateKey.generate().private_bytes_raw())


def signature(message: bytes, keys: DeviceKeys) -> bytes:
    """Return the signature of this device under `message`."""
    return Ed25519PrivateKey.from_private_bytes(keys.sign).sign(message)


def is_signed(message: bytes, signed: bytes, sign_key: bytes) -> bool:
    """Tell whether `signed` is the signature under `message` of whoever has the key to `sign_key`."""
    try:
        Ed25519PublicKey.from_public_bytes(sign_key).verify(signed, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def sealed(content: bytes, keys: DeviceKeys, recipient: PublicKeys) -> bytes:
    """Return the parcel that holds `content` for `recipient`, signed with `keys`."""
    once = X25519PrivateKey.generate()
    once_public = once.public_key().public_bytes_raw()
    nonce = secrets.token_bytes(_NONCE_BYTES)
    header = json.dumps(
        {
            "from": keys.public.device,
            "to": recipient.device,
            "once": once_public.hex(),
            "nonce": nonce.hex(),
        }
    ).encode()
    shared = once.exchange(X25519PublicKey.from_public_bytes(recipient.seal))
    front = MAGIC + len(header).to_bytes(_LENGTH_BYTES) + header
    body = AESGCM(_derived(shared, once_public, recipient.seal)).encrypt(nonce, zlib.compress(content), front)
    return front + body + signature(front + body, keys)


def header_of(parcel: bytes) -> Header:
    """Return what is written on `parcel`; raises RefusedParcel where it is none."""
    fields = _front(parcel)[1]
    return Header(fields["from"], fields["to"])


def unsealed(parcel: bytes, keys: DeviceKeys, sender: PublicKeys) -> bytes:
    """Return the content of `parcel`, which `sender` made for the device of `keys`; raises RefusedParcel."""
    front, fields = _front(parcel)
    message, signed = parcel[:-_SIGNATURE_BYTES], parcel[-_SIGNATURE_BYTES:]
    if not is_signed(message, signed, sender.sign):
        raise RefusedParcel(
            _("The parcel was damaged or changed on its way. Nothing was taken over; let it be written again.")
        )
    if fields["to"] != keys.public.device:
        raise RefusedParcel(_("The parcel is for another device. Nothing was taken over."))
    once = bytes.fromhex(fields["once"])
    shared = X25519PrivateKey.from_private_bytes(keys.seal).exchange(X25519PublicKey.from_public_bytes(once))
    key = _derived(shared, once, keys.public.seal)
    try:
        packed = AESGCM(key).decrypt(bytes.fromhex(fields["nonce"]), message[len(front) :], front)
        return zlib.decompress(packed)
    except (InvalidTag, zlib.error) as error:
        raise RefusedParcel(_("The parcel cannot be opened with the key of this device.")) from error


def _derived(shared: bytes, once: bytes, recipient: bytes) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, None, _PURPOSE + once + recipient).derive(shared)


def _front(parcel: bytes) -> tuple[bytes, dict[str, str]]:
    """Return the unencrypted part of `parcel` and what it says."""
    start = len(MAGIC) + _LENGTH_BYTES
    end = start + int.from_bytes(parcel[len(MAGIC) : start])
    try:
        fields = json.loads(parcel[start:end])
        known = {name: str(fields[name]) for name in ("from", "to", "once", "nonce")}
        exact = len(bytes.fromhex(known["once"])) == _KEY_BYTES and len(bytes.fromhex(known["nonce"])) == _NONCE_BYTES
    except (ValueError, KeyError, TypeError) as error:
        raise _no_parcel() from error
    if not parcel.startswith(MAGIC) or not exact or len(parcel) < end + _SIGNATURE_BYTES:
        raise _no_parcel()
    return parcel[:end], known


def _no_parcel() -> RefusedParcel:
    return RefusedParcel(_("The file is no parcel, or a part of it is missing. Nothing was taken over."))
