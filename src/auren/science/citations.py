"""Where each formula comes from; a row is verified once its constants were checked against an independent text or data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from auren.findings import Citation

__all__ = ["CITATIONS"]

_ROWS = (
    Citation(
        "N2",
        "Plews 2012 EJAP 112:3729, 2013 Sports Med 43:773, 2014 IJSPP 9:783; Flatt & Esco 2015 IJSPP 10:994; "
        "Buchheit 2014 Front Physiol 5:73",
        "B",
        verified=True,
    ),
    Citation("N3", "Buchheit 2014 Front Physiol 5:73; Vesterinen 2016 MSSE 48:1347", "B", verified=False),
    Citation("N7", "AASM manual; Ohayon 2017 Sleep Health 3:6", "A", verified=True),
    Citation("N8", "Phillips 2017 Sci Rep 7:3216; Windred 2024 Sleep 47:zsad253", "B", verified=True),
    Citation("N11", "Van Dongen 2003 Sleep 26:117; Watson 2015 Sleep 38:843", "B", verified=False),
    Citation("T1", "Foster 2001 JSCR 15:109", "A", verified=True),
    Citation("T2", "Foster 1998 MSSE 30:1164", "B", verified=True),
    # The two rows without a study behind them describe only, which is what grade D means.
    Citation("X2", "Plain figures over calendar dates, never over rows; a missing day stays missing", "D", verified=True),
    Citation("X6", "The device's own figure, shown beside the one computed from its parts", "D", verified=True),
)

CITATIONS: Final[Mapping[str, Citation]] = MappingProxyType({row.id: row for row in _ROWS})
"""Every citation by the id of its row in the formula collection."""
