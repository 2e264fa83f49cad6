"""PMData's diary of training sessions."""

from __future__ import annotations

from auren.people import Subject
from auren.sources import PMDataExport
from fuzz._held import hold

_HEADER = b"end_date_time,activity_names,perceived_exertion,duration_min\n"
SEEDS = [_HEADER + b"2019-11-05T22:51:54.710Z,\"['individual', 'running']\",7,30\n", _HEADER]


def run(data: bytes) -> None:
    """Read bytes as PMData's srpe.csv."""
    hold(
        data,
        "pmsys/srpe.csv",
        lambda path, mode: PMDataExport(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode),
    )
