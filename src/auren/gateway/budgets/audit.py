"""The chain in which changes of limits are audited: each digest covers the one before, and none holds what was changed.

A record's digest covers only a commitment to its payload, made with a salt that lies beside the payload. Once both are
erased with the person, the chain still verifies, and nobody can try out what the payload was.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from auren.errors import StoreCorrupted
from auren.gateway.budgets.holds import Limits
from auren.ports.ledger import LimitChange, LimitRecord, Scope

__all__ = ["NOTHING_BEFORE", "Link", "link_of", "verified"]

NOTHING_BEFORE: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One record as it is stored.

    Args:
        number: place in the chain, from 1.
        at: when, in ISO format.
        scope: whose limit.
        commitment: to the payload and its salt.
        digest: of all these and of the digest before.
        payload: what was changed, with the salt; None once erased.
    """

    number: int
    at: str
    scope: str
    commitment: str
    digest: str
    payload: str | None


def link_of(number: int, before: str, at: datetime, scope: Scope, owner: str, change: LimitChange, replaced: Limits) -> Link:
    """Give the next link of a chain.

    Args:
        number: its place.
        before: digest of the link before.
        at: when the limit was changed.
        scope: whose limit it is.
        owner: the person's or pool's key in the store.
        change: the change.
        replaced: the limits it replaced.
    """
    payload = json.dumps(
        {
            "salt": secrets.token_hex(16),
            "owner": owner,
            "micro_usd": change.micro_usd,
            "tokens": change.tokens,
            "who": change.who,
            "why": change.why,
            "before": list(replaced),
        },
        sort_keys=True,
    )
    commitment, when = _hash(payload), at.isoformat()
    return Link(number, when, scope, commitment, _digest(number, before, when, scope, commitment), payload)


def verified(links: Iterable[Link]) -> list[LimitRecord]:
    """Give the records of a chain, oldest first.

    Raises:
        StoreCorrupted: a record was altered, dropped or moved.
    """
    records: list[LimitRecord] = []
    before = NOTHING_BEFORE
    for place, link in enumerate(links, 1):
        sound = link.number == place and link.digest == _digest(place, before, link.at, link.scope, link.commitment)
        if not sound or (link.payload is not None and _hash(link.payload) != link.commitment):
            raise broken(place)
        records.append(record_of(link))
        before = link.digest
    return records


def record_of(link: Link) -> LimitRecord:
    """Give a link as the port shows it.

    Raises:
        StoreCorrupted: it cannot be read.
    """
    if link.scope not in ("person", "pool"):
        raise broken(link.number)
    scope = cast("Scope", link.scope)
    try:
        at = datetime.fromisoformat(link.at)
        if link.payload is None:
            return LimitRecord(link.number, at, scope, None, None, link.digest)
        held = cast("Mapping[str, object]", json.loads(link.payload))
        change = LimitChange(_limit(held["micro_usd"]), _limit(held["tokens"]), str(held["who"]), str(held["why"]))
        before = cast("list[object]", held["before"])
        return LimitRecord(link.number, at, scope, change, (_limit(before[0]), _limit(before[1])), link.digest)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise broken(link.number) from error


def broken(number: int) -> StoreCorrupted:
    """Give the error of a chain that does not hold."""
    return StoreCorrupted(f"The audit of limits is broken at record {number}: it was altered, dropped or moved.")


def _limit(value: object) -> int | None:
    if value is None or isinstance(value, int):
        return value
    raise TypeError


def _digest(number: int, before: str, at: str, scope: str, commitment: str) -> str:
    return _hash(json.dumps([number, before, at, scope, commitment]))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
