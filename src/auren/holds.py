"""What is switched off for a person since a red flag was raised, until a human clears it: a fold over its changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, TypeAlias, get_args

from auren.clock import require_aware
from auren.errors import InvalidInput
from auren.people import Subject

__all__ = ["TOOLS", "Hold", "HoldChange", "Tool", "holds_of"]

Tool: TypeAlias = Literal[
    "weight",
    "energy",
    "weight_loss",
    "body_composition",
    "photos",
    "training",
    "added_load",
    "max_strength",
    "impact",
    "exercise",
    "heart_rhythm",
    "caffeine",
    "supplements",
]
"""A family of computations, statements and advice that a hold switches off; "energy" is all that counts calories."""

TOOLS: tuple[Tool, ...] = get_args(Tool)
"""Every tool, in the order in which they are named."""

_MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class HoldChange:
    """That a hold was set or cleared; written once and never changed.

    Args:
        id: unique for the person; writing the same id again changes nothing.
        subject: whose hold it is.
        row: row of the red-flag table.
        level: the level at which the row was raised, for example "E2".
        change: what was done.
        off: the tools that are off until a human clears the hold; empty for one that only lasts until its end.
        at: when; aware.
        until: up to when nothing is prescribed at all; None for a change that clears.
        by: who cleared it, as the host names them; empty for one that was set.

    Raises:
        InvalidInput: a time is naive, or a change that clears does not say by whom.
    """

    id: str
    subject: Subject
    row: str
    level: Literal["E0", "E1", "E2", "G", "R"]
    change: Literal["set", "cleared"]
    off: tuple[Tool, ...]
    at: datetime
    until: datetime | None = None
    by: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        require_aware(self.at, "The instant of a hold")
        if self.until is not None:
            require_aware(self.until, "The end of a hold")
        if self.change == "cleared" and not 0 < len(self.by.strip()) <= _MOST_CHARACTERS:
            raise InvalidInput(
                f"A hold was to be cleared by somebody of {len(self.by)} characters; "
                f"say in 1 to {_MOST_CHARACTERS} characters which human cleared it."
            )


@dataclass(frozen=True, slots=True)
class Hold:
    """What one row of the red-flag table switches off for one person.

    Args:
        subject: whose.
        row: row of the red-flag table.
        level: the most urgent level at which it was raised since it was last cleared.
        since: when it was first raised since then; aware.
        off: the tools that are off until a human clears it.
        until: up to when nothing is prescribed at all; None for no such time.
        cleared_at: when a human cleared it; None while it stands.
        cleared_by: who did, as the host names them.
    """

    subject: Subject
    row: str
    level: Literal["E0", "E1", "E2", "G", "R"]
    since: datetime
    off: tuple[Tool, ...]
    until: datetime | None = None
    cleared_at: datetime | None = None
    cleared_by: str = field(default="", repr=False)

    def stands(self, now: datetime) -> bool:
        """Tell whether it switches anything off at an instant.

        Args:
            now: aware.
        """
        return self.cleared_at is None and (bool(self.off) or (self.until is not None and now < self.until))


def holds_of(changes: Iterable[HoldChange]) -> tuple[Hold, ...]:
    """Give the latest hold of each row, cleared ones included, by row.

    Of two changes at one instant the clearing comes first: what is unclear stays off.

    Args:
        changes: of one person, in any order; the same one twice counts once.
    """
    held: dict[str, Hold] = {}
    once = {change.id: change for change in changes}
    for change in sorted(once.values(), key=lambda one: (one.at, one.change == "set", one.id)):
        before = held.get(change.row)
        if change.change == "cleared":
            if before is not None:
                held[change.row] = replace(before, cleared_at=change.at, cleared_by=change.by)
        elif before is None or before.cleared_at is not None:
            held[change.row] = Hold(change.subject, change.row, change.level, change.at, change.off, change.until)
        else:
            held[change.row] = _joined(before, change)
    return tuple(held[row] for row in sorted(held, key=lambda row: (len(row), row)))


def _joined(hold: Hold, change: HoldChange) -> Hold:
    ends = [end for end in (hold.until, change.until) if end is not None]
    off = tuple(tool for tool in TOOLS if tool in hold.off or tool in change.off)
    return replace(hold, level=min(hold.level, change.level, key=_urgency), off=off, until=max(ends, default=None))


def _urgency(level: str) -> int:
    return ("E0", "E1", "E2", "G", "R").index(level)
