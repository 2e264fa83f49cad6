"""The second line in the pipeline: texts that read like orders to a machine are told of, and stop nothing."""

from __future__ import annotations

from collections.abc import Iterable

from auren.errors import AurenError
from auren.people import Subject
from auren.pipeline.events import PipelineEvent
from auren.pipeline.rooms import Person, Rooms
from auren.safety.taint import InjectionDetector, Suspicion, Untrusted

__all__ = ["ACTION", "told_of"]

ACTION = "suspicion"
"""What the audit log calls it, with the source behind a colon."""


async def told_of(rooms: Rooms, person: Person, texts: Iterable[Untrusted]) -> tuple[str, ...]:
    """Tell listeners and the audit log of texts that read like orders, and give one line for each kind of source.

    No line, event or entry holds a word of a text. An audit log that does not answer adds a line and keeps nobody waiting
    for more than itself.

    Args:
        rooms: the pipeline's rooms.
        person: whose case the texts stand in.
        texts: what somebody else wrote.
    """
    detector = InjectionDetector()
    found: dict[str, Suspicion] = {}
    for text in texts:
        suspicion = detector.look(text)
        if suspicion is not None:
            found.setdefault(suspicion.source, suspicion)
    lines = [
        f"{one.row}: a text of the source {one.source!r} reads like an order and was taken as data" for one in found.values()
    ]
    for one in found.values():
        rooms.events.post(PipelineEvent("suspicion", person.subject, person.now, suspicion=one))
        lines += await _audited(rooms, person.subject, one)
    return tuple(lines)


async def _audited(rooms: Rooms, subject: Subject, suspicion: Suspicion) -> tuple[str, ...]:
    if rooms.audit is None:
        return ()
    try:
        await rooms.audit.append(f"{ACTION}:{suspicion.source}", "auren", subject=subject)
    except AurenError as error:
        return (f"audit: {type(error).__name__}",)
    return ()
