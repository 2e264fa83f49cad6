"""A ledger in Redis or Valkey, shared by all workers: an operation is one script and one round trip.

Keys hold hashes of ids and never an id, so that not even a log of the server's commands names a person.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from auren._redis import Keyspace
from auren.errors import AurenError, StoreConflict, StoreCorrupted
from auren.gateway.budgets.agreed import AgreedTerms
from auren.gateway.budgets.audit import NOTHING_BEFORE, Link, link_of, record_of, verified
from auren.gateway.budgets.holds import (
    BudgetKey,
    Limits,
    Stage,
    Sums,
    budget_key,
    check_change,
    check_id,
    check_usage,
    exceeded,
    gone,
    micros,
    new_hold,
    owner_conflict,
    terms,
    unknown,
)
from auren.gateway.budgets.windows import REMEMBERED
from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject
from auren.ports.ledger import Balance, Ledger, LimitChange, LimitRecord, Scope

__all__ = ["RedisLedger"]

_REMEMBERED: Final = REMEMBERED.total_seconds() * 10**6
_TRIES: Final = 16


class RedisLedger(Ledger):
    """Keeps budgets in Redis 7 or later, or in Valkey.

    All keys of a ledger lie in one slot of a cluster. The server must not evict keys ("noeviction"), and what it keeps
    over a crash is the host's choice ("appendfsync").

    Args:
        url_or_client: for example "redis://host:6379/0"; or the host's own `redis.asyncio` client, which stays open.
        prefix: of all keys; another prefix is another ledger.
        timeout_s: seconds that one operation may take.

    Raises:
        InvalidInput: the prefix is empty or holds a brace.
        UnknownScheme: the URL is none of Redis.
        MissingExtra: the driver is not installed.
    """

    def __init__(self, url_or_client: Any, *, prefix: str = "auren:ledger", timeout_s: float | None = 2.0) -> None:
        super().__init__(timeout_s=timeout_s)
        self._keys = Keyspace(
            url_or_client,
            prefix=prefix,
            scripts="auren.gateway.budgets",
            shared=("_shared",),
            feature=type(self).__name__,
            timeout_s=timeout_s,
        )
        self._agreed = AgreedTerms()

    async def _open(self) -> None:
        await self._keys.open()

    async def _close(self) -> None:
        await self._keys.close()

    async def _reserve(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
        return await self._held(account, plan, reservation, now, Stage.UNSENT)

    async def _reserve_to_send(self, account: Account, plan: Plan, reservation: Reservation, now: datetime) -> Balance:
        return await self._held(account, plan, reservation, now, Stage.SENT)

    async def _held(self, account: Account, plan: Plan, reservation: Reservation, now: datetime, stage: Stage) -> Balance:
        agreed = self._agreed.of(account, plan, now)
        hold = new_hold(reservation, agreed)
        person, pool = hold.budgets
        kept = [micros(agreed.kept_until(key.scope, hold_expires_at=reservation.expires_at)) for key in hold.budgets]
        answer = await self._keys.run(
            "reserve",
            *_at(now),
            _hashed(hold.id),
            _owner(person),
            _budget(person),
            _owner(pool),
            _budget(pool),
            _hashed(plan.name),
            hold.micro_usd,
            hold.tokens,
            hold.expires_at,
            *kept,
            *_shown(agreed.person),
            *_shown(agreed.pool),
            int(stage),
        )
        match _texts(answer):
            case ["held", *rest]:
                return _balance(rest)
            case ["person"]:
                raise exceeded("person", hold, plan)
            case ["pool"]:
                raise exceeded("pool", hold, plan)
            case ["other"]:
                raise owner_conflict()
            case ["gone"]:
                raise gone()
            case _:
                raise _unreadable()

    async def _sent(self, reservation_id: str, now: datetime) -> None:
        if not await self._keys.run("sent", *_at(now), _hashed(check_id(reservation_id))):
            raise gone()

    async def _settle(self, reservation_id: str, usage: Usage, now: datetime) -> None:
        check_usage(usage)
        stage = Stage.SETTLED if usage.exact else Stage.SETTLED_AT_BOUND
        spent = (usage.cost_micro_usd, usage.tokens, int(not usage.exact))
        if not await self._keys.run("settle", *_at(now), _hashed(check_id(reservation_id)), int(stage), *spent):
            raise unknown()

    async def _release(self, reservation_id: str, now: datetime) -> None:
        await self._keys.run("settle", *_at(now), _hashed(check_id(reservation_id)), int(Stage.RELEASED), 0, 0, 0)

    async def _balance(self, account: Account, plan: Plan, now: datetime, scope: Scope) -> Balance:
        key, own = budget_key(terms(account, plan, now), scope)
        answer = await self._keys.run("balance", *_at(now), _owner(key), _budget(key), _hashed(plan.name), *_shown(own))
        return _balance(_texts(answer))

    async def _change_limit(
        self, account: Account, plan: Plan, change: LimitChange, now: datetime, scope: Scope
    ) -> LimitRecord:
        limits = check_change(change)
        key, own = budget_key(terms(account, plan, now), scope)
        owner, of_plan = _owner(key), _hashed(plan.name)
        for _ in range(_TRIES):
            length, last, standing = _texts(await self._keys.run("limit", owner, of_plan))
            before = _read_link(last, None).digest if last else NOTHING_BEFORE
            replaced = _read_limits(standing.split(" ")) if standing else own
            link = link_of(int(length) + 1, before, now, scope, owner, change, replaced)
            new = " ".join(_shown(limits))
            chained = json.dumps([link.number, link.at, link.scope, link.commitment, link.digest])
            personal = int(scope == "person")
            changed = (owner, of_plan, length, standing, new, chained, link.number, link.payload or "", personal)
            if await self._keys.run("change_limit", *changed):
                return record_of(link)
        raise StoreConflict("Limits are being changed by many at once; try again.")

    async def _limit_changes(self) -> Sequence[LimitRecord]:
        links = _texts(await self._keys.client.lrange(f"{self._keys.prefix}:audit", 0, -1))
        raw: Mapping[Any, Any] = await self._keys.client.hgetall(f"{self._keys.prefix}:payloads")
        payloads = dict(zip(_texts(raw.keys()), _texts(raw.values()), strict=True))
        return verified(_read_link(link, payloads.get(str(number))) for number, link in enumerate(links, 1))

    async def _forget(self, subject: Subject) -> int:
        self._agreed.forget()
        return int(await self._keys.run("forget", 0, int(_REMEMBERED), f"p-{_hashed(subject.id)}"))

    def _translated(self, error: Exception) -> AurenError | None:
        return self._keys.translated(error, _unreadable) or super()._translated(error)


def _at(now: datetime) -> tuple[int, int]:
    return micros(now), int(_REMEMBERED)


@lru_cache(maxsize=4096)
def _hashed(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _owner(key: BudgetKey) -> str:
    return f"{'p' if key.scope == 'person' else 'o'}-{_hashed(key.owner)}"


def _budget(key: BudgetKey) -> str:
    return f"{_owner(key)}:{key.window}"


def _shown(limits: Limits) -> list[str]:
    return ["-" if limit is None else str(limit) for limit in limits]


def _read_limits(texts: Sequence[str]) -> Limits:
    try:
        money, tokens = (None if text == "-" else int(text) for text in texts)
    except ValueError:
        raise _unreadable() from None
    return Limits(money, tokens)


def _balance(texts: Sequence[str]) -> Balance:
    try:
        sums = Sums(*map(int, texts[2:]))
    except (ValueError, TypeError):
        raise _unreadable() from None
    return sums.balance(_read_limits(texts[:2]))


def _read_link(text: str, payload: str | None) -> Link:
    try:
        number, at, scope, commitment, digest = json.loads(text)
    except ValueError:
        raise _unreadable() from None
    return Link(number, at, scope, commitment, digest, payload)


def _texts(values: Iterable[Any]) -> list[str]:
    # A host's client may decode already.
    return [value.decode() if isinstance(value, bytes) else str(value) for value in values]


def _unreadable() -> StoreCorrupted:
    return StoreCorrupted("A stored budget, hold or limit cannot be read; it was written by another version or damaged.")
