"""The port of a host's own measuring of photos: lengths and angles with their unit, and never a rating of a body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

__all__ = ["Photo", "PhotoMeasurement", "PhotoMeasurer"]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of progress, on its way to the host's own code; auren neither looks at it nor keeps it.

    Args:
        id: the host's own, stable: the same photo measured twice counts once.
        taken_at: aware.
        zone: IANA name of the zone in which it was taken.
        view: from where.
        data: the picture, or whatever the host's code needs to find it.
    """

    id: str
    taken_at: datetime
    zone: str
    view: Literal["front", "side", "back"]
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class PhotoMeasurement:
    """One length or angle that was measured in a photo.

    Args:
        metric: a registered metric of the body that is kept in a unit of length or angle, for example "body.waist".
        value: in `unit`.
        unit: of the same dimension as the metric's own.
        note: how it was measured, in a few words; no word of how a body looks.
    """

    metric: str
    value: float = field(repr=False)
    unit: str
    note: str = field(default="", repr=False)


class PhotoMeasurer(Protocol):
    """Measures a photo."""

    @property
    def name(self) -> str:
        """How the measures name it."""
        ...

    async def measure(self, photo: Photo) -> Sequence[PhotoMeasurement]:
        """Give what can be measured in a photo; nothing where it cannot be told.

        Args:
            photo: of one person who was told what it is for.
        """
        ...
