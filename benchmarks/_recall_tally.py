"""Counting what a recall brought back of the turns that hold an answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

__all__ = ["Asked", "Tally"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was asked.

    Args:
        group: conversation or folder it belongs to.
        kind: category or type of the question.
        wanted: ids of the turns that answer it.
        found: ids of the turns that came back, best first.
        wanted_sessions, found_sessions: the sessions of both, each once, in the same order; empty where there are none.
    """

    group: str
    kind: str
    wanted: frozenset[str]
    found: tuple[str, ...]
    wanted_sessions: frozenset[str] = frozenset()
    found_sessions: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """All questions of one way to recall."""

    asked: list[Asked] = field(default_factory=list)

    def of(self, *, groups: Collection[str] | None = None, kind: str | None = None) -> Tally:
        """Give the part of some groups or one kind."""
        return Tally(
            [one for one in self.asked if (groups is None or one.group in groups) and (kind is None or one.kind == kind)]
        )

    def recall_at(self, k: int) -> float:
        """Give the mean over questions of the share of wanted turns among the first k, in percent."""
        return _percent([len(one.wanted & set(one.found[:k])) / len(one.wanted) for one in self.asked])

    def bound_at(self, k: int) -> float:
        """Give what `recall_at` would be if all that fits among the first k were wanted, in percent."""
        return _percent([min(1.0, k / len(one.wanted)) for one in self.asked])

    def any_session_at(self, k: int) -> float:
        """Give how many questions have a wanted session among the first k that turns came from, in percent."""
        return _percent([float(bool(one.wanted_sessions & set(one.found_sessions[:k]))) for one in self.asked])

    @property
    def kinds(self) -> list[str]:
        """The kinds that occur."""
        return sorted({one.kind for one in self.asked})


def _percent(shares: Sequence[float]) -> float:
    return 100 * sum(shares) / len(shares) if shares else 0.0
