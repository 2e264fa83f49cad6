"""The neuroscientist's plans for the body clock and the mind: today, tonight, this week, this block."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from auren.specialists.framework import Plans

__all__ = ["NIGHTS", "PLANS", "TRAVEL"]

TRAVEL: Final = "travel"
"""Key of what is planned for a journey across time zones."""
NIGHTS: Final = "nights"
"""Key of what is planned for whoever works at night."""

PLANS: Final[Mapping[str, Plans]] = MappingProxyType(
    {
        "recovery.circadian": {
            "today": ("Get outside into bright light soon after you wake, and keep the last hours before bed dim",),
            "this_week": ("Get up at the same time on all days of this week, and go outside soon after",),
            "this_block": ("Move your wake time in small steps over the block, with morning light and dim evenings",),
        },
        TRAVEL: {
            "today": (
                "Live by the clock of the place you fly to, bed and meals too: bright light in its day, dim in its evening",
            ),
            "this_week": ("From the day you land on, live by the local clock: bright light by day, dim light in the evening",),
        },
        NIGHTS: {
            "today": (
                "Take bright light early in your shift, keep the way home dim, and sleep in a dark, cool and quiet room",
            ),
            "this_week": (
                "Sleep at the same hours after each night shift of this week, in the dark, and nap before the shift",
            ),
            "this_block": ("Move your sleep later in small steps before a run of night shifts, and back again after it",),
        },
        "recovery.cognition": {
            "today": ("Put your hardest thinking into your freshest hours today, and take a short walk before it",),
            "this_week": (
                "Keep one quiet block for hard thinking on each day of this week, after a night that was long enough",
            ),
            "this_block": ("Protect sleep and regular movement through the block; both carry your attention",),
        },
        "recovery.mood": {
            "today": ("Take a walk in daylight today, with somebody you like if you can",),
            "this_week": ("Plan one thing each day of this week that you enjoy, outdoors where you can, and rate your mood",),
            "this_block": ("Keep regular movement and regular nights through the block, and look at your mood's trend",),
        },
        "recovery.neuroplasticity": {
            "today": ("Practise in a few short bouts today, with breaks between, and sleep on it",),
            "this_week": ("Spread your practice over the days of this week instead of one long sitting",),
            "this_block": ("Come back to what you learned with growing gaps through the block, and test yourself each time",),
        },
    }
)
