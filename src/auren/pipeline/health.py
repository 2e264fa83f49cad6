"""How a pipeline is: a look at each of its parts."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

from auren.errors import AurenError
from auren.people import Subject
from auren.pipeline.rooms import Rooms

__all__ = ["Health", "PartHealth", "looked_at"]


@dataclass(frozen=True, slots=True)
class PartHealth:
    """How one part of a pipeline is."""

    part: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """How a pipeline is: well when every part is."""

    parts: tuple[PartHealth, ...]

    @property
    def ok(self) -> bool:
        """Whether every part is well."""
        return all(part.ok for part in self.parts)


async def looked_at(rooms: Rooms) -> Health:
    """Give how each part of a pipeline is; whatever a part raises is written down, not raised."""
    nobody = Subject("auren-health-check")
    parts = [
        await _part("history", rooms.history.last_day(nobody)),
        await _part("journal", rooms.journal.open_work()),
        await _part("memory", rooms.memory.export(nobody)),
        await _part("directory", rooms.directory.profile(nobody)),
        *[await _part(part, look) for part, look in _privacy_looks(rooms, nobody)],
        PartHealth("gateway", rooms.gateway is None or rooms.gateway.is_open, "" if rooms.gateway else "none: plain rendering"),
        *(PartHealth(f"channel {channel.name}", channel.is_open) for channel in rooms.channels),
    ]
    return Health(tuple(parts))


def _privacy_looks(rooms: Rooms, nobody: Subject) -> list[tuple[str, Awaitable[object]]]:
    looks: list[tuple[str, Awaitable[object]]] = []
    if rooms.consents is not None:
        looks.append(("consents", rooms.consents.allows(nobody, "collect")))
    if rooms.disclosures is not None:
        looks.append(("disclosures", rooms.disclosures.anchor()))
    if rooms.audit is not None:
        looks.append(("audit", rooms.audit.anchor()))
    return looks


async def _part(part: str, look: Awaitable[object]) -> PartHealth:
    try:
        await look
    except AurenError as error:
        return PartHealth(part, False, f"{type(error).__name__}: {error}")
    except Exception as error:  # noqa: BLE001 - whatever it is, the part is not well
        return PartHealth(part, False, type(error).__name__)
    return PartHealth(part, True)
