"""Strong: sets and workouts, both ways to write them, and units that are asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources_examples import OSLO, SOMEONE, reasons, values, write
from strong_examples import HEADER, WITH_UNITS, example, file, row
from test_sources_malformed import accounted_for, texts

from auren.errors import InvalidInput, SourceError
from auren.sources.vendors.strong import Strong

fuzz = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def source(folder: Path, content: str, **options: object) -> Strong:
    told = {"subject": SOMEONE, "zone": OSLO, "weight_unit": "kg", "distance_unit": "km", **options}
    return Strong(write(folder / "strong.csv", content), **told)  # type: ignore[arg-type]


def test_a_set_gives_its_numbers_and_the_workout_its_duration_once(tmp_path: Path) -> None:
    sets = source(tmp_path, file(row(rpe="8.5"), row(order="2", reps="4")))
    readings = list(sets)
    assert [(r.metric, r.value) for r in readings] == [
        ("exercise.duration", 65),
        ("strength.weight", 100.5),
        ("strength.volume", 502.5),
        ("strength.reps", 5),
        ("strength.rpe", 8.5),
        ("strength.weight", 100.5),
        ("strength.volume", 402),
        ("strength.reps", 4),
    ]
    assert [r.kind for r in readings] == ["", *["Deadlift (Barbell)"] * 7]
    begin = datetime(2019, 1, 11, 11, 31, 54, tzinfo=UTC)
    assert {(r.start, r.end, r.day) for r in readings} == {(begin, begin + timedelta(minutes=65), date(2019, 1, 11))}
    assert sets.report.records == {"workouts": 1, "sets": 2}
    assert not any("rivate" in text for r in readings for text in (r.id, r.kind))
    assert sets.report.unread == ("column Seconds", "column Notes", "column Workout Notes")


def test_pounds_and_miles(tmp_path: Path) -> None:
    content = file(row(weight="100"), row("Running", weight="0.0", reps="0", distance="2"))
    readings = values(source(tmp_path, content, weight_unit="lb", distance_unit="mi"))
    assert readings["strength.weight"] == pytest.approx(45.359237)
    assert readings["strength.volume"] == pytest.approx(226.796185)
    assert readings["exercise.distance"] == pytest.approx(3.218688)


@pytest.mark.parametrize(
    ("rows", "told", "asks"),
    [
        ((row(),), {}, "weight_unit='kg' or 'lb'"),
        ((row(weight="0.0"), row("Running", weight="0", distance="2")), {}, "distance_unit='km' or 'mi'"),
        ((row(), row(distance="2")), {"weight_unit": "kg"}, "distance_unit"),
        ((row(weight="0.0"),), {}, None),
        ((row(),), {"weight_unit": "lb"}, None),
    ],
)
def test_the_unit_is_asked_for_where_a_value_needs_it(
    tmp_path: Path, rows: tuple[str, ...], told: dict[str, object], asks: str | None
) -> None:
    options = {"weight_unit": None, "distance_unit": None, **told}
    if asks is None:
        assert list(source(tmp_path, file(*rows), **options))
        return
    with pytest.raises(InvalidInput, match=asks):
        source(tmp_path, file(*rows), **options)


@pytest.mark.parametrize("options", [{"weight_unit": "stone"}, {"distance_unit": "parsec"}])
def test_other_units_are_refused(tmp_path: Path, options: dict[str, object]) -> None:
    with pytest.raises(InvalidInput, match="choose one"):
        source(tmp_path, file(row()), **options)


def test_headers_that_state_units_need_no_telling(tmp_path: Path) -> None:
    rows = (
        "1;2026-08-10 18:00:00;Push day;3600;Bench Press (Barbell);W;40;10;;;;;",
        "1;2026-08-10 18:00:00;Push day;3600;Bench Press (Barbell);1;82,5;10;8;;;;",
        "1;2026-08-10 18:00:00;Push day;3600;Bench Press (Barbell);Rest Timer;;;;;90;;",
        "1;2026-08-10 18:00:00;Push day;3600;Rowing;1;;;;500;120;;",
    )
    newer = source(tmp_path, file(*rows, header=WITH_UNITS), weight_unit=None, distance_unit=None)
    assert values(newer) == {
        "exercise.duration": 60,
        "strength.weight": 82.5,
        "strength.volume": 825,
        "strength.reps": 10,
        "strength.rpe": 8,
        "exercise.distance": 0.5,
    }
    assert newer.report.unused == {"sets": 1, "rest timers": 1}


def test_columns_that_state_units_row_by_row(tmp_path: Path) -> None:
    header = (
        "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;"
        "Seconds;Notes;Workout Duration"
    )
    rows = (
        "2019-01-11 12:31:54;Leg;Deadlift;1;20;kg;5;;;;0;;45m",
        "2019-01-11 12:31:54;Leg;Deadlift;2;100;lbs;5;;;;0;;45m",
        "2019-01-11 12:31:54;Leg;Deadlift;3;100;stones;5;;;;0;;45m",
    )
    mixed = source(tmp_path, file(*rows, header=header), weight_unit=None, distance_unit=None)
    assert [r.value for r in mixed if r.metric == "strength.weight"] == pytest.approx([20, 45.359237])
    assert reasons(mixed.report) == [("Weight Unit", "expected a unit such as kg, lbs, km or miles")]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("1h 5m", 65),
        ("45m", 45),
        ("58s", 58 / 60),
        ("2h", 120),
        ("1h 0m 30s", 60.5),
        ("1 hour", None),
        ("3600", None),
        ("99h", None),
    ],
)
def test_durations(tmp_path: Path, written: str, minutes: float | None) -> None:
    sets = source(tmp_path, file(row(duration=written)))
    found = values(sets)
    assert "strength.weight" in found
    assert found.get("exercise.duration") == (None if minutes is None else pytest.approx(minutes))
    assert sets.report.unused.get("workouts", 0) == (minutes is None)


@pytest.mark.parametrize("written", ["2019-01-11 12:31:54", "2019-01-11 12:31:54\u202fPM", "2019-01-11 12:31:54 pm"])
def test_clock_times(tmp_path: Path, written: str) -> None:
    assert {r.start for r in source(tmp_path, file(row(date=written)))} == {datetime(2019, 1, 11, 11, 31, 54, tzinfo=UTC)}


def test_warm_ups_pauses_and_zeros_are_accounted_for(tmp_path: Path) -> None:
    sets = source(tmp_path, example().decode())
    found = list(sets)
    assert [r.value for r in found if r.metric == "exercise.duration"] == [65, 45]
    assert [(r.kind, r.value) for r in found if r.metric == "strength.reps"][-2:] == [
        ("Push Up", 12),
        ("Deadlift (Barbell)", 5),
    ]
    assert not [r for r in found if r.kind == "Push Up" and r.metric != "strength.reps"]
    assert sets.report.unused == {"sets": 2, "rest timers": 1}
    assert [reason for _, reason in reasons(sets.report)] == [
        "a warm-up set, which does not count as work",
        "it holds nothing that is read",
        "a pause between sets",
    ]


def test_the_same_exercise_twice_in_a_workout_stays_two(tmp_path: Path) -> None:
    twice = list(source(tmp_path, file(row(), row("Squat"), row())))
    assert len({r.id for r in twice}) == len(twice) == 1 + 3 * 3


def test_a_spoilt_cell_costs_only_itself(tmp_path: Path) -> None:
    sets = source(tmp_path, file(row(weight="heavy"), row(order="2", reps="-1"), row(order="3", date="soon"), "too,short"))
    assert [r.metric for r in sets] == ["exercise.duration", "strength.reps", "strength.weight"]
    assert [(s.line, s.field, s.scope) for s in sets.report.skipped] == [
        (2, "Weight", "field"),
        (3, "Reps", "field"),
        (4, "Date", "record"),
        (5, "", "record"),
    ]


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", HEADER.replace("Set Order", "Satz"), HEADER.replace("RPE", "Date")])
def test_other_files_are_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceError, match="with the app in English"):
        source(tmp_path, content)


@fuzz
@given(data=st.data())
def test_anything_for_any_cell(tmp_path: Path, data: st.DataObject) -> None:
    cells = ["2019-01-11 12:31:54", "Leg", "1h", "Squat", "1", "100", "5", "2", "0", "", "", "8"]
    at = data.draw(st.integers(0, len(cells) - 1))
    cells[at] = data.draw(texts.map(lambda text: text.encode("utf-8", "replace").decode()))
    content = write(tmp_path / "strong.csv", "\n".join([HEADER, ",".join(cells), row()]) + "\n")
    accounted_for(
        lambda mode: Strong(content, subject=SOMEONE, zone=OSLO, on_malformed=mode, weight_unit="lb", distance_unit="mi")
    )
