"""The budgets that one transaction has locked, and how holds and limits are found in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from auren._sql import chunks
from auren.gateway.budgets.holds import (
    BudgetKey,
    Hold,
    Limits,
    Sums,
    Terms,
)
from auren.gateway.budgets.sql._rows import budget_row, changed_row, hold_row, read_hold, read_sums
from auren.gateway.budgets.sql._tables import (
    BUDGETS,
    EXPIRED_OR_ONE,
    HOLDS,
    LIMITS_OF,
    LOCK,
    ONE,
    WRITE_BUDGET,
    WRITE_HOLD,
)
from auren.inference import Plan

__all__ = ["Books", "Unlocked", "both_limits", "counting_in", "found", "found_one", "is_row", "read_limits", "swept"]


class Unlocked(Exception):
    """A hold counts in a budget that is not locked yet; the transaction has to begin anew with that one, too."""

    def __init__(self, budgets: Iterable[BudgetKey]) -> None:
        super().__init__()
        self.budgets = set(budgets)


class Books:
    """The budgets that one transaction has locked, and what it changes in them.

    Args:
        connection: in the transaction.
        keys: the budgets, in any order.
    """

    def __init__(self, connection: Connection, keys: Collection[BudgetKey]) -> None:
        self._connection = connection
        self._changed: dict[str, Hold] = {}
        self._sums: dict[BudgetKey, Sums] = {}
        self._kept: dict[BudgetKey, int] = {}
        self._touched: set[BudgetKey] = set()
        for some in chunks(sorted(keys), 200):
            self._lock(some)

    def missing(self, keys: Iterable[BudgetKey]) -> list[BudgetKey]:
        """Give those that are not there, in order."""
        return sorted(set(keys) - set(self._sums))

    def of(self, key: BudgetKey) -> Sums:
        """Give a budget's sums as they stand now."""
        return self._sums[key]

    def keep(self, kept: Mapping[BudgetKey, int]) -> None:
        """Keep budgets at least until an instant."""
        for key, until in kept.items():
            if self._kept[key] < until:
                self._kept[key] = until
                self._touched.add(key)

    def add(self, hold: Hold) -> None:
        """Enter a new hold."""
        self._count(hold, hold.counts)
        self._connection.execute(sa.insert(HOLDS).values(hold_row(hold)))

    def become(self, before: Hold, after: Hold) -> Hold:
        """Enter what has become of a hold."""
        if after != before:
            self._count(after, after.counts - before.counts)
            self._changed[after.id] = after
        return after

    def end(self, holds: Iterable[Hold]) -> None:
        """Enter that holds have expired.

        Raises:
            Unlocked: some count in budgets that are not locked; nothing was entered.
        """
        still_open = [hold for hold in holds if hold.stage.open]
        if lacking := self.missing(key for hold in still_open for key in hold.budgets):
            raise Unlocked(lacking)
        for hold in still_open:
            self.become(hold, hold.expired())

    def write(self) -> None:
        """Write what has changed."""
        if self._changed:
            self._connection.execute(WRITE_HOLD, [changed_row(hold) for hold in self._changed.values()])
        if self._touched:
            rows = [budget_row(key, self._sums[key], self._kept[key]) for key in sorted(self._touched)]
            self._connection.execute(WRITE_BUDGET, rows)

    def _count(self, hold: Hold, change: Sums) -> None:
        # Both are looked for before either changes.
        if lacking := self.missing(hold.budgets):
            raise Unlocked(lacking)
        for key in hold.budgets:
            self._sums[key] += change
            self._touched.add(key)

    def _lock(self, keys: Sequence[BudgetKey]) -> None:
        for row in self._connection.execute(LOCK, {"keys": list(map(tuple, keys))}) if keys else ():
            scope, owner, window, *sums, kept_until = row
            key = BudgetKey(scope, owner, window)
            self._sums[key] = read_sums(sums)
            self._kept[key] = kept_until


def is_row(key: BudgetKey) -> tuple[sa.ColumnElement[bool], ...]:
    return (BUDGETS.c.scope == key.scope, BUDGETS.c.owner == key.owner, BUDGETS.c.window == key.window)


def counting_in(keys: Iterable[BudgetKey], instant: int) -> dict[str, object]:
    people: list[tuple[str, str]] = []
    pools: list[tuple[str, str]] = []
    for scope, owner, window in keys:
        (people if scope == "person" else pools).append((owner, window))
    return {"people": people, "pools": pools, "instant": instant}


def found(connection: Connection, condition: sa.ColumnElement[bool], *, limit: int | None = None) -> list[Hold]:
    return [read_hold(row) for row in connection.execute(sa.select(HOLDS).where(condition).limit(limit))]


def found_one(connection: Connection, id: str) -> Hold | None:
    row = connection.execute(ONE, {"of_id": id}).one_or_none()
    return None if row is None else read_hold(row)


def swept(connection: Connection, books: Books, id: str, keys: Iterable[BudgetKey], instant: int) -> Hold | None:
    """End what has expired in these budgets, and give the hold of an id as it stands then."""
    rows = connection.execute(EXPIRED_OR_ONE, {"of_id": id, **counting_in(keys, instant)})
    found = [read_hold(row) for row in rows]
    books.end(hold for hold in found if hold.expires_at <= instant)
    given = next((hold for hold in found if hold.id == id), None)
    return given.expired() if given and given.expires_at <= instant else given


def both_limits(connection: Connection, agreed: Terms, plan: Plan) -> tuple[Limits, Limits]:
    mine, ours = (("person", agreed.budgets.person.owner), ("pool", agreed.budgets.pool.owner))
    found = read_limits(connection, {mine: agreed.person, ours: agreed.pool}, plan)
    return found[mine], found[ours]


def read_limits(connection: Connection, own: Mapping[tuple[str, str], Limits], plan: Plan) -> dict[tuple[str, str], Limits]:
    """Give the limits of some budgets by scope and owner: the plan's own where none has replaced them."""
    rows = connection.execute(LIMITS_OF, {"of_plan": plan.name, "whose": list(own)})
    return {**own, **{(row.scope, row.owner): Limits(row.micro_usd, row.tokens) for row in rows}}
