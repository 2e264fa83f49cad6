"""A table of one's own."""

from __future__ import annotations

from auren.people import Subject
from auren.sources import Column, Table
from fuzz._held import hold

SEEDS = [b"when,kg,bpm\n2019-11-02 07:00:00,70.5,60\n2019-11-03,,61\n", b"when,kg,bpm\n"]
_COLUMNS = {"kg": Column("body.weight", unit="kg"), "bpm": Column("heart.resting", unit="bpm")}


def run(data: bytes) -> None:
    """Read bytes as a CSV file with declared columns."""
    hold(
        data,
        "mine.csv",
        lambda path, mode: Table(
            path, subject=Subject("p"), columns=_COLUMNS, time="when", zone="Europe/Oslo", on_malformed=mode
        ),
    )
