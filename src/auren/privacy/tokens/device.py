"""Tokens of identifiers and sealed values, as a device makes them and as CryptoKit reproduces them byte for byte."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from auren._extras import optional
from auren.clock import Clock, require_aware
from auren.errors import ConfigurationError, InvalidInput
from auren.people import Subject
from auren.privacy.tokens.keys import derived_key, info_of

__all__ = ["DeviceTokens", "Grace"]

_NAMED: Final = "t1"
_SEALED: Final = "s1"
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_MOST_SEALS: Final = 2**32
"""With random nonces of 96 bits, NIST SP 800-38D allows no more under one key."""


@dataclass(frozen=True, slots=True)
class Grace:
    """The epoch before, and until when what it sealed may still be opened.

    Args:
        epoch: the one that ended.
        until: aware; from this instant on it is refused.
        root: its root key, where the rotation changed that, too; None when only the epoch changed.
    """

    epoch: int
    until: datetime
    root: bytes | None = None

    def __post_init__(self) -> None:
        require_aware(self.until, "The end of a grace window")

    def __repr__(self) -> str:
        return f"Grace(epoch={self.epoch}, until={self.until.isoformat()})"


class DeviceTokens:
    """Makes tokens and seals values under keys that only the device has.

    A token stands for an identifier: the same one always gives the same token within a purpose and an epoch, and nothing
    can be joined across purposes. A sealed value can be opened only with its purpose, epoch and person.

    Args:
        root: the device's secret, 32 bytes or more, from a secure generator; it never leaves the device.
        epoch: the present one, from 1 on.
        clock: says whether the grace window is over.
        grace: the epoch before, while it is still accepted.
        random_bytes: gives as many fresh random bytes as asked for; must be secure, since a nonce may never come twice.

    Raises:
        ConfigurationError: a root is too short, or the grace is not of an earlier epoch.
        InvalidInput: the epoch is out of range.
        MissingExtra: the package for it is not installed.
    """

    def __init__(
        self,
        root: bytes,
        *,
        epoch: int = 1,
        clock: Clock,
        grace: Grace | None = None,
        random_bytes: Callable[[int], bytes] = os.urandom,
    ) -> None:
        if grace is not None and not 1 <= grace.epoch < epoch:
            raise ConfigurationError(f"A grace of epoch {grace.epoch} was given at epoch {epoch}; expected an earlier one.")
        for secret, of in ((root, epoch), *(((grace.root or root, grace.epoch),) if grace else ())):
            derived_key(secret, "token", "check", of)
        aead: Any = optional("cryptography.hazmat.primitives.ciphers.aead", feature="DeviceTokens", extra="privacy")
        self._cipher: Callable[[bytes], Any] = aead.AESGCM
        self._root, self._epoch, self._grace = root, epoch, grace
        self._clock = clock
        self._random_bytes = random_bytes
        self._seals = 0

    def __repr__(self) -> str:
        return f"DeviceTokens(epoch={self._epoch})"

    def token(self, identifier: str, purpose: str) -> str:
        """Give the token of an identifier: `t1.EPOCH.` and HMAC-SHA256 in unpadded base64url.

        Args:
            identifier: taken as its UTF-8 bytes, exactly as given; normalise it before, in one place.
            purpose: as in `info_of`.

        Raises:
            InvalidInput: the identifier is empty, or the purpose is not as expected.
        """
        return self._token(identifier, purpose, self._root, self._epoch)

    def remapped(self, identifiers: Iterable[str], purpose: str) -> dict[str, str]:
        """Give, after a rotation, the old token -> the new one; the host replaces them while the grace window is open.

        Args:
            identifiers: those that the device knows.
            purpose: as in `info_of`.

        Raises:
            InvalidInput: the grace window is over or there is none, or an identifier or the purpose is not as expected.
        """
        root, epoch = self._before()
        return {self._token(one, purpose, root, epoch): self.token(one, purpose) for one in identifiers}

    def seal(self, value: bytes, purpose: str, subject: Subject) -> str:
        """Encrypt a value: `s1.EPOCH.` and nonce, ciphertext and tag in unpadded base64url.

        Args:
            value: the plain bytes.
            purpose: as in `info_of`.
            subject: whose value it is; opening it for somebody else fails.

        Raises:
            InvalidInput: the purpose is not as expected.
            ConfigurationError: 2^32 values were sealed, or the source of randomness gave too little; rotate, or mend it.
        """
        if self._seals >= _MOST_SEALS:
            raise ConfigurationError("As many values were sealed as one key may seal; begin another epoch.")
        nonce = self._random_bytes(_NONCE_BYTES)
        if len(nonce) != _NONCE_BYTES:
            raise ConfigurationError(f"{len(nonce)} random bytes came where {_NONCE_BYTES} were asked for; mend the source.")
        self._seals += 1
        cipher = self._cipher(derived_key(self._root, "seal", purpose, self._epoch))
        sealed: bytes = cipher.encrypt(nonce, value, _bound(purpose, self._epoch, subject))
        return f"{_SEALED}.{self._epoch}.{_text(nonce + sealed)}"

    def open(self, sealed: str, purpose: str, subject: Subject) -> bytes:
        """Give back a sealed value of this epoch, or of the one before while the grace window is open.

        Args:
            sealed: as `seal` gave it.
            purpose: for what it was sealed.
            subject: whose it is.

        Raises:
            InvalidInput: it was changed, or sealed under another key, purpose, person or an epoch that is over.
        """
        kind, _, rest = sealed.partition(".")
        number, _, text = rest.partition(".")
        held = _bytes(text)
        if kind != _SEALED or held is None or len(held) < _NONCE_BYTES + _TAG_BYTES:
            raise InvalidInput("A text that is no sealed value was given; expected s1.EPOCH.TEXT as `seal` gives it.")
        root, epoch = (self._root, self._epoch) if number == str(self._epoch) else self._before()
        if number != str(epoch):
            raise InvalidInput("A value of another epoch was given; only the present one and the one in grace can be opened.")
        cipher = self._cipher(derived_key(root, "seal", purpose, epoch))
        try:
            plain: bytes = cipher.decrypt(held[:_NONCE_BYTES], held[_NONCE_BYTES:], _bound(purpose, epoch, subject))
        except Exception:  # noqa: BLE001 - the package's own error says nothing more, and must not become the cause
            plain = b""
            opened = False
        else:
            opened = True
        if not opened:
            raise InvalidInput("A sealed value cannot be opened: it was changed, or belongs to another key, purpose or person.")
        return plain

    def _before(self) -> tuple[bytes, int]:
        grace = self._grace
        if grace is None or self._clock.now() >= grace.until:
            raise InvalidInput("An earlier epoch was asked for, and no grace window is open; only the present one counts.")
        return grace.root or self._root, grace.epoch

    @staticmethod
    def _token(identifier: str, purpose: str, root: bytes, epoch: int) -> str:
        if not identifier:
            raise InvalidInput("An empty identifier was given; expected at least one character.")
        key = derived_key(root, "token", purpose, epoch)
        return f"{_NAMED}.{epoch}.{_text(hmac.new(key, _utf8(identifier), hashlib.sha256).digest())}"


def _bound(purpose: str, epoch: int, subject: Subject) -> bytes:
    """Give what a sealed value is bound to: `PURPOSE|EPOCH|SUBJECT`; only the last part may hold the bar."""
    info_of("seal", purpose, epoch)
    return _utf8(f"{purpose}|{epoch}|{subject.id}")


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        pass
    # The error itself quotes the text.
    raise InvalidInput("A text with half a surrogate pair was given; expected text that UTF-8 can hold.")


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes | None:
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    # One value has one text: spare bits at the end must be as `seal` leaves them.
    return content if _text(content) == text else None
