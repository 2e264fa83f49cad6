"""What becomes of a hold, and what it counts for in its two budgets: pure arithmetic in whole numbers.

A hold moves through its stages in one direction only. An outcome gives way to one that knows better and to no other:
expiry to a release, a release to a bound, a bound to what was really used. So any operation may be repeated, and may come
in any order, and the sums end the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final, NamedTuple

from auren.errors import BudgetExceeded, InvalidInput, StoreConflict
from auren.gateway.budgets.windows import REMEMBERED, BudgetWindow, window_at
from auren.inference import Account, Plan, Reservation, Usage
from auren.people import Subject
from auren.ports.ledger import Balance, LimitChange, Scope

__all__ = [
    "MOST_HELD",
    "MOST_LIMIT",
    "BudgetKey",
    "Budgets",
    "Hold",
    "Limits",
    "Stage",
    "Sums",
    "Terms",
    "budget_key",
    "check_change",
    "check_id",
    "check_usage",
    "exceeded",
    "gone",
    "micros",
    "new_hold",
    "owned_by",
    "owner_conflict",
    "terms",
    "unknown",
]

MOST_HELD: Final = 10**12
"""The most that one call may hold or use, of money and of tokens; far above any true one, and sums of it stay exact."""
MOST_LIMIT: Final = 10**15
"""The highest limit; below 2**53, up to which every store counts exactly."""

_MICROSECOND: Final = timedelta(microseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Stage(IntEnum):
    """How far a hold has come; a higher stage takes the place of a lower one."""

    UNSENT = 0
    SENT = 1
    EXPIRED = 2
    RELEASED = 3
    SETTLED_AT_BOUND = 4
    SETTLED = 5

    @property
    def open(self) -> bool:
        """Whether it still holds."""
        return self < Stage.EXPIRED


class BudgetKey(NamedTuple):
    """Which budget, in the order in which several are locked.

    Args:
        scope: one person's or a pool.
        owner: the person's id or the plan's name.
        window: label of the window.
    """

    scope: Scope
    owner: str
    window: str


class Budgets(NamedTuple):
    """The two budgets that every hold counts in."""

    person: BudgetKey
    pool: BudgetKey


class Limits(NamedTuple):
    """Limits of money and of tokens; None for no limit."""

    micro_usd: int | None
    tokens: int | None


@dataclass(slots=True)
class Sums:
    """What a budget has held and spent, or by how much that changes; only `add` changes one once it is made."""

    # Not frozen, since every call makes several, and a frozen one takes three times as long to make.

    held_micro_usd: int = 0
    held_tokens: int = 0
    spent_micro_usd: int = 0
    spent_tokens: int = 0
    uncertain_micro_usd: int = 0
    uncertain_tokens: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.held_micro_usd + other.held_micro_usd,
            self.held_tokens + other.held_tokens,
            self.spent_micro_usd + other.spent_micro_usd,
            self.spent_tokens + other.spent_tokens,
            self.uncertain_micro_usd + other.uncertain_micro_usd,
            self.uncertain_tokens + other.uncertain_tokens,
        )

    def __sub__(self, other: Sums) -> Sums:
        return Sums(
            self.held_micro_usd - other.held_micro_usd,
            self.held_tokens - other.held_tokens,
            self.spent_micro_usd - other.spent_micro_usd,
            self.spent_tokens - other.spent_tokens,
            self.uncertain_micro_usd - other.uncertain_micro_usd,
            self.uncertain_tokens - other.uncertain_tokens,
        )

    def add(self, change: Sums) -> None:
        """Add in place, where whoever keeps them shows them to nobody."""
        self.held_micro_usd += change.held_micro_usd
        self.held_tokens += change.held_tokens
        self.spent_micro_usd += change.spent_micro_usd
        self.spent_tokens += change.spent_tokens
        self.uncertain_micro_usd += change.uncertain_micro_usd
        self.uncertain_tokens += change.uncertain_tokens

    def covers(self, limits: Limits, micro_usd: int, tokens: int) -> bool:
        """Tell whether so much more may be held; nothing more may always be."""
        most, most_tokens = limits
        return (most is None or not micro_usd or self.held_micro_usd + self.spent_micro_usd + micro_usd <= most) and (
            most_tokens is None or not tokens or self.held_tokens + self.spent_tokens + tokens <= most_tokens
        )

    def balance(self, limits: Limits) -> Balance:
        """Give them beside the limits they are held to."""
        return Balance(
            limits.micro_usd,
            limits.tokens,
            self.held_micro_usd,
            self.held_tokens,
            self.spent_micro_usd,
            self.spent_tokens,
            self.uncertain_micro_usd,
            self.uncertain_tokens,
        )


@dataclass(slots=True)
class Hold:
    """One reservation and what has become of it; nobody changes one once it is made.

    Args:
        id: of the reservation.
        budgets: the two it counts in, for good.
        micro_usd, tokens: the bound that is held.
        expires_at: microseconds since 1970.
        stage: how far it has come.
        spent_micro_usd, spent_tokens: what it has settled at.
        uncertain: whether that is a bound.
    """

    id: str
    budgets: Budgets
    micro_usd: int
    tokens: int
    expires_at: int
    stage: Stage = Stage.UNSENT
    spent_micro_usd: int = 0
    spent_tokens: int = 0
    uncertain: bool = False

    @property
    def counts(self) -> Sums:
        """What it counts for in each of its budgets."""
        if self.stage < Stage.EXPIRED:
            return Sums(self.micro_usd, self.tokens)
        if self.uncertain:
            return Sums(0, 0, self.spent_micro_usd, self.spent_tokens, self.spent_micro_usd, self.spent_tokens)
        return Sums(0, 0, self.spent_micro_usd, self.spent_tokens)

    def sent(self) -> Hold:
        """Give it as its call leaves.

        Raises:
            StoreConflict: it holds no longer.
        """
        if not self.stage.open:
            raise gone()
        return self._at(Stage.SENT, 0, 0, uncertain=False)

    def expired(self) -> Hold:
        """Give it as it ends by itself: at nothing when unsent, at its bound when sent."""
        if not self.stage.open:
            return self
        if self.stage is Stage.UNSENT:
            return self._at(Stage.EXPIRED, 0, 0, uncertain=False)
        return self._at(Stage.EXPIRED, self.micro_usd, self.tokens, uncertain=True)

    def released(self) -> Hold:
        """Give it as it was never charged; what has settled stays settled."""
        if self.stage >= Stage.RELEASED:
            return self
        return self._at(Stage.RELEASED, 0, 0, uncertain=False)

    def settled(self, usage: Usage) -> Hold:
        """Give it with what was used, unless it knows as well already."""
        stage = Stage.SETTLED if usage.exact else Stage.SETTLED_AT_BOUND
        if self.stage >= stage:
            return self
        return self._at(stage, usage.cost_micro_usd, usage.tokens, uncertain=not usage.exact)

    def _at(self, stage: Stage, micro_usd: int, tokens: int, *, uncertain: bool) -> Hold:
        return Hold(self.id, self.budgets, self.micro_usd, self.tokens, self.expires_at, stage, micro_usd, tokens, uncertain)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a person may spend now.

    Args:
        budgets: the person's and the pool's.
        person_window, pool_window: their windows.
        person, pool: the plan's own limits.
    """

    budgets: Budgets
    person_window: BudgetWindow
    pool_window: BudgetWindow
    person: Limits
    pool: Limits

    def kept_until(self, scope: Scope, *, hold_expires_at: datetime) -> datetime:
        """Give until when a budget has to be kept for a hold in it."""
        window = self.person_window if scope == "person" else self.pool_window
        return max(window.ends_at, hold_expires_at) + REMEMBERED


