"""Where the shipped rules come from: rows of the formula collection, red flags, and what is auren's own choice."""

from __future__ import annotations

from typing import Final

from auren.findings import Citation
from auren.science.citations import CITATIONS

__all__ = ["OWN", "cite"]

OWN: Final = Citation(
    "own", "Limits chosen by auren so that the rule speaks seldom; nobody has shown that they are best", "D", verified=False
)
"""Stands beside a source wherever a limit of the rule is not the source's own."""

# Guidelines behind the red flags; none has been re-read for these rules.
_FLAGS = (
    Citation("R4", "BTS oxygen 2017; NICE NG158", "A", verified=False),
    Citation("R5", "ESC 2024 AF; ACSM", "A", verified=False),
    Citation("R6", "ACC/AHA 2017, 2025", "A", verified=False),
    Citation("R10", "NICE NG69; AED 4th ed 2021; SCOFF (Morgan 1999 BMJ 319:1467)", "A", verified=False),
    Citation("R12", "IOC 2023 REDs and CAT2 (Mountjoy, Stellingwerff BJSM 57)", "A", verified=False),
    Citation("R17", "NICE NG249; EWGSOP2 2019", "A", verified=False),
    Citation("R19", "ADA Standards 2026", "A", verified=False),
    Citation("R40", "Walsh 2018; ACC myocarditis pathway 2024", "C", verified=False),
    Citation("R41", "Meeusen 2013 MSSE 45:186", "B", verified=False),
    Citation("R48", "REDs, Meeusen, Saw 2016", "C", verified=False),
)
_KNOWN = {**CITATIONS, **{citation.id: citation for citation in _FLAGS}}


def cite(*ids: str, own: bool = True) -> tuple[Citation, ...]:
    """Give the citations of some rows, with the note that limits are auren's own unless they are not."""
    return (*(_KNOWN[id] for id in ids), *((OWN,) if own else ()))
