"""Device tokens agree with the published vectors and with auren's own, and nothing opens that was changed or is another's."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.clock import SimulatedClock
from auren.errors import ConfigurationError, InvalidInput
from auren.people import Subject
from auren.privacy.tokens import DeviceTokens, Grace, derived_key
from auren.privacy.tokens.keys import hkdf_sha256

aead = pytest.importorskip("cryptography.hazmat.primitives.ciphers.aead")

ANNA, BEN = Subject("anna"), Subject("ben")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROOT = bytes(range(32))
VECTORS: Final = Path(__file__).parents[2] / "docs" / "device-tokens-vectors.json"


def tokens(epoch: int = 1, grace: Grace | None = None, root: bytes = ROOT) -> DeviceTokens:
    return DeviceTokens(root, epoch=epoch, clock=SimulatedClock(NOW), grace=grace)


def test_hkdf_is_that_of_rfc_5869() -> None:
    # Test cases 1 and 3 of its appendix A.
    secret = bytes.fromhex("0b" * 22)
    first = hkdf_sha256(
        secret, salt=bytes.fromhex("000102030405060708090a0b0c"), info=bytes.fromhex("f0f1f2f3f4f5f6f7f8f9"), length=42
    )
    assert first.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    third = hkdf_sha256(secret, salt=b"", info=b"", length=42)
    assert third.hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"


def test_hmac_is_that_of_rfc_4231() -> None:
    # Test cases 1 and 2.
    assert hmac.new(b"\x0b" * 20, b"Hi There", hashlib.sha256).hexdigest() == (
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    )
    assert hmac.new(b"Jefe", b"what do ya want for nothing?", hashlib.sha256).hexdigest() == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_aes_gcm_is_that_of_the_specification() -> None:
    # Test cases 13 and 14 of the specification of GCM: a key of 256 zero bits.
    cipher = aead.AESGCM(bytes(32))
    assert cipher.encrypt(bytes(12), b"", b"").hex() == "530f8afbc74536b9a963b4f1c4cb738b"
    assert cipher.encrypt(bytes(12), bytes(16), b"").hex() == (
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
    )


@pytest.mark.parametrize("vector", json.loads(VECTORS.read_text("utf-8"))["vectors"])
def test_the_documented_vectors_hold(vector: dict[str, Any]) -> None:
    root, epoch, purpose = bytes.fromhex(vector["root_hex"]), vector["epoch"], vector["purpose"]
    nonce = bytes.fromhex(vector["nonce_hex"])
    device = DeviceTokens(root, epoch=epoch, clock=SimulatedClock(NOW), random_bytes=lambda _: nonce)
    assert derived_key(root, "token", purpose, epoch).hex() == vector["token_key_hex"]
    assert derived_key(root, "seal", purpose, epoch).hex() == vector["seal_key_hex"]
    assert device.token(vector["identifier"], purpose) == vector["token"]
    assert device.seal(vector["value"].encode(), purpose, Subject(vector["subject"])) == vector["sealed"]


@given(st.binary(max_size=100))
def test_a_sealed_value_comes_back_and_is_never_sealed_alike(value: bytes) -> None:
    device = tokens()
    one, other = device.seal(value, "note", ANNA), device.seal(value, "note", ANNA)
    assert one != other
    assert device.open(one, "note", ANNA) == device.open(other, "note", ANNA) == value


@given(st.data())
def test_no_changed_text_opens(data: st.DataObject) -> None:
    device = tokens()
    sealed = device.seal(b"72 bpm", "note", ANNA)
    place = data.draw(st.integers(0, len(sealed) - 1))
    put = data.draw(st.sampled_from("ABab01-_.=é"))
    changed = sealed[:place] + put + sealed[place + data.draw(st.integers(0, 1)) :]
    if changed != sealed:
        with pytest.raises(InvalidInput) as caught:
            device.open(changed, "note", ANNA)
        assert "72" not in str(caught.value)


def test_nothing_opens_for_another_person_purpose_key_or_epoch() -> None:
    device = tokens()
    sealed = device.seal(b"72 bpm", "note", ANNA)
    for other, purpose, subject in (
        (device, "note", BEN),
        (device, "contact", ANNA),
        (tokens(root=bytes(32)), "note", ANNA),
        (tokens(epoch=2), "note", ANNA),
        (device, "note", Subject("anna|x")),
    ):
        with pytest.raises(InvalidInput):
            other.open(sealed, purpose, subject)


def test_tokens_join_within_a_purpose_and_an_epoch_only() -> None:
    device = tokens()
    assert device.token("anna@example.com", "contact") == tokens().token("anna@example.com", "contact")
    made = {device.token("a", "contact"), device.token("a", "serial"), device.token("b", "contact")}
    made |= {tokens(epoch=2).token("a", "contact"), tokens(root=bytes(32)).token("a", "contact")}
    assert len(made) == 5


@pytest.mark.parametrize("root", [None, bytes(range(32, 64))])
def test_a_rotation_maps_tokens_and_opens_old_values_until_the_window_closes(root: bytes | None) -> None:
    old = tokens(root=root or ROOT)
    sealed, token = old.seal(b"72 bpm", "note", ANNA), old.token("a", "contact")
    clock = SimulatedClock(NOW)
    new = DeviceTokens(ROOT, epoch=2, clock=clock, grace=Grace(1, NOW + timedelta(days=30), root))
    assert new.remapped(["a"], "contact") == {token: new.token("a", "contact")}
    assert new.open(sealed, "note", ANNA) == b"72 bpm"
    clock.move_by(timedelta(days=30))
    with pytest.raises(InvalidInput):
        new.open(sealed, "note", ANNA)
    with pytest.raises(InvalidInput):
        new.remapped(["a"], "contact")


def test_what_cannot_work_is_refused_and_no_key_is_shown() -> None:
    clock = SimulatedClock(NOW)
    with pytest.raises(ConfigurationError):
        DeviceTokens(bytes(31), clock=clock)
    with pytest.raises(ConfigurationError):
        DeviceTokens(ROOT, clock=clock, grace=Grace(1, NOW))
    with pytest.raises(ConfigurationError):
        DeviceTokens(ROOT, clock=clock, random_bytes=lambda _: b"").seal(b"x", "note", ANNA)
    for purpose, identifier in (("", "a"), ("A", "a"), ("a|b", "a"), ("note", ""), ("note", "\ud800"), ("x" * 65, "a")):
        with pytest.raises(InvalidInput):
            tokens().token(identifier, purpose)
    with pytest.raises(InvalidInput):
        tokens(epoch=0)
    with pytest.raises(InvalidInput):
        Grace(1, datetime(2026, 1, 1))  # noqa: DTZ001 - a naive one is what is refused
    assert repr(tokens()) == "DeviceTokens(epoch=1)"
    assert "\\x" not in repr(Grace(1, NOW, ROOT))