def terms(account: Account, plan: Plan, now: datetime) -> Terms:
    """Give the terms of a person on a plan at an instant.

    Raises:
        InvalidInput: a limit is out of range, the zone is unknown, or the instant has no zone.
    """
    mine, ours = Limits(plan.limit_micro_usd, plan.limit_tokens), Limits(plan.pool_micro_usd, plan.pool_tokens)
    _check_limits(mine)
    _check_limits(ours)
    _check_text(account.subject.id)
    _check_text(plan.name)
    person_window, pool_window = window_at(plan.window, account.zone, now), window_at(plan.window, "UTC", now)
    budgets = Budgets(
        BudgetKey("person", account.subject.id, person_window.label), BudgetKey("pool", plan.name, pool_window.label)
    )
    return Terms(budgets, person_window, pool_window, mine, ours)


def budget_key(terms: Terms, scope: Scope) -> tuple[BudgetKey, Limits]:
    """Give one of the two budgets with the plan's own limits of it."""
    if scope == "person":
        return terms.budgets.person, terms.person
    return terms.budgets.pool, terms.pool


def new_hold(reservation: Reservation, terms: Terms) -> Hold:
    """Give the hold of a reservation.

    Raises:
        InvalidInput: its id is empty or too long, or an amount is out of range.
    """
    check_id(reservation.id)
    _check_amounts(reservation.held_micro_usd, reservation.held_tokens)
    return Hold(
        reservation.id,
        terms.budgets,
        reservation.held_micro_usd,
        reservation.held_tokens,
        micros(reservation.expires_at),
    )


