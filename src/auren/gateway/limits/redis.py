"""A limiter that all workers share through Redis (or Valkey): every limit of a request in one script, in one round trip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from typing import Final

from auren.clock import require_aware
from auren.errors import InvalidInput, StoreUnavailable
from auren.gateway.limits._refusal import refusal
from auren.gateway.limits.connection import RedisConnection
from auren.gateway.limits.gcra import Cell, microseconds
from auren.gateway.limits.in_memory import InMemoryLimiter, cell_of
from auren.inference import Rate
from auren.people import Subject
from auren.ports.limiter import Limiter, RateLimit

__all__ = ["LocalQuota", "RedisLimiter"]

_MOST_DEBTS: Final = 100
"""How many debts one take pays; the next one pays the next."""
_SWEEP_AT: Final = 1024

_SCRIPT: Final = """
-- ARGV: now, milliseconds that a key outlives its use, how many debts, how many limits; then for each debt and each limit
-- field, interval, burst, and for a debt also how many and its arrival. Instants and lengths in microseconds, which
-- doubles hold exactly until the year 2255.
local now, grace = tonumber(ARGV[1]), tonumber(ARGV[2])
local debts, limits = tonumber(ARGV[3]), tonumber(ARGV[4])
local function arrival(key, field)
  return tonumber(redis.call('HGET', key, field) or '0')
end
local function keep(key, field, new)
  redis.call('HSET', key, field, string.format('%.0f', new))
  local lives = math.ceil((new - now) / 1000) + grace
  if redis.call('PTTL', key) < lives then redis.call('PEXPIRE', key, lives) end
end
local at = 5
for i = 1, debts do
  local field, interval, burst = ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local count, alone = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  local new = math.max(arrival(KEYS[i], field) + count * interval, alone)
  new = math.min(new, now + 2 * burst)
  if new > now then keep(KEYS[i], field, new) end
  at = at + 5
end
local first, wait, refusing, moved = at, 0, 0, {}
for i = 1, limits do
  local interval, burst = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  moved[i] = math.max(arrival(KEYS[debts + i], ARGV[at]), now) + interval
  wait = math.max(wait, moved[i] - burst - now)
  if wait > 0 and refusing == 0 then refusing = i end
  at = at + 3
end
if wait == 0 then
  for i = 1, limits do keep(KEYS[debts + i], ARGV[first + 3 * (i - 1)], moved[i]) end
