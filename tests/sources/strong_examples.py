"""Small files as Strong exports them."""

from __future__ import annotations

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
WITH_UNITS = (
    '"Workout #";"Date";"Workout Name";"Duration (sec)";"Exercise Name";"Set Order";"Weight (kg)";"Reps";"RPE";'
    '"Distance (meters)";"Seconds";"Notes";"Workout Notes"'
)


def row(exercise: str = "Deadlift (Barbell)", order: str = "1", weight: str = "100.5", reps: str = "5", **cells: str) -> str:
    """Give a set as older files write it; the other cells by their name."""
    told = {
        "date": "2019-01-11 12:31:54",
        "name": "Private leg day",
        "duration": "1h 5m",
        "distance": "0",
        "seconds": "0",
        "rpe": "",
    }
    cell = {**told, **cells}
    return (
        f'{cell["date"]},"{cell["name"]}",{cell["duration"]},"{exercise}",{order},{weight},{reps},'
        f'{cell["distance"]},{cell["seconds"]},"a private note","",{cell["rpe"]}'
    )


def file(*rows: str, header: str = HEADER) -> str:
    """Give a file of these rows."""
    return "\n".join([header, *rows]) + "\n"


def example() -> bytes:
    """Give two workouts with sets of every sort and no fault."""
    return file(
        row(order="W", weight="20"),
        row(rpe="8.5"),
        row(order="2"),
        row(order="F", reps="3"),
        row("Push Up", weight="0.0", reps="12"),
        row("Plank", weight="0.0", reps="0", seconds="60"),
        row("Running", weight="0.0", reps="0", distance="2.5", seconds="900"),
        row("Rest Timer", "Rest Timer", "0", "0", seconds="90"),
        row(date="2019-01-13 12:31:54", duration="45m"),
    ).encode()