def check_id(reservation_id: str) -> str:
    """Give an id back if every ledger can keep it.

    Raises:
        InvalidInput: it is empty, too long, or holds what no database can.
    """
    if not 0 < len(reservation_id) <= 256:
        raise InvalidInput(f"A reservation id of {len(reservation_id)} characters was given; use 1 to 256.")
    _check_text(reservation_id)
    return reservation_id


def check_usage(usage: Usage) -> Usage:
    """Give the usage back if it can be booked.

    Raises:
        InvalidInput: an amount is out of range.
    """
    _check_amounts(usage.cost_micro_usd, usage.tokens)
    return usage


def check_change(change: LimitChange) -> Limits:
    """Give the limits that a change sets.

    Raises:
        InvalidInput: a limit is out of range, or who or why is empty.
    """
    limits = Limits(change.micro_usd, change.tokens)
    _check_limits(limits)
    if not change.who.strip() or not change.why.strip():
        raise InvalidInput("A change of a limit without who or why was given; name the operator's id and a reason.")
    return limits


def micros(instant: datetime) -> int:
    """Give an aware instant as microseconds since 1970, exactly.

    Raises:
        InvalidInput: the instant has no zone.
    """
    if instant.tzinfo is None:
        raise InvalidInput("An instant without a zone was given to a ledger; expected an aware datetime.")
    return (instant - _EPOCH) // _MICROSECOND


def exceeded(scope: Scope, hold: Hold, plan: Plan) -> BudgetExceeded:
    """Give the refusal of a budget that does not cover a hold."""
    whose = "person's budget" if scope == "person" else "pool"
    return BudgetExceeded(
        f"The {whose} of plan {plan.name!r} does not cover {hold.micro_usd} micro-USD and {hold.tokens} tokens more "
        f"in this {plan.window}; ask for less, wait for the next {plan.window}, or change the limit."
    )


def gone() -> StoreConflict:
    """Give the refusal to send on a hold that holds no longer."""
    return StoreConflict("The hold is not there any more: it has expired, ended or was never made; do not send, reserve anew.")


def unknown() -> StoreConflict:
    """Give the refusal to settle what was never reserved, or is no longer remembered."""
    return StoreConflict(
        f"A reservation that is not known was settled; it was never made, its person was forgotten, or it expired more than "
        f"{REMEMBERED.days} days ago."
    )


def owner_conflict() -> StoreConflict:
    """Give the refusal of an id that another person's reservation has."""
    return StoreConflict("A reservation of another person has this id; draw ids at random.")


def owned_by(hold: Hold, subject: Subject) -> bool:
    """Tell whether a hold is of a person."""
    return hold.budgets.person.owner == subject.id


def _check_amounts(micro_usd: int, tokens: int) -> None:
    if not (0 <= micro_usd <= MOST_HELD and 0 <= tokens <= MOST_HELD):
        raise InvalidInput(f"{micro_usd} micro-USD and {tokens} tokens were given; expected 0 to {MOST_HELD} of each.")


def _check_text(text: str) -> None:
    # UTF-8 holds no half of a pair, and PostgreSQL no zero.
    if "\0" in text or (not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)):
        raise InvalidInput("A text with a character that cannot be stored was given to a ledger; use whole characters.")


def _check_limits(limits: Limits) -> None:
    most, tokens = limits
    if not ((most is None or 0 <= most <= MOST_LIMIT) and (tokens is None or 0 <= tokens <= MOST_LIMIT)):
        raise InvalidInput(
            f"Limits of {limits.micro_usd} micro-USD and {limits.tokens} tokens were given; "
            f"expected 0 to {MOST_LIMIT} of each, or None for no limit."
        )
