"""Strong's CSV file."""

from __future__ import annotations

from auren.people import Subject
from auren.sources.vendors.strong import Strong
from fuzz._held import hold

_OLDER = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE",
    '2019-01-11 12:31:54,"Leg",1h 5m,"Squat",W,20,10,0,0,"","",',
    '2019-01-11 12:31:54,"Leg",1h 5m,"Squat",1,100.5,5,0,0,"a ""note""","",8.5',
    '2019-01-11 12:31:54,"Leg",1h 5m,"Running",1,0.0,0,2.5,600,"","",',
)
_NEWER = (
    "Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;Distance (meters);Seconds",
    "1;2026-08-10 18:00:00;Push;3600;Bench;1;82,5;10;8;;",
)
SEEDS = ["\n".join(lines).encode() for lines in (_OLDER, _NEWER)]


def run(data: bytes) -> None:
    """Read bytes as the app's file, with both units told."""
    hold(
        data,
        "strong.csv",
        lambda path, mode: Strong(
            path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode, weight_unit="lb", distance_unit="mi"
        ),
    )
