"""Finds the first place at which a chain is not what was written.

Whoever can write the log can also compute a whole new chain, or leave out its end: SHA-256 needs no key. Both show only
against an anchor that was stored elsewhere before. What follows the last anchor, a forged entry added at the end among it,
is as safe as the log's own place: take anchors often.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from auren.privacy.audit.entry import GENESIS, Anchor, AuditEntry

__all__ = ["Fault", "FaultKind", "Verdict", "verify"]

FaultKind = Literal["edited", "misplaced", "unlinked", "replaced", "truncated"]
"""Content and digest differ; dropped, inserted or moved; not the entry that was before; not the anchored chain; too short."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first bad place.

    Args:
        place: how many good entries come before it.
        kind: what is wrong there.
        message: the same in words, without content of the entry.
    """

    place: int
    kind: FaultKind
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found.

    Args:
        head: count and digest up to the first fault; without a fault the next anchor to store.
        anchored: how many entries an anchor vouches for; the rest could have been cut off or written anew.
        fault: the first one; None when there is none.
    """

    head: Anchor
    anchored: int
    fault: Fault | None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.fault is None


def verify(entries: Iterable[AuditEntry], anchors: Iterable[Anchor] = ()) -> Verdict:
    """Check that entries are one whole chain, and that it goes through each anchor.

    Every edit, drop, insertion and change of order inside the chain is found without an anchor. A missing end, and a
    chain that was computed anew, are found only against an anchor taken before.

    Args:
        entries: from the first one on, in order.
        anchors: heads that were stored elsewhere, in any order.
    """
    due: dict[int, set[str]] = {}
    for anchor in anchors:
        due.setdefault(anchor.count, set()).add(anchor.head)
    head, anchored = Anchor(0, GENESIS), 0
    fault = _replaced(head, due)
    for entry in entries:
        fault = fault or _wrong(entry, head)
        if fault:
            return Verdict(head, anchored, fault)
        head = Anchor(head.count + 1, entry.digest)
        fault = _replaced(head, due)
        if fault is None and head.count in due:
            anchored = head.count
    longest = max(due, default=0)
    if fault is None and longest > head.count:
        text = f"The log ends after {head.count} entries; an anchor vouches for {longest}, so its end was cut off."
        fault = Fault(head.count, "truncated", text)
    return Verdict(head, anchored, fault)


def _wrong(entry: AuditEntry, head: Anchor) -> Fault | None:
    if entry.digest != entry.computed():
        return Fault(head.count, "edited", f"Entry {head.count} does not have the digest of its content; it was edited.")
    if entry.number != head.count:
        text = f"Entry {head.count} was expected and another number stands there; entries were dropped, inserted or moved."
        return Fault(head.count, "misplaced", text)
    if entry.previous != head.head:
        text = f"Entry {head.count} follows another entry than the one before it; one of them was replaced."
        return Fault(head.count, "unlinked", text)
    return None


def _replaced(head: Anchor, due: dict[int, set[str]]) -> Fault | None:
    if due.get(head.count, {head.head}) == {head.head}:
        return None
    text = f"The first {head.count} entries do not end as an anchor says; the chain was written anew."
    return Fault(max(0, head.count - 1), "replaced", text)
