"""Which tools each row of the red-flag table switches off until a human clears it, and how long nothing is prescribed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from auren.conversation import RedFlag
from auren.holds import TOOLS, HoldChange, Tool
from auren.people import Subject

__all__ = ["DAY", "HELD", "STOPS", "changes_of"]

DAY: Final = timedelta(hours=24)
"""How long nothing is prescribed after a row of the levels in `STOPS`: the rest of the day anywhere; auren's convention."""

STOPS: Final = frozenset({"E0", "E1", "E2"})
"""The levels after which nothing is prescribed for a day."""

_STOPPING_GATES: Final = frozenset({"R40", "R48"})
"""Gates that ask for an easy day, and so count as their own day without a prescription."""

_NO_TRAINING: tuple[Tool, ...] = ("training", "added_load", "max_strength", "impact")
_LOOKS: tuple[Tool, ...] = ("body_composition", "photos")

HELD: Final[Mapping[str, tuple[Tool, ...]]] = MappingProxyType(
    {
        "R1": _NO_TRAINING,
        "R2": _NO_TRAINING,
        "R5": ("heart_rhythm", *_NO_TRAINING),
        "R6": ("max_strength",),
        "R10": ("weight", "energy", "weight_loss", *_LOOKS),
        "R11": _LOOKS,
        "R12": ("weight_loss", "added_load"),
        "R15": ("weight_loss", "max_strength", "supplements"),
        "R16": ("weight_loss", "body_composition", "max_strength", "caffeine"),
        "R17": ("weight_loss", "added_load"),
        "R18": ("supplements",),
        "R19": ("weight_loss",),
        "R20": ("energy", "weight_loss"),
        "R21": ("supplements",),
        "R27": ("exercise",),
        "R28": ("exercise", "max_strength"),
        "R29": ("exercise", *_NO_TRAINING),
        "R30": ("exercise",),
        "R31": _NO_TRAINING,
        "R32": ("exercise", "impact"),
        "R33": ("impact", "added_load"),
        "R34": ("exercise",),
        "R35": ("exercise",),
        "R36": ("exercise", "max_strength"),
        "R37": ("caffeine",),
        "R41": ("added_load",),
    }
)
"""The rows whose "do / do not" outlasts the conversation, with what they switch off."""


def changes_of(subject: Subject, flags: Iterable[RedFlag], at: datetime, cause: str) -> tuple[HoldChange, ...]:
    """Give the holds that red flags set.

    Args:
        subject: whose flags.
        flags: as they were raised.
        at: when; aware.
        cause: id of the question or finding that raised them; the same cause sets a hold once.
    """
    return tuple(
        HoldChange(
            id=f"{cause}:{flag.id}",
            subject=subject,
            row=flag.id,
            level=flag.level,
            change="set",
            off=tuple(tool for tool in TOOLS if tool in HELD.get(flag.id, ())),
            at=at,
            until=at + DAY if flag.level in STOPS or flag.id in _STOPPING_GATES else None,
        )
        for flag in flags
        if flag.id in HELD or flag.level in STOPS or flag.id in _STOPPING_GATES
    )
