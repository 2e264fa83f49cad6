"""What holds for a ledger whatever is done to it, and the pure parts that make it hold."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from auren.errors import BudgetExceeded, StoreConflict, StoreCorrupted
from auren.gateway.budgets import InMemoryLedger, RedisLedger, SQLLedger
from auren.gateway.budgets.audit import NOTHING_BEFORE, Link, link_of, verified
from auren.gateway.budgets.holds import BudgetKey, Budgets, Hold, Limits, Stage, Sums
from auren.gateway.budgets.sql._tables import TABLES
from auren.gateway.budgets.windows import window_at
from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject, zone_info
from auren.ports import Balance, Ledger, LimitChange

T = TypeVar("T")

NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
PLAN = Plan("pioneer", limit_micro_usd=300, limit_tokens=300, pool_micro_usd=700, pool_tokens=900)
PEOPLE = [Account(Subject(f"person-{number}"), zone="Europe/Oslo") for number in range(3)]
AMOUNTS = st.integers(0, 120)
USAGES = st.builds(Usage, AMOUNTS, AMOUNTS, st.just(0), st.integers(0, 400), st.booleans())

Entry = dict[str, Any]


class LedgerMachine(RuleBasedStateMachine):
    """Does anything in any order, and adds up anew after each step what a person's and the pool's balance must be."""

    holds = Bundle("holds")

    @staticmethod
    def build() -> Ledger:
        return InMemoryLedger()

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.ledger = self.build()
        self.now = NOW
        self.limits: dict[str, Limits] = {}
        self.known: dict[str, Entry] = {}
        self.changes = 0
        self.do(self.ledger.open())

    def teardown(self) -> None:
        self.do(self.ledger.close())
        self.loop.close()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize()
    def begin(self) -> None:
        assert self.balances() == self.expected()

    @rule(target=holds, who=st.integers(0, 2), money=AMOUNTS, tokens=AMOUNTS, for_s=st.integers(1, 90))
    def reserve(self, who: int, money: int, tokens: int, for_s: int) -> str:
        id = f"r{len(self.known)}"
        left = [self.limits_left(owner) for owner in (PEOPLE[who].subject.id, "")]
        wanted = (money, tokens)
        fits = all(more == 0 or rest is None or more <= rest for some in left for more, rest in zip(wanted, some, strict=True))
        hold = Reservation(id, money, tokens, self.now + timedelta(seconds=for_s))
        try:
            self.do(self.ledger.reserve(PEOPLE[who], PLAN, hold, now=self.now))
        except BudgetExceeded:
            assert not fits, "refused although it fits"
            # A refused id may be reserved later; the model does not do so.
            self.known[id] = {}
        else:
            assert fits, "held although it does not fit"
            self.known[id] = {"who": who, "hold": hold, "rank": 0, "sent": False, "spent": (0, 0), "unsure": False}
        return id

    @rule(id=holds)
    def reserve_again(self, id: str) -> None:
        if entry := self.known[id]:
            self.do(self.ledger.reserve(PEOPLE[entry["who"]], PLAN, entry["hold"], now=self.now))

    @rule(id=holds)
    def sent(self, id: str) -> None:
        entry = self.known[id]
        stands = bool(entry) and entry["rank"] == 0
        try:
            self.do(self.ledger.sent(id, now=self.now))
        except StoreConflict:
            assert not stands
        else:
            assert stands
            entry["sent"] = True

    @rule(id=holds, usage=USAGES)
    def settle(self, id: str, usage: Usage) -> None:
        entry = self.known[id]
        with suppress(StoreConflict) if not entry else nullcontext():
            self.do(self.ledger.settle(id, usage, now=self.now))
        self.end(entry, 4 if usage.exact else 3, (usage.cost_micro_usd, usage.tokens), not usage.exact)

    @rule(id=holds)
    def release(self, id: str) -> None:
        self.do(self.ledger.release(id, now=self.now))
        self.end(self.known[id], 2, (0, 0), False)

    @rule(seconds=st.integers(1, 60))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        for entry in self.known.values():
            if entry and entry["rank"] == 0 and entry["hold"].expires_at <= self.now:
                bound = (entry["hold"].held_micro_usd, entry["hold"].held_tokens)
                self.end(entry, 1, bound if entry["sent"] else (0, 0), entry["sent"])

    @rule(who=st.integers(0, 3), money=st.none() | st.integers(0, 900), tokens=st.none() | st.integers(0, 900))
    def change_limit(self, who: int, money: int | None, tokens: int | None) -> None:
        account, scope = (PEOPLE[0], "pool") if who == 3 else (PEOPLE[who], "person")
        owner = "" if scope == "pool" else account.subject.id
        before = self.limit(owner)
        change = LimitChange(money, tokens, "operator-7", "a walk")
        record = self.do(self.ledger.change_limit(account, PLAN, change, now=self.now, scope=scope))  # type: ignore[arg-type]
        assert record.before == before
        self.limits[owner] = Limits(money, tokens)
        self.changes += 1

    @invariant()
    def everything_adds_up(self) -> None:
        found = self.balances()
        assert found == self.expected()
        for balance in found:
            for limit, held, spent, left in (
                (balance.limit_micro_usd, balance.held_micro_usd, balance.spent_micro_usd, balance.remaining_micro_usd),
                (balance.limit_tokens, balance.held_tokens, balance.spent_tokens, balance.remaining_tokens),
            ):
                assert (left is None) == (limit is None)
                assert left is None or left + held + spent == limit

    @invariant()
    def the_audit_holds(self) -> None:
        assert len(self.do(self.ledger.limit_changes())) == self.changes

    def end(self, entry: Entry, rank: int, spent: tuple[int, int], unsure: bool) -> None:
        if entry and entry["rank"] < rank:
            entry.update(rank=rank, spent=spent, unsure=unsure)

    def limit(self, owner: str) -> Limits:
        own = (PLAN.limit_micro_usd, PLAN.limit_tokens) if owner else (PLAN.pool_micro_usd, PLAN.pool_tokens)
        return self.limits.get(owner, Limits(*own))

    def limits_left(self, owner: str) -> tuple[int | None, int | None]:
        balance = self.expected_of(owner)
        return (balance.remaining_micro_usd, balance.remaining_tokens)

    def expected_of(self, owner: str) -> Balance:
        sums = [0] * 6
        for entry in self.known.values():
            if entry and owner in ("", PEOPLE[entry["who"]].subject.id):
                held = (entry["hold"].held_micro_usd, entry["hold"].held_tokens)
                for unit in range(2):
                    sums[unit] += held[unit] if entry["rank"] == 0 else 0
                    sums[2 + unit] += entry["spent"][unit]
                    sums[4 + unit] += entry["spent"][unit] if entry["unsure"] else 0
        return Balance(*self.limit(owner), *sums)

    def expected(self) -> list[Balance]:
        return [self.expected_of(owner) for owner in (*(account.subject.id for account in PEOPLE), "")]

    def balances(self) -> list[Balance]:
        people = [self.do(self.ledger.balance(account, PLAN, now=self.now)) for account in PEOPLE]
        return [*people, self.do(self.ledger.balance(PEOPLE[0], PLAN, now=self.now, scope="pool"))]


def run_machine(build: Callable[[], Ledger], examples: int, steps: int) -> None:
    machine = type("Machine", (LedgerMachine,), {"build": staticmethod(build)})
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    how = settings(max_examples=examples, stateful_step_count=steps, deadline=None, database=None, suppress_health_check=checks)
    run_state_machine_as_test(machine, settings=how)


def test_any_order_in_memory() -> None:
    run_machine(InMemoryLedger, 100, 40)


def test_any_order_in_sqlite() -> None:
    run_machine(SQLLedger, 6, 20)


def test_any_order_in_postgres(postgres_url: str) -> None:
    run_machine(lambda: _Emptied(postgres_url), 4, 15)


class _Emptied(SQLLedger):
    async def _open(self) -> None:
        await super()._open()

        def empty(connection: Any) -> None:
            for table in TABLES.sorted_tables:
                connection.execute(table.delete())

        await self._database.write(empty)


def test_any_order_in_valkey(valkey_url: str) -> None:
    count = iter(range(sys.maxsize))
    run_machine(lambda: RedisLedger(valkey_url, prefix=f"walk-{next(count)}"), 20, 25)


BUDGETS = Budgets(BudgetKey("person", "anna", "month:2024-05"), BudgetKey("pool", "pioneer", "month:2024-05"))
STEPS = st.sampled_from(["expired", "released"]) | USAGES


def apply(hold: Hold, step: str | Usage) -> Hold:
    if isinstance(step, Usage):
        return hold.settled(step)
    return hold.expired() if step == "expired" else hold.released()


@given(money=AMOUNTS, tokens=AMOUNTS, sent=st.booleans(), steps=st.lists(STEPS, min_size=1), data=st.data())
def test_a_hold_ends_the_same_however_its_ends_are_repeated(
    money: int, tokens: int, sent: bool, steps: list[str | Usage], data: st.DataObject
) -> None:
    new = Hold("r1", BUDGETS, money, tokens, 0)
    hold = new.sent() if sent else new
    stages = [hold.stage]
    for step in steps:
        hold = apply(hold, step)
        assert apply(hold, step) == hold
        stages.append(hold.stage)
    assert all(before <= after for before, after in pairwise(stages))
    assert not hold.stage.open
    again = hold
    for step in data.draw(st.permutations(steps)):
        again = apply(again, step)
    assert again == hold
    assert (hold.counts - hold.counts, hold.counts.held_tokens) == (Sums(), 0)
    with pytest.raises(StoreConflict):
        hold.sent()


@given(
    at=st.integers(946_684_800, 2_208_988_800).map(partial(datetime.fromtimestamp, tz=UTC)),
    zone=st.sampled_from(["UTC", "Europe/Oslo", "Pacific/Apia", "America/St_Johns", "+14:00", "-14:00", "Africa/Casablanca"]),
    length=st.sampled_from(["day", "month"]),
)
def test_a_window_is_the_date_on_the_wall_and_ends_after_it_everywhere(at: datetime, zone: str, length: Any) -> None:
    window = window_at(length, zone, at)
    local = at.astimezone(zone_info(zone))
    assert window.label == (f"day:{local.date()}" if length == "day" else f"month:{local:%Y-%m}")
    assert window.ends_at > at
    assert window_at(length, "-14:00", window.ends_at).label != window.label
    assert window_at(length, "-14:00", window.ends_at - timedelta(microseconds=1)).label == window.label


def test_december_is_followed_by_january() -> None:
    assert window_at("month", "UTC", datetime(2024, 12, 31, 23, tzinfo=UTC)).ends_at.date() == date(2025, 1, 1)


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    for number in range(1, length + 1):
        before = links[-1].digest if links else NOTHING_BEFORE
        change = LimitChange(number, None, "operator-7", "why")
        links.append(link_of(number, before, NOW, "person", "anna", change, Limits(1, 2)))
    return links


def test_a_chain_holds_with_any_of_its_payloads_erased() -> None:
    links = chain(4)
    for erased in range(16):
        some = [replace(link, payload=None) if erased >> place & 1 else link for place, link in enumerate(links)]
        assert [record.change is None for record in verified(some)] == [bool(erased >> place & 1) for place in range(4)]


@pytest.mark.parametrize("place", range(4))
def test_a_chain_tells_what_was_altered_dropped_or_moved(place: int) -> None:
    links = chain(5)
    link = links[place]
    altered = [
        replace(link, at=(NOW + timedelta(1)).isoformat()),
        replace(link, scope="pool"),
        replace(link, digest="0" * 64),
        replace(link, commitment="0" * 64),
        replace(link, number=link.number + 1),
        replace(link, payload=(link.payload or "").replace("why", "because")),
        replace(link, payload="not JSON"),
        replace(link, payload="{}"),
    ]
    for other in altered:
        with pytest.raises(StoreCorrupted, match=f"record {place + 1}"):
            verified([*links[:place], other, *links[place + 1 :]])
    for others in (links[:place] + links[place + 1 :], [*links[:place], links[place + 1], link, *links[place + 2 :]]):
        with pytest.raises(StoreCorrupted):
            verified(others)


def test_two_equal_changes_have_commitments_that_tell_nothing() -> None:
    one, other = chain(1), chain(1)
    assert one[0].commitment != other[0].commitment


def test_stages_are_ordered_by_what_is_known() -> None:
    assert sorted(Stage) == [
        Stage.UNSENT,
        Stage.SENT,
        Stage.EXPIRED,
        Stage.RELEASED,
        Stage.SETTLED_AT_BOUND,
        Stage.SETTLED,
    ]
