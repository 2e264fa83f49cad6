"""What came of an evaluation: a verdict for each scenario, and the conversations' figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from auren.conversation import Reply
from auren.evaluation.scenario import Scenario

__all__ = ["Evaluation", "Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one scenario.

    Args:
        scenario: what was asked.
        misses: one line for each miss, with its turn.
        replies: one a turn.
        cost_usd: what the conversation would cost at list prices, in US dollars.
    """

    scenario: Scenario
    misses: tuple[str, ...]
    replies: tuple[Reply, ...]
    cost_usd: float

    @property
    def passed(self) -> bool:
        """Whether nothing was missed."""
        return not self.misses

    @property
    def consulted(self) -> int:
        """The most colleagues whom one specialist asked in it."""
        return max((len(advice.consulted) for reply in self.replies for advice in reply.advice), default=0)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of all scenarios.

    Args:
        verdicts: one a scenario, in order.
        priced_as: the model whose list price the costs are of.
    """

    verdicts: tuple[Verdict, ...]
    priced_as: str

    @property
    def share(self) -> float:
        """Share of the scenarios that passed, 0 to 1."""
        return sum(verdict.passed for verdict in self.verdicts) / max(1, len(self.verdicts))

    @property
    def consultation_share(self) -> float:
        """Share of the conversations in which a colleague was asked, 0 to 1."""
        return sum(verdict.consulted > 0 for verdict in self.verdicts) / max(1, len(self.verdicts))

    @property
    def turns(self) -> float:
        """Mean number of turns of a conversation."""
        return sum(len(verdict.replies) for verdict in self.verdicts) / max(1, len(self.verdicts))

    def by(self, of: Literal["specialist", "kind"]) -> dict[str, tuple[int, int]]:
        """Give how many passed, and how many there were.

        Args:
            of: "specialist" or "kind".
        """
        there: Counter[str] = Counter()
        passed: Counter[str] = Counter()
        for verdict in self.verdicts:
            name = verdict.scenario.specialist if of == "specialist" else verdict.scenario.kind
            there[name] += 1
            passed[name] += verdict.passed
        return {name: (passed[name], there[name]) for name in sorted(there)}

    def as_document(self) -> dict[str, object]:
        """Give all figures as what JSON can hold."""
        costs = [verdict.cost_usd for verdict in self.verdicts]
        return {
            "scenarios": len(self.verdicts),
            "passed": sum(verdict.passed for verdict in self.verdicts),
            "share": round(self.share, 4),
            "by_specialist": {name: round(ok / of, 4) for name, (ok, of) in self.by("specialist").items()},
            "by_kind": {name: round(ok / of, 4) for name, (ok, of) in self.by("kind").items()},
            "consultation_share": round(self.consultation_share, 4),
            "consultation_depth": max((verdict.consulted for verdict in self.verdicts), default=0),
            "turns_mean": round(self.turns, 2),
            "turns_most": max((len(verdict.replies) for verdict in self.verdicts), default=0),
            "cost_usd_mean": round(sum(costs) / max(1, len(costs)), 6),
            "cost_usd_most": round(max(costs, default=0.0), 6),
            "priced_as": self.priced_as,
            "failed": {verdict.scenario.id: list(verdict.misses) for verdict in self.verdicts if not verdict.passed},
        }
