"""Tables with declared columns: CSV files and data frames."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sources_examples import OSLO, SOMEONE, reasons, write

from auren.errors import InvalidInput, MalformedRow, SourceError, UnitMismatch
from auren.readings import STANDARD_METRICS, Metric
from auren.sources import Column, Table

RMSSD = {"rmssd": Column("hrv.rmssd", unit="ms")}


def table(folder: Path, *lines: str, **options: object) -> Table:
    file = write(folder / "mine.csv", "\n".join(lines) + "\n")
    settings: dict[str, object] = {"columns": RMSSD, "time": "date", "subject": SOMEONE, "zone": OSLO, **options}
    return Table(file, **settings)  # type: ignore[arg-type]


def test_a_date_means_the_whole_local_day(tmp_path: Path) -> None:
    source = table(tmp_path, "date,rmssd,mood", "2020-03-29,43.5,fine")
    (reading,) = source
    assert (reading.metric, reading.value, reading.day) == ("hrv.rmssd", 43.5, date(2020, 3, 29))
    assert (reading.end - reading.start).total_seconds() == 23 * 3600
    assert source.report.unread == ("column mood",)
    assert reading.id == "table:row:2020-03-29:hrv.rmssd"


def test_units_are_converted_and_naive_times_get_the_zone(tmp_path: Path) -> None:
    lines = ("at;kilos", "2019-11-02 07:00:00;180", "2019-11-02T07:00:00-05:00;181")
    columns = {"kilos": Column("body.weight", unit="lb")}
    naive, aware = table(tmp_path, *lines, columns=columns, time="at", delimiter=";", source="scales", device="Scale")
    assert naive.value == pytest.approx(81.6466266)
    assert naive.start == naive.end == datetime(2019, 11, 2, 6, tzinfo=UTC)
    assert aware.start == datetime(2019, 11, 2, 12, tzinfo=UTC)
    assert (naive.source, naive.device) == ("scales", "Scale")


def test_intervals_and_ids_come_from_their_columns(tmp_path: Path) -> None:
    columns = {"h": Column("sleep.duration", unit="h")}
    lines = ("from,to,h,n", "2019-11-01 23:00,2019-11-02 07:00,7.5,a1", "2019-11-03 07:00,2019-11-02 07:00,7.5,a2")
    source = table(tmp_path, *lines, columns=columns, time="from", end="to", id="n")
    (night,) = source
    assert (night.value, night.day, night.id) == (450, date(2019, 11, 2), "table:row:a1:sleep.duration")
    assert reasons(source.report) == [("to", "expected a time that is not before the start")]


def test_a_span_of_dates_ends_on_its_last_date(tmp_path: Path) -> None:
    columns = {"h": Column("sleep.duration", unit="h")}
    (night,) = table(tmp_path, "from,to,h", "2019-11-01,2019-11-02,7.5", columns=columns, time="from", end="to")
    assert night.day == date(2019, 11, 2)


def test_other_ways_to_write_times_are_declared(tmp_path: Path) -> None:
    (reading,) = table(tmp_path, "date,rmssd", "02.11.2019,40", time_format="%d.%m.%Y")
    assert reading.day == date(2019, 11, 2)
    assert (reading.end - reading.start).days == 1
    (reading,) = table(tmp_path, "date,rmssd", "02.11.2019 07:30,40", time_format="%d.%m.%Y %H:%M")
    assert reading.start == datetime(2019, 11, 2, 6, 30, tzinfo=UTC)


def test_empty_cells_are_counted_and_no_fault(tmp_path: Path) -> None:
    columns = {**RMSSD, "bpm": Column("heart.resting", unit="bpm")}
    lines = ("date,rmssd,bpm", "2019-11-02,,51", "2019-11-03,40, ", "2019-11-04,,", "")
    source = table(tmp_path, *lines, columns=columns, on_malformed="raise")
    assert len(list(source)) == 2
    assert source.report.empty_cells == {"rmssd": 2, "bpm": 2}
    assert reasons(source.report) == [("", "every declared cell is empty")]
    assert source.report.records == {"rows": 3}
    assert source.report.adds_up


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("2019-11-02,nan", "rmssd"),
        ("2019-11-02,inf", "rmssd"),
        ("2019-11-02,1e400", "rmssd"),
        ("2019-11-02,1_000", "rmssd"),
        ("2019-11-02,4000", "rmssd"),
        ("2019-11-02,forty", "rmssd"),
        ("2019-11-31,40", "date"),
        ("0001-01-01,40", "date"),
        ("9999-12-31,40", "date"),
        ("02/11/2019,40", "date"),
        ("2019-11-02T25:00:00,40", "date"),
        ("2019-11-02T10:00:00+99:00,40", "date"),
        (",40", "date"),
        ("2019-11-02,40,1", ""),
        ("2019-11-02", ""),
    ],
)
def test_malformed_rows_are_reported_or_raised(tmp_path: Path, line: str, field: str) -> None:
    lines = ("date,rmssd", "2019-11-01,40", line, "2019-11-03,40")
    source = table(tmp_path, *lines)
    assert [r.day.day for r in source] == [1, 3]
    (skipped,) = source.report.skipped
    assert (skipped.file, skipped.line, skipped.field, skipped.malformed) == ("mine.csv", 3, field, True)
    assert source.report.adds_up
    with pytest.raises(MalformedRow) as caught:
        list(table(tmp_path, *lines, on_malformed="raise"))
    assert (caught.value.line, caught.value.field) == (3, field)


def test_declared_columns_must_be_there_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="rmssd"):
        table(tmp_path, "date,hrv", "2019-11-02,1")
    with pytest.raises(SourceError, match="rmssd"):
        table(tmp_path, "date,rmssd,rmssd", "2019-11-02,1,2")


def test_declarations_are_checked(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="No column"):
        table(tmp_path, "date", columns={})
    with pytest.raises(InvalidInput, match="not registered"):
        table(tmp_path, "date,x", columns={"x": Column("hrv.magic", unit="ms")})
    with pytest.raises(UnitMismatch):
        table(tmp_path, "date,x", columns={"x": Column("hrv.rmssd", unit="kg")})
    with pytest.raises(InvalidInput, match="Two columns"):
        table(tmp_path, "date,x,y", columns={"x": RMSSD["rmssd"], "y": RMSSD["rmssd"]})
    with pytest.raises(InvalidInput, match="delimiter"):
        table(tmp_path, "date,rmssd", delimiter=";;")
    for pattern in ("%d.%m.", "%Q", "%Y%Y", "%"):
        with pytest.raises(InvalidInput, match="time_format"):
            table(tmp_path, "date,rmssd", time_format=pattern)
    with pytest.raises(InvalidInput, match=r"pass zone="):
        table(tmp_path, "date,rmssd", zone=None)
    with pytest.raises(SourceError, match="no such file"):
        Table(tmp_path / "none.csv", subject=SOMEONE, columns=RMSSD, time="date", zone=OSLO)
    with pytest.raises(InvalidInput, match="Neither"):
        Table(3, subject=SOMEONE, columns=RMSSD, time="date", zone=OSLO)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"", None), (b"date,rmssd\n2019-11-01,40\n\xff\xfe,1\n", None), (b'date,rmssd\n2019-11-01,40\n"2019-11-02,40\n', 3)],
)
def test_broken_files_have_a_place(tmp_path: Path, content: bytes, line: int | None) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(content)
    source = Table(file, subject=SOMEONE, columns=RMSSD, time="date", zone=OSLO)
    list(source)
    (skipped,) = source.report.skipped
    assert (skipped.scope, skipped.line) == ("file", line)
    strict = Table(file, subject=SOMEONE, columns=RMSSD, time="date", zone=OSLO, on_malformed="raise")
    with pytest.raises(MalformedRow):
        list(strict)


def test_ones_own_metrics_can_be_read(tmp_path: Path) -> None:
    registry = STANDARD_METRICS.including(Metric("mine.grip", "grip strength", "kg", 0, 200))
    columns = {"grip": Column("mine.grip", unit="kg")}
    (reading,) = table(tmp_path, "date,grip", "2019-11-02,45", columns=columns, metrics=registry)
    assert reading.metric == "mine.grip"


def test_a_data_frame_reads_as_a_file_does(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    lines = ("date,rmssd,n", "2019-11-02,40,1", "2019-11-03,,2", "2019-11-04,41.5,3")
    from_file = table(tmp_path, *lines, id="n")
    frame = pandas.read_csv(tmp_path / "mine.csv", parse_dates=["date"])
    frame["date"] = frame["date"].dt.date
    from_frame = Table(frame, subject=SOMEONE, columns=RMSSD, time="date", id="n", zone=OSLO)
    assert list(from_frame) == list(from_file)
    assert from_frame.report.empty_cells == from_file.report.empty_cells == {"rmssd": 1}


def test_timestamps_index_and_missing_values_of_a_frame() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    times = pandas.to_datetime(["2019-11-02 07:00", "2019-11-03 07:00", None])
    frame = pandas.DataFrame({"rmssd": pandas.array([40, None, 42], dtype="Int64")}, index=pandas.Index(times, name="at"))
    source = Table(frame, subject=SOMEONE, columns=RMSSD, time="at", zone=OSLO)
    (reading,) = source
    assert type(reading.start) is datetime
    assert reading.start == datetime(2019, 11, 2, 6, tzinfo=UTC)
    assert source.report.empty_cells == {"rmssd": 1}
    assert [item.field for item in source.report.skipped] == ["", "at"]
    assert source.report.adds_up
    with pytest.raises(SourceError, match="hrv"):
        Table(frame, subject=SOMEONE, columns={"hrv": RMSSD["rmssd"]}, time="at", zone=OSLO)


def test_aware_timestamps_keep_their_instant() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = pandas.DataFrame({"at": pandas.to_datetime(["2019-11-02T07:00:00-05:00"]), "rmssd": [40.0]})
    (reading,) = Table(frame, subject=SOMEONE, columns=RMSSD, time="at", zone=OSLO)
    assert reading.start == datetime(2019, 11, 2, 12, tzinfo=UTC)


def test_the_room_loads_no_data_frame_library() -> None:
    code = "import sys, auren.sources; sys.exit(any(name in sys.modules for name in ('pandas', 'numpy', 'pydantic')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_polars_frame_reads_as_a_file_does(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    lines = ("date,rmssd,n,mood", "2019-11-02,43.5,1,fine", "2019-11-03,,2,", "2019-11-04,42,3,tired")
    from_file = table(tmp_path, *lines, id="n")
    frame = polars.read_csv(tmp_path / "mine.csv", try_parse_dates=True)
    assert frame.schema["date"] == polars.Date
    from_frame = Table(frame, subject=SOMEONE, columns=RMSSD, time="date", id="n", zone=OSLO)
    assert list(from_frame) == list(from_file)
    assert from_frame.report.empty_cells == from_file.report.empty_cells == {"rmssd": 1}
    assert from_frame.report.unread == from_file.report.unread == ("column mood",)
    assert list(from_frame) == list(from_frame)


def test_times_and_missing_values_of_a_polars_frame() -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    times = ["2019-11-02 07:00:00", "2019-11-03 07:00:00", "2019-11-04 07:00:00", None]
    frame = polars.DataFrame({"at": times, "rmssd": [40.0, float("nan"), None, 42.0]})
    frame = frame.with_columns(polars.col("at").str.to_datetime())
    naive = Table(frame, subject=SOMEONE, columns=RMSSD, time="at", zone=OSLO)
    (reading,) = naive
    assert reading.start == datetime(2019, 11, 2, 6, tzinfo=UTC)
    assert naive.report.empty_cells == {"rmssd": 2}
    assert [field for field, _ in reasons(naive.report)] == ["", "", "at"]
    aware = frame.with_columns(polars.col("at").dt.replace_time_zone("America/New_York"))
    (reading,) = Table(aware, subject=SOMEONE, columns=RMSSD, time="at", zone=OSLO)
    assert reading.start == datetime(2019, 11, 2, 11, tzinfo=UTC)


def test_whole_numbers_decimals_and_texts_of_a_polars_frame() -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    for values in ([40], ["40"]):
        frame = polars.DataFrame({"at": ["2019-11-02"], "rmssd": values})
        (reading,) = Table(frame, subject=SOMEONE, columns=RMSSD, time="at", zone=OSLO)
        assert (reading.value, reading.day) == (40.0, date(2019, 11, 2))
    exact = polars.DataFrame({"at": ["2019-11-02"], "rmssd": ["40.5"]}).with_columns(
        polars.col("rmssd").cast(polars.Decimal(6, 2))
    )
    assert [r.value for r in Table(exact, subject=SOMEONE, columns=RMSSD, time="at", zone=OSLO)] == [40.5]
    spoilt = polars.DataFrame({"at": [date(2019, 11, 2)], "rmssd": [[40.0]]})
    source = Table(spoilt, subject=SOMEONE, columns=RMSSD, time="at", zone=OSLO)
    assert list(source) == []
    assert reasons(source.report) == [("rmssd", "expected a number")]


def test_a_lazy_frame_is_refused_with_what_to_do() -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    frame = polars.LazyFrame({"at": ["2019-11-02"], "rmssd": [40]})
    with pytest.raises(InvalidInput, match=r"collect\(\)"):
        Table(frame, subject=SOMEONE, columns=RMSSD, time="at", zone=OSLO)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_column_of_durations_is_refused(library: str) -> None:
    frames = pytest.importorskip(library, reason=f"{library} is not installed")
    data = {"at": ["2019-11-02"], "rmssd": [timedelta(milliseconds=40)], "other": [timedelta(1)]}
    with pytest.raises(InvalidInput, match="'rmssd' of the data frame holds durations"):
        Table(frames.DataFrame(data), subject=SOMEONE, columns=RMSSD, time="at", zone=OSLO)
    unread = frames.DataFrame({**data, "rmssd": [40]})
    assert len(list(Table(unread, subject=SOMEONE, columns=RMSSD, time="at", zone=OSLO))) == 1


def test_a_file_without_column_names_shows_none_of_its_values(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="among the 2 column names") as caught:
        table(tmp_path, "2019-11-02,43.5", "2019-11-03,44.5")
    assert "43.5" not in str(caught.value)
