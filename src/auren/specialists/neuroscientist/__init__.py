"""The neuroscientist: HRV, heart, sleep, the body clock and the mind, and what they say about recovery."""

from __future__ import annotations

from typing import Final

from auren.specialists.framework import Persona, TopicSpecialist
from auren.specialists.neuroscientist.body import SPEAKERS as BODY
from auren.specialists.neuroscientist.limits import demand, limits
from auren.specialists.neuroscientist.mind import SPEAKERS as MIND
from auren.specialists.neuroscientist.nights import SPEAKERS as NIGHTS

__all__ = ["Neuroscientist"]

_PERSONA: Final = Persona(
    "Dr. Neural", "recovery, HRV, sleep, the body clock, stress and the mind", "calm, curious and plain; explains in pictures"
)


class Neuroscientist(TopicSpecialist):
    """Reads HRV, resting heart rate, sleep and mood against the person's own usual; general wellness, never a diagnosis.

    Deterministic: it decides by what was found, by what was asked and by computed figures, and asks no language model.
    It demands that training load does not rise (ceiling 1.0) while HRV is under the person's band or sleep debt is high,
    and that it falls (ceiling 0.8) while two of HRV, resting heart rate and sleep debt ask for care, or after a night of
    less than five hours asleep. Both ceilings are auren's convention.
    """

    def __init__(self) -> None:
        super().__init__(
            "neuroscientist",
            _PERSONA,
            (*BODY, *NIGHTS, *MIND),
            expertise=("hrv", "heart", "sleep", "wellness", "mind", "stress", "recovery", "circadian"),
            always=demand,
            limit=limits,
        )
