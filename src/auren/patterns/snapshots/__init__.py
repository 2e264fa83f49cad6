"""A person's state as compact, versioned bytes: a sealed header, texts, and columns of whole numbers as bits.

Nothing is written that the rest gives again: ids that follow from their reading, and evidence that the rule finds anew on
the days of the state.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable
from typing import Final

from auren.errors import InvalidInput, StoreCorrupted
from auren.findings import Finding
from auren.patterns.snapshots import findings, readings, version_1
from auren.patterns.snapshots.bits import BitReader, BitWriter
from auren.patterns.snapshots.evidence import Judge
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.readings import MetricRegistry

__all__ = ["VERSION", "Judge", "dump_state", "load_state"]

VERSION: Final = 2

_MAGIC: Final = b"auren-state"
_CHECK: Final = struct.Struct(">I")
_SEALS: Final = struct.Struct(">8s8s8s")
_DAMAGE: Final = (
    zlib.error,
    struct.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    StopIteration,
)


def dump_state(state: PersonState, made_for: str, judge: Judge) -> bytes:
    """Give a state as bytes.

    Args:
        state: whose every part is written.
        made_for: what the state depends on; it must be the same when the bytes are loaded.
        judge: what gives evidence again.
    """
    out = BitWriter()
    out.date(state.floor)
    out.date(state.furthest)
    readings.write(out, state)
    findings.write(out, state, judge)
    seals = _SEALS.pack(_digest([state.subject.id]), _digest([made_for]), _seal(state.findings.values()))
    body = seals + out.to_bytes()
    return _MAGIC + bytes([VERSION]) + _CHECK.pack(zlib.crc32(body)) + body


def load_state(data: bytes, subject: Subject, metrics: MetricRegistry, made_for: str, judge: Judge) -> PersonState:
    """Give the state that was written as bytes, by this release or an earlier one.

    Args:
        data: what `dump_state` gave.
        subject: whose state it must be.
        metrics: the registry that says how a day is formed.
        made_for: what the state must have been made for.
        judge: what gives evidence again.

    Raises:
        InvalidInput: the bytes are of an unknown version, another person's, or made for other rules; restore the state from
            history and journal.
        StoreCorrupted: the bytes are damaged, or the rules give other evidence than they gave.
    """
    if data[: len(_MAGIC)] != _MAGIC or len(data) <= len(_MAGIC) + 1:
        raise StoreCorrupted("Bytes that are no state of the pattern kernel were given; expected what dump gave.")
    version, body = data[len(_MAGIC)], data[len(_MAGIC) + 1 :]
    try:
        if version == 1:
            return version_1.load(body, subject, metrics, made_for, judge)
        if version == VERSION:
            return _load(body, subject, metrics, made_for, judge)
    except InvalidInput:
        raise
    except _DAMAGE as error:
        raise StoreCorrupted("The bytes of a state are damaged; restore it from history and journal.") from error
    raise InvalidInput(
        f"A state of version {version} was given; this release reads 1 to {VERSION}. Restore it from history and journal."
    )


def _load(data: bytes, subject: Subject, metrics: MetricRegistry, made_for: str, judge: Judge) -> PersonState:
    (check,), body = _CHECK.unpack_from(data), data[_CHECK.size :]
    if zlib.crc32(body) != check:
        raise StoreCorrupted("The bytes of a state are damaged or cut off; restore it from history and journal.")
    owner, rules, seal = _SEALS.unpack_from(body)
    if (owner, rules) != (_digest([subject.id]), _digest([made_for])):
        raise InvalidInput("A state of another person or of other rules was given; restore it from history and journal.")
    source = BitReader(body[_SEALS.size :])
    state = PersonState(subject, metrics)
    floor, furthest = source.date(), source.date()
    readings.read(source, state)
    findings.read(source, state, judge)
    state.floor, state.furthest = floor, furthest
    if _seal(state.findings.values()) != seal:
        raise StoreCorrupted("A state's findings have other evidence by now; restore it from history and journal.")
    return state


def _seal(some: Iterable[Finding]) -> bytes:
    """Give a digest of all findings: what is given again must be what was there."""
    return _digest(sorted(f"{finding.id}|{finding.status}|{finding.revision}" for finding in some))


def _digest(texts: Iterable[str]) -> bytes:
    return hashlib.blake2b("\n".join(texts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
