"""A run of RR intervals in milliseconds, checked once, so that no computation has to ask again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from auren.errors import InvalidInput

__all__ = ["HIGHEST_MS", "LOWEST_MS", "RRSeries"]

LOWEST_MS: Final = 300.0
HIGHEST_MS: Final = 2000.0


@dataclass(frozen=True, slots=True)
class RRSeries:
    """Successive RR intervals of one recording, in order and without a gap.

    A recording that still has artefacts may hold intervals outside the range; `correct_artefacts` takes it as it is and
    gives an `RRSeries`.

    Args:
        rr_ms: intervals in ms, each 300 to 2000, at least 2; kept as a tuple.
        start: when the first interval began, with a zone; None when it is not known.

    Raises:
        InvalidInput: there are fewer than 2 intervals, one is out of range, or the start has no zone.
    """

    rr_ms: Sequence[float]
    start: datetime | None = None

    def __post_init__(self) -> None:
        try:
            rr_ms = tuple(map(float, self.rr_ms))
        except (TypeError, ValueError) as error:
            raise InvalidInput("RR intervals that are not numbers were given; expected a flat sequence in ms.") from error
        if len(rr_ms) < 2:
            raise InvalidInput(f"{len(rr_ms)} RR intervals were given; expected at least 2.")
        outside = sum(1 for rr in rr_ms if not LOWEST_MS <= rr <= HIGHEST_MS)
        if outside:
            raise InvalidInput(
                f"{outside} RR intervals are not within {LOWEST_MS:g} to {HIGHEST_MS:g} ms; correct artefacts first, "
                "and check that the intervals are in ms."
            )
        if self.start is not None and self.start.utcoffset() is None:
            raise InvalidInput("The start of an RR recording was given without a zone; give an aware datetime.")
        object.__setattr__(self, "rr_ms", rr_ms)

    def __len__(self) -> int:
        return len(self.rr_ms)

    @property
    def duration_s(self) -> float:
        """How long the recording is, in s."""
        return math.fsum(self.rr_ms) / 1000

    def require(self, seconds: float, what: str) -> None:
        """Raise when the recording is too short for a measure.

        Args:
            seconds: how long it must be, in s.
            what: the measure, to begin the message with.

        Raises:
            InvalidInput: it is shorter.
        """
        if self.duration_s < seconds:
            raise InvalidInput(f"{what} of {self.duration_s:.0f} s was asked for; expected at least {seconds:g} s.")
