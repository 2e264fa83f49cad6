"""A ledger that adds up anew whenever it is asked, to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from auren.inference import Account, Plan, Reservation, Usage
from auren.ports import Balance

__all__ = ["Model"]

State = Literal["unsent", "sent", "ended"]


@dataclass
class Kept:
    """What the model knows of one hold."""

    account: Account
    reservation: Reservation
    state: State = "unsent"
    known: int = 0
    micro_usd: int = 0
    tokens: int = 0
    uncertain: bool = False


class Model:
    """A ledger that remembers every hold and adds up anew whenever it is asked; of one plan in one window."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.limits: dict[str, tuple[int | None, int | None]] = {"": (plan.pool_micro_usd, plan.pool_tokens)}
        self.holds: dict[str, Kept] = {}

    def expire(self, now: datetime) -> None:
        for kept in self.holds.values():
            if kept.state != "ended" and kept.reservation.expires_at <= now:
                was_sent = kept.state == "sent"
                bound = (kept.reservation.held_micro_usd, kept.reservation.held_tokens) if was_sent else (0, 0)
                self._end(kept, 1, *bound, uncertain=was_sent)

    def reserve(self, account: Account, reservation: Reservation) -> bool:
        if reservation.id in self.holds:
            return True
        wanted = (reservation.held_micro_usd, reservation.held_tokens)
        for owner in (account.subject.id, ""):
            balance = self.balance(owner)
            left = (balance.remaining_micro_usd, balance.remaining_tokens)
            if any(some and rest is not None and some > rest for some, rest in zip(wanted, left, strict=True)):
                return False
        self.holds[reservation.id] = Kept(account, reservation)
        return True

    def sent(self, id: str) -> bool:
        kept = self.holds.get(id)
        if kept is None or kept.state == "ended":
            return False
        kept.state = "sent"
        return True

    def release(self, id: str) -> None:
        kept = self.holds.get(id)
        if kept is not None:
            self._end(kept, 2, 0, 0, uncertain=False)

    def settle(self, id: str, usage: Usage) -> bool:
        kept = self.holds.get(id)
        if kept is None:
            return False
        self._end(kept, 4 if usage.exact else 3, usage.cost_micro_usd, usage.tokens, uncertain=not usage.exact)
        return True

    def balance(self, owner: str) -> Balance:
        mine = [kept for kept in self.holds.values() if owner in ("", kept.account.subject.id)]
        held = [kept.reservation for kept in mine if kept.state != "ended"]
        spent = [kept for kept in mine if kept.state == "ended"]
        unsure = [kept for kept in spent if kept.uncertain]
        return Balance(
            *self.limits.get(owner, (self.plan.limit_micro_usd, self.plan.limit_tokens)),
            sum(some.held_micro_usd for some in held),
            sum(some.held_tokens for some in held),
            sum(kept.micro_usd for kept in spent),
            sum(kept.tokens for kept in spent),
            sum(kept.micro_usd for kept in unsure),
            sum(kept.tokens for kept in unsure),
        )

    @staticmethod
    def _end(kept: Kept, known: int, micro_usd: int, tokens: int, *, uncertain: bool) -> None:
        if known > kept.known:
            kept.state, kept.known = "ended", known
            kept.micro_usd, kept.tokens, kept.uncertain = micro_usd, tokens, uncertain
