"""Keys of a device: one root, and from it one key for each use, purpose and epoch (HKDF-SHA256, RFC 5869)."""

from __future__ import annotations

import re
from typing import Final, Literal, get_args

from auren._extras import optional
from auren.errors import ConfigurationError, InvalidInput

__all__ = ["KEY_BYTES", "SALT", "Use", "derived_key", "hkdf_sha256", "info_of"]

Use = Literal["token", "seal"]
"""Naming identifiers; encrypting values."""

KEY_BYTES: Final = 32
SALT: Final = b"auren-device-tokens-1"
_PURPOSE: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_MOST_EPOCHS: Final = 2**31


def derived_key(root: bytes, use: Use, purpose: str, epoch: int) -> bytes:
    """Derive the key of 32 bytes for one use, purpose and epoch.

    Args:
        root: the device's secret, 32 bytes or more, from a secure generator.
        use: "token" or "seal".
        purpose: as in `info_of`.
        epoch: as in `info_of`.

    Raises:
        ConfigurationError: the root is too short.
        InvalidInput: use, purpose or epoch are not as expected.
        MissingExtra: the package for it is not installed.
    """
    if len(root) < KEY_BYTES:
        raise ConfigurationError(f"A device root key of {len(root)} bytes was given; expected {KEY_BYTES} or more.")
    return hkdf_sha256(root, salt=SALT, info=info_of(use, purpose, epoch), length=KEY_BYTES)


def info_of(use: Use, purpose: str, epoch: int) -> bytes:
    """Give HKDF's context: `auren|1|USE|PURPOSE|EPOCH` in ASCII.

    Args:
        use: "token" or "seal".
        purpose: 1 to 64 of a-z, 0-9, "." and "-", beginning with a letter or digit.
        epoch: 1 to 2,147,483,647; one higher at each rotation.

    Raises:
        InvalidInput: one of them is not as expected.
    """
    if use not in get_args(Use):
        raise InvalidInput(f"An unknown use of a key was given; expected one of {', '.join(get_args(Use))}.")
    if not _PURPOSE.fullmatch(purpose):
        raise InvalidInput('A purpose was given that cannot be one; expected 1 to 64 of a-z, 0-9, "." and "-".')
    if not 1 <= epoch < _MOST_EPOCHS:
        raise InvalidInput(f"Epoch {epoch} was given; expected 1 to {_MOST_EPOCHS - 1}.")
    return f"auren|1|{use}|{purpose}|{epoch}".encode("ascii")


def hkdf_sha256(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    """Extract and expand a key.

    Args:
        secret: the input key material.
        salt: may be empty.
        info: the context.
        length: bytes wanted, 1 to 8160.

    Raises:
        MissingExtra: the package for it is not installed.
    """
    hashes = optional("cryptography.hazmat.primitives.hashes", feature="DeviceTokens", extra="privacy")
    hkdf = optional("cryptography.hazmat.primitives.kdf.hkdf", feature="DeviceTokens", extra="privacy")
    derived: bytes = hkdf.HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
    return derived