end
return {wait, refusing}
"""


@dataclass(frozen=True, slots=True)
class LocalQuota:
    """What one worker may allow by itself while Redis does not answer.

    Args:
        share: part of each rate and burst, above 0 up to 1; one divided by the number of workers keeps all within the rate.

    Raises:
        InvalidInput: the share is out of range.
    """

    share: float

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise InvalidInput(f"A local quota with a share of {self.share:g} was given; use more than 0 and at most 1.")

    def of(self, rate: Rate) -> Rate:
        """Give the rate that one worker holds to by itself, with a burst of one at least."""
        burst = rate.count if rate.burst is None else rate.burst
        return Rate(rate.count, rate.per_s / self.share, max(1, int(burst * self.share)))


@dataclass(slots=True)
class _Debt:
    """What was allowed of one limit without Redis.

    Args:
        count: how many.
        arrival_us: the theoretical arrival that they alone lead to.
    """

    count: int = 0
    arrival_us: int = 0

    def add(self, cell: Cell, now_us: int) -> None:
        """Count one more."""
        self.count += 1
        self.arrival_us = max(self.arrival_us, now_us) + cell.interval_us


class RedisLimiter(Limiter):
    """Holds people, plans and models to rates across all workers.

    The caller's `now` decides, so workers' clocks should agree. While they differ by no more than `clock_skew_s`, at most
    that many seconds' worth of the rate passes in addition, in any stretch of time, and a worker whose clock is behind
    waits at most that much longer. Keys expire by the server's own clock once they mean nothing, so a clock that is far
    ahead holds the others up only while it is used, and until one emptied bucket would have filled again.

    When Redis does not answer within `answer_s`, the request is refused with StoreUnavailable, or, with `fallback`, counted
    by this worker alone. The requests after it are decided so at once, and every `rest_s` one of them asks Redis again.
    What was allowed without Redis is taken off there as soon as it is back. A take whose answer was lost may count twice,
    but none goes uncounted.

    Args:
        url_or_client: for example "redis://localhost:6379/0"; or the host's own `redis.asyncio.Redis`, which stays open.
        fallback: what this worker may allow by itself while Redis does not answer; None refuses.
        prefix: what the keys begin with, and their hash tag, so that a cluster keeps them together. What follows is a digest:
            no person's id can be read off a key.
        clock_skew_s: by how much the workers' clocks may differ.
        answer_s: seconds within which Redis has to answer a take.
        rest_s: seconds between two tries while it does not.
        timeout_s: seconds that forgetting may take.

    Raises:
        MissingExtra: redis is not installed.
        UnknownScheme: the URL is none of Redis.
        InvalidInput: the prefix is empty or holds a brace.
    """

    def __init__(
        self,
        url_or_client: object,
        *,
        fallback: LocalQuota | None = None,
        prefix: str = "auren:limits",
        clock_skew_s: float = 1.0,
        answer_s: float = 0.03,
        rest_s: float = 1.0,
        timeout_s: float | None = 1.0,
    ) -> None:
        super().__init__(timeout_s=timeout_s)
        if not prefix or set(prefix) & set("{}"):
            raise InvalidInput(f"The prefix {prefix!r} was given; use one that is not empty and has no brace.")
        self._redis = RedisConnection(
            url_or_client, script=_SCRIPT, feature=type(self).__name__, answer_s=answer_s, rest_s=rest_s
        )
        self._fallback = fallback
        self._alone = InMemoryLimiter()
        self._prefix = prefix
        self._grace_ms = round(clock_skew_s * 1000)
        self._debts: dict[RateLimit, _Debt] = {}
        self._sweep_at = _SWEEP_AT

    @property
    def owed(self) -> int:
        """How many takes were allowed without Redis and are not yet taken off there."""
        return sum(debt.count for debt in self._debts.values())

    async def _open(self) -> None:
        await self._redis.open()
        await self._alone.open()

    async def _close(self) -> None:
        await self._alone.close()
        await self._redis.close()

    async def _acquire(self, limits: Sequence[RateLimit], now: datetime) -> None:
        now_us = microseconds(require_aware(now, "A limiter's now"))
        distinct = list(dict.fromkeys(limits))
        # Taken out before the call, so that two calls at once do not both pay; given back if the call fails.
        try:
            wait_us, refusing = await self._take(distinct, now, now_us)
        except StoreUnavailable:
            if self._fallback is None:
                raise
            await self._take_alone(distinct, self._fallback, now, now_us)
            return
        if wait_us > 0:
            raise refusal(wait_us, distinct[refusing - 1].scope)

    async def _take(self, limits: Sequence[RateLimit], now: datetime, now_us: int) -> tuple[int, int]:
        """Take one from every limit in Redis, after what is owed there.

        Gives the microseconds to wait and the place, from 1, of the first limit that refuses; two times 0 when it did.
        """
        # Taken out before the call, so that two calls at once do not both pay; put back if there is no answer.
        owing = () if self._redis.rests(now) else tuple(islice(self._debts, _MOST_DEBTS))
        owed = {limit: self._debts.pop(limit) for limit in owing}
        arguments: list[str | int] = [now_us, self._grace_ms, len(owed), len(limits)]
        for limit, debt in owed.items():
            arguments += (*_described(limit), debt.count, debt.arrival_us)
        for limit in limits:
            arguments += _described(limit)
        try:
            keys = [self._key(limit) for limit in (*owed, *limits)]
            wait_us, refusing = await self._redis.run(keys, arguments, now=now)
        except BaseException:
            self._owe(owed)
            raise
        return int(wait_us), int(refusing)

    async def _take_alone(self, limits: Sequence[RateLimit], quota: LocalQuota, now: datetime, now_us: int) -> None:
        await self._alone.acquire([RateLimit(one.scope, one.key, quota.of(one.rate)) for one in limits], now=now)
        for limit in limits:
            self._debts.setdefault(limit, _Debt()).add(cell_of(limit.rate), now_us)
        if len(self._debts) > self._sweep_at:
            self._debts = {
                limit: debt
                for limit, debt in self._debts.items()
                # Nothing of it could be left, even if the limit was used up before.
                if debt.arrival_us + cell_of(limit.rate).burst_us > now_us
            }
            self._sweep_at = max(_SWEEP_AT, 2 * len(self._debts))

    def _owe(self, owed: Mapping[RateLimit, _Debt]) -> None:
        for limit, debt in owed.items():
            newer = self._debts.get(limit, _Debt())
            self._debts[limit] = _Debt(debt.count + newer.count, max(debt.arrival_us, newer.arrival_us))

    async def _forget(self, subject: Subject) -> int:
        owed = [limit for limit in self._debts if (limit.scope, limit.key) == ("person", subject.id)]
        for limit in owed:
            del self._debts[limit]
        alone = await self._alone.forget(subject)
        kept = await self._redis.delete([self._name("person", subject.id)])
        return max(kept, min(1, alone + len(owed)))

    def _key(self, limit: RateLimit) -> str:
        return self._name(limit.scope, limit.key)

    def _name(self, scope: str, key: str) -> str:
        digest = blake2b(f"{len(scope)} {scope} {key}".encode("utf-8", "surrogatepass"), digest_size=16)
        return f"{{{self._prefix}}}:{digest.hexdigest()}"


def _described(limit: RateLimit) -> tuple[str, int, int]:
    rate, cell = limit.rate, cell_of(limit.rate)
    return f"{rate.count}/{rate.per_s!r}/{rate.burst}", cell.interval_us, cell.burst_us
