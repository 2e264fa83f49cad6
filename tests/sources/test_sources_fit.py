"""FIT files, written here message by message, and recorded ones of many devices."""

from __future__ import annotations

import csv
import struct
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from fit_examples import (
    BYTE,
    DAY,
    ENUM,
    FLOAT32,
    NOON,
    NOON_UNIX,
    SINT16,
    STRING,
    UINT8,
    UINT16,
    UINT32,
    Message,
    at,
    beats,
    crc,
    file_id,
    fit,
    level,
    record,
    sealed,
    session,
    walked,
    weighed,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources_examples import DATA, OSLO, SOMEONE, needs_data, reasons, values
from test_sources_malformed import accounted_for

from auren.errors import InvalidInput, MalformedRow, SourceError
from auren.readings import Reading, latest_revisions
from auren.sources.base import OnMalformed
from auren.sources.files import Limits, place_of
from auren.sources.look import Look
from auren.sources.vendors.fit import FITFiles

FOLDER = DATA / "fit"
START = datetime.fromtimestamp(NOON_UNIX, UTC)
CORRUPT = {
    "activity-activity-filecrc.fit": (45, "byte 1540"),
    "activity-filecrc.fit": (23, "byte 769"),
    "activity-settings-corruptheader.fit": (23, "byte 771"),
    "activity-settings-nodata.fit": (23, "byte 783"),
    "activity-unexpected-eof.fit": (22, "byte 751"),
    "nick.fit": (14413, "byte 403437"),
    "strava-android-app-201.10-b1218918.fit": (489, "byte 7471"),
}
# The benchmark reads the largest ones.
RECORDED = [path for path in sorted(FOLDER.glob("*.[fF][iI][tT]")) if path.stat().st_size < 500_000]
TYPES = (ENUM, UINT8, BYTE, STRING, UINT16, UINT32, SINT16, FLOAT32, 0x89, 0x8E, 0x8F)
TRUTHS = (
    "garmin-edge-500-activity",
    "garmin-edge-820-bike",
    "garmin-fenix-5-bike",
    "garmin-fenix-5-run",
    "garmin-fenix-5-walk",
)


def source(
    path: Path, *, on_malformed: OnMalformed = "raise", user: int | None = None, limits: Limits | None = None
) -> FITFiles:
    """Open FIT files; by default nothing malformed passes."""
    limits = limits or Limits()
    return FITFiles(path, subject=SOMEONE, zone=OSLO, on_malformed=on_malformed, user=user, limits=limits)


def written(folder: Path, *messages: Message, name: str = "one.fit") -> FITFiles:
    """Write one file and open it."""
    (folder / name).write_bytes(fit(*messages))
    return source(folder / name)


def of(readings: list[Reading], metric: str) -> list[float]:
    """Give the values of one metric in their order."""
    return [reading.value for reading in readings if reading.metric == metric]


def test_a_session_gives_its_totals(tmp_path: Path) -> None:
    readings = list(written(tmp_path, file_id(), session()))
    assert values(readings) == pytest.approx(
        {
            "exercise.duration": 60,
            "exercise.distance": 30.123,
            "exercise.energy": 640,
            "exercise.heart_rate": 141,
            "exercise.heart_rate_max": 172,
            "exercise.ascent": 312,
            "exercise.power": 201,
            "exercise.cadence": 84,
            "exercise.speed": 30.1212,
        }
    )
    assert {(r.start, r.end) for r in readings} == {(START, START + timedelta(seconds=3700))}
    assert {(r.kind, r.device, r.source) for r in readings} == {("cycling/road", "garmin edge500", "fit")}
    assert not any("4711" in r.id or "4711" in r.device for r in readings)


def test_a_file_without_a_maker_is_named_by_the_device_that_created_it(tmp_path: Path) -> None:
    sensor = Message(23, [at(), (0, UINT8, 1), (2, UINT16, 32), (27, STRING, "TICKR")])
    creator = Message(23, [at(), (0, UINT8, 0), (2, UINT16, 32), (27, STRING, "Wahoo Fitness BOLT")])
    anonymous = Message(0, [(0, ENUM, 4), (4, UINT32, NOON)])
    (reading,) = written(tmp_path, anonymous, sensor, creator, sensor, record(NOON, 90))
    assert reading.device == "Wahoo Fitness BOLT"


def test_what_a_session_marks_as_invalid_is_not_there(tmp_path: Path) -> None:
    raw = {"avg_heart_rate": 0xFF, "avg_power": 0xFFFF, "total_distance": 0xFFFFFFFF, "max_heart_rate": 0, "avg_cadence": 0xFF}
    one = written(tmp_path, file_id(), session(**raw))
    metrics = {r.metric for r in one}
    assert metrics == {"exercise.duration", "exercise.energy", "exercise.speed", "exercise.ascent"}
    assert ("max_heart_rate", "no heart rate was measured") in reasons(one.report)


def test_an_enhanced_speed_stands_above_the_short_one(tmp_path: Path) -> None:
    long = Message(18, [at(), (2, UINT32, NOON), (14, UINT16, 1000), (124, UINT32, 10_000)])
    other = Message(18, [at(), (2, UINT32, NOON), (124, UINT32, 10_000), (14, UINT16, 1000)])
    assert of(list(written(tmp_path, file_id(), long)), "exercise.speed") == [36]
    assert of(list(written(tmp_path, file_id(), other)), "exercise.speed") == [36]


@pytest.mark.parametrize("big", [False, True])
def test_heart_rate_second_by_second_in_either_byte_order(tmp_path: Path, big: bool) -> None:
    seconds = [Message(20, [at(NOON + n), (3, UINT8, 100 + n)], big=big) for n in range(3)]
    readings = list(written(tmp_path, file_id(), *seconds))
    assert [(r.start, r.end, r.value) for r in readings] == [
        (START + timedelta(seconds=n), START + timedelta(seconds=n), 100 + n) for n in range(3)
    ]


def test_compressed_times_run_on_past_their_five_bits(tmp_path: Path) -> None:
    low = NOON & 31
    packed = [Message(20, [(3, UINT8, 90)], offset=(low + step) & 31) for step in (1, 30, 40)]
    readings = list(written(tmp_path, file_id(), record(NOON, 89), *packed))
    assert [(r.start - START).total_seconds() for r in readings] == [0, 1, 30, 40]


def test_an_app_cannot_pass_its_field_off_as_the_devices(tmp_path: Path) -> None:
    described = [
        Message(207, [(3, UINT8, 0)]),
        Message(206, [(0, UINT8, 0), (1, UINT8, 9), (2, UINT8, UINT8), (3, STRING, "heart_rate")]),
    ]
    both = Message(20, [at(), (3, UINT8, 120)], developer=[(9, 0, 77)])
    undescribed = Message(20, [at(NOON + 1), (3, UINT8, 121)], developer=[(5, 3, 77)])
    assert of(list(written(tmp_path, file_id(), *described, both, undescribed)), "heart.rate") == [120, 121]


def test_a_field_of_an_odd_size_costs_nothing_else(tmp_path: Path) -> None:
    odd = struct.pack("<BBBHB", 0x40, 0, 0, 20, 3) + bytes((253, 4, UINT32, 5, 1, UINT32, 3, 1, UINT8))
    data = b"\0" + struct.pack("<I", NOON) + b"\7" + b"\x78"
    (tmp_path / "one.fit").write_bytes(sealed(file_id().encoded() + odd + data))
    assert of(list(source(tmp_path / "one.fit")), "heart.rate") == [120]


def test_beats_follow_one_another_and_start_anew_after_a_pause(tmp_path: Path) -> None:
    one = written(
        tmp_path,
        *(file_id(), beats(700), record(NOON, 70), beats(800, 810), beats(820), record(NOON + 2, 70), beats(830)),
        *(record(NOON + 600, 70), beats(840)),
    )
    rr = [r for r in one if r.metric == "hrv.rr"]
    assert [r.value for r in rr] == pytest.approx([800, 810, 820, 830, 840])
    assert [(r.start - START).total_seconds() for r in rr] == pytest.approx([0.8, 1.61, 2.43, 3.26, 600.84])
    assert len({r.id for r in rr}) == 5
    assert reasons(one.report)[0] == ("time", "no time is told, or the device's clock was not set")


def test_a_straps_stored_beats_are_counted_from_their_anchor(tmp_path: Path) -> None:
    ticks = 3_000 * 1024 + 4000
    after = [ticks + 800, ticks + 1700]
    one, two = (value & 0xFFF for value in after)
    packed = (one & 0xFF, one >> 8 | (two & 0xF) << 4, two >> 4)
    anchor = Message(132, [at(), (0, UINT16, 16_384), (9, UINT32, ticks), (6, UINT8, 80)])
    later = Message(132, [(6, UINT8, (81, 82)), (10, BYTE, packed)])
    readings = list(written(tmp_path, file_id(), anchor, later))
    assert [(r.value, (r.start - START).total_seconds()) for r in readings] == [
        (80, 0.5),
        (81, pytest.approx(0.5 + 800 / 1024, abs=1e-5)),
        (82, pytest.approx(0.5 + 1700 / 1024, abs=1e-5)),
    ]


def test_a_time_that_names_no_date_gives_no_reading(tmp_path: Path) -> None:
    one = written(tmp_path, file_id(created=16_441_241), record(16_441_242, 105), Message(20, [(3, UINT8, 90)]))
    assert list(one) == []
    assert reasons(one.report)[:2] == [("timestamp", "no time is told, or the device's clock was not set")] * 2
    assert not any(skip.malformed for skip in one.report.skipped)


def test_a_weighing(tmp_path: Path) -> None:
    readings = list(written(tmp_path, file_id(kind=9), weighed(NOON, 7580), Message(30, [at(NOON + 60), (0, UINT16, 0xFFFE)])))
    assert values(readings) == pytest.approx(
        {"body.weight": 75.8, "body.fat": 22.3, "body.water": 55.2, "body.muscle_mass": 34, "body.bone_mass": 3.1}
    )


def test_another_users_weight_is_never_the_persons(tmp_path: Path) -> None:
    users = [Message(3, [(254, UINT16, index), (4, UINT16, 700)]) for index in (0, 1)]
    path = tmp_path / "one.fit"
    path.write_bytes(fit(file_id(kind=9), *users, weighed(NOON, 7580, 0), weighed(NOON + 60, 5820, 1)))
    assert of(list(source(path)), "body.weight") == []
    assert of(list(source(path, user=1)), "body.weight") == [58.2]
    with pytest.raises(InvalidInput):
        source(path, user=-1)


def test_blood_pressure_unless_the_cuff_failed(tmp_path: Path) -> None:
    pressed = [at(), (0, UINT16, 121), (1, UINT16, 79), (6, UINT8, 61)]
    failed = Message(51, [*pressed[1:3], at(NOON + 60), (8, ENUM, 2)])
    one = written(tmp_path, file_id(), Message(51, pressed), failed)
    assert [(r.metric, r.value) for r in one] == [("vital.systolic", 121), ("vital.diastolic", 79), ("heart.rate", 61)]
    assert ("status", "the device says that the measurement failed") in reasons(one.report)


@pytest.mark.parametrize(
    ("number", "fields", "metric", "value", "gap"),
    [
        (227, [(0, SINT16, 31), (1, UINT32, NOON)], "stress.score_vendor", 31, [(0, SINT16, -1), (1, UINT32, NOON + 60)]),
        (297, [at(), (0, SINT16, 1425)], "vital.respiratory_rate", 14.25, [at(NOON + 60), (0, SINT16, -100)]),
        (269, [at(), (0, UINT8, 96)], "vital.spo2", 96, [at(NOON + 60), (0, UINT8, 0)]),
        (371, [at(), (0, UINT16, 5504)], "hrv.rmssd", 43, [at(NOON + 60), (0, UINT16, 0)]),
        (370, [at(), (1, UINT16, 5504)], "hrv.rmssd", 43, [at(NOON + 60), (0, UINT16, 5504)]),
        (211, [at(), (1, UINT8, 52)], "heart.resting", 52, [at(NOON + 60), (1, UINT8, 0)]),
        (398, [at(), (4, FLOAT32, 33.5)], "vital.skin_temperature", 33.5, [at(NOON + 60), (4, FLOAT32, 0.0)]),
        (398, [at(), (1, FLOAT32, -0.25)], "vital.temperature_deviation", -0.25, [at(NOON + 60)]),
        (229, [(0, UINT32, NOON), (2, UINT16, 523)], "fitness.vo2max", 52.3, [(0, UINT32, NOON + 60), (2, UINT16, 0)]),
    ],
)
def test_one_thing_of_one_moment(
    tmp_path: Path,
    number: int,
    fields: list[tuple[int, int, object]],
    metric: str,
    value: float,
    gap: list[tuple[int, int, object]],
) -> None:
    one = written(tmp_path, file_id(), Message(number, fields), Message(number, gap))
    (reading,) = one
    assert reading.metric == metric
    assert reading.value == pytest.approx(value)
    assert reading.day == date(2021, 9, 8)
    assert one.report.adds_up
    assert not any(skip.malformed for skip in one.report.skipped)


def test_a_value_out_of_range_is_told_without_the_value(tmp_path: Path) -> None:
    (tmp_path / "one.fit").write_bytes(fit(file_id(), record(NOON, 251)))
    one = source(tmp_path / "one.fit", on_malformed="skip")
    assert list(one) == []
    (skip,) = (skip for skip in one.report.skipped if skip.malformed)
    assert (skip.file, skip.line, skip.field, skip.reason) == ("one.fit", 2, "heart_rate", "expected 20 to 250 bpm")
    with pytest.raises(MalformedRow):
        list(source(tmp_path / "one.fit"))


def test_a_days_steps_are_its_last_count_however_often_it_is_told(tmp_path: Path) -> None:
    local = Message(103, [at(NOON - 43_200), (0, UINT32, NOON - 43_200 + 7200)])
    morning = [
        file_id(NOON),
        local,
        walked(NOON, 1000),
        walked(NOON + 60, 3000),
        walked(NOON + 90, 800, 1),
        walked(NOON + 95, 64, 2),
    ]
    evening = [file_id(NOON + 9000), local, walked(NOON + 9000, 5000)]
    (tmp_path / "b.fit").write_bytes(fit(*morning))
    (tmp_path / "a.FIT").write_bytes(fit(*evening))
    both = source(tmp_path)
    readings = list(both)
    latest = latest_revisions(readings)
    assert sorted((r.value, r.kind) for r in latest.values()) == [(800, "running"), (5000, "walking")]
    assert {r.day for r in latest.values()} == {date(2021, 9, 8)}
    assert both.report.adds_up
    assert both.report.records["monitoring"] == 5


def test_midnight_on_the_devices_own_clock_ends_a_day(tmp_path: Path) -> None:
    # Seven hours behind UTC, while the zone is two ahead of it.
    midnight = NOON - 43_200 + 7 * 3600
    local = Message(103, [at(midnight), (0, UINT32, midnight - 7 * 3600)])
    readings = list(written(tmp_path, file_id(), local, walked(midnight, 9000), walked(midnight + 60, 20)))
    assert [(r.day, r.value) for r in readings] == [(date(2021, 9, 7), 9000), (date(2021, 9, 8), 20)]


def test_a_count_that_falls_back_within_a_day_keeps_its_height(tmp_path: Path) -> None:
    assert of(list(written(tmp_path, file_id(), walked(NOON, 3000), walked(NOON + 60, 10))), "activity.steps") == [3000]


def test_strides_of_a_packed_activity_are_two_steps_each(tmp_path: Path) -> None:
    def packed(activity: int) -> Message:
        return Message(55, [at(), (3, UINT32, 250), (24, BYTE, activity | 2 << 5)])

    assert of(list(written(tmp_path, file_id(), packed(6))), "activity.steps") == [250]
    assert of(list(written(tmp_path, file_id(), packed(2))), "activity.steps") == []


def test_a_five_minute_value_spans_its_five_minutes(tmp_path: Path) -> None:
    (reading,) = written(tmp_path, file_id(), Message(371, [at(), (0, UINT16, 5504)]))
    assert (reading.start, reading.end) == (START - timedelta(minutes=5), START)


def test_all_activities_together_count_only_where_they_are_not_told_apart(tmp_path: Path) -> None:
    def covered(activity: int, centimetres: int) -> Message:
        return Message(55, [at(), (5, ENUM, activity), (2, UINT32, centimetres)])

    readings = list(written(tmp_path, file_id(), covered(6, 100_000), covered(1, 200_000), covered(254, 300_000)))
    assert sorted(of(readings, "activity.distance")) == [1, 2]
    assert of(list(written(tmp_path, file_id(), covered(254, 300_000))), "activity.distance") == [3]


def test_short_times_of_a_wellness_day_are_lengthened(tmp_path: Path) -> None:
    def pulse(seconds: int, rate: int) -> Message:
        return Message(55, [(26, UINT16, seconds & 0xFFFF), (27, UINT8, rate)])

    steps = (0, 40_000, 70_000)
    seen = Message(23, [at(NOON + 220_000), (0, UINT8, 0)])
    readings = list(written(tmp_path, file_id(), walked(NOON, 10), seen, *(pulse(NOON + step, 60) for step in steps)))
    times = [(r.start - START).total_seconds() for r in readings if r.metric == "heart.rate"]
    assert times == list(steps)


def test_a_night_is_made_of_its_levels(tmp_path: Path) -> None:
    levels = [(0, 2), (1800, 3), (3600, 1), (4200, 4), (6000, 0), (6600, 2), (7200, 1)]
    one = written(
        tmp_path, file_id(), *(level(NOON + s, stage) for s, stage in levels), Message(346, [(6, UINT8, 82), (11, UINT8, 3)])
    )
    readings = list(one)
    assert values(r for r in readings if r.metric != "sleep.bout") == {
        "sleep.duration": 100,
        "sleep.deep": 30,
        "sleep.light": 40,
        "sleep.rem": 30,
        "sleep.awake": 10,
        "sleep.score_vendor": 82,
        "sleep.awakenings": 3,
    }
    assert of(readings, "sleep.bout") == [60, 30, 10]
    assert {(r.start, r.end) for r in readings if r.metric == "sleep.duration"} == {(START, START + timedelta(seconds=7200))}
    assert (one.report.records["sleep_level"], one.report.used["sleep_level"], one.report.used["sleep_assessment"]) == (7, 1, 1)
    assert one.report.adds_up


def test_scores_without_a_night_and_a_lone_level(tmp_path: Path) -> None:
    one = written(tmp_path, file_id(), Message(346, [(6, UINT8, 82)]))
    assert list(one) == []
    assert ("", "no level of sleep tells when the night was") in reasons(one.report)
    one = written(tmp_path, file_id(), level(NOON, 2), Message(346, [(6, UINT8, 82)]), Message(346, [(6, UINT8, 83)]))
    assert of(list(one), "sleep.score_vendor") == [82]
    assert ("sleep_level", "no second level tells how long it lasted") in reasons(one.report)
    assert ("", "the file told a night's scores before") in reasons(one.report)


def test_messages_that_are_not_read_are_counted_by_name(tmp_path: Path) -> None:
    one = written(tmp_path, file_id(), Message(19, [at()]), Message(19, [at()]), Message(0xFF00, [at()]))
    assert list(one) == []
    assert dict(one.report.unused) == {"file_id": 1, "lap": 2, "unknown_65280": 1}
    assert one.report.adds_up


def test_chained_files_each_stand_for_themselves(tmp_path: Path) -> None:
    first, second = fit(file_id(NOON), walked(NOON, 100)), fit(file_id(NOON + 60, serial=1), walked(NOON + 60, 40))
    (tmp_path / "one.fit").write_bytes(first + second)
    readings = list(source(tmp_path / "one.fit"))
    assert of(readings, "activity.steps") == [100, 40]
    assert len({r.id for r in readings}) == 2


def test_the_same_file_twice_gives_the_same_ids(tmp_path: Path) -> None:
    (tmp_path / "a.fit").write_bytes(DAY)
    once = list(source(tmp_path))
    (tmp_path / "copy.fit").write_bytes(DAY)
    twice = source(tmp_path)
    assert {r.id for r in twice} == {r.id for r in once}
    assert twice.report.repeated["record"] == 1
    assert len({r.id for r in once}) == len(once)


def test_a_folder_and_an_archive_in_any_case_of_the_suffix(tmp_path: Path) -> None:
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("Uploads/1_ACTIVITY.FIT", DAY)
        packed.writestr("Uploads/2.Fit", fit(file_id(NOON + 5), record(NOON + 5, 99)))
        packed.writestr("__MACOSX/._2.Fit", b"shadow")
        packed.writestr("notes.txt", "x")
    one = source(archive)
    assert 99 in of(list(one), "heart.rate")
    assert one.report.unread == ("__MACOSX/._2.Fit", "notes.txt")
    assert FITFiles.recognise(Look(place_of(archive))) == "it holds FIT files such as Uploads/1_ACTIVITY.FIT"


def test_a_file_is_recognised_by_its_header(tmp_path: Path) -> None:
    for name, content, reason in (
        ("download", DAY, "the file begins with the header of a FIT file"),
        ("one.fit", b"not a FIT file at all", None),
        ("one.json", b"{}", None),
    ):
        (tmp_path / name).write_bytes(content)
        assert FITFiles.recognise(Look(place_of(tmp_path / name))) == reason
    (tmp_path / "bare").mkdir()
    assert FITFiles.recognise(Look(place_of(tmp_path / "bare"))) is None
    with pytest.raises(SourceError):
        source(tmp_path / "bare")


@pytest.mark.parametrize(
    ("content", "line", "field"),
    [
        (b"", None, ""),
        (b"nothing of the kind", 1, "byte 0"),
        (DAY[:9], 1, "byte 0"),
        (DAY[:-2], 13, f"byte {len(DAY) - 2}"),
        (DAY[:-2] + bytes((DAY[-2] ^ 1, DAY[-1])), 13, f"byte {len(DAY) - 2}"),
        (DAY + b"\0\0\0", 13, f"byte {len(DAY)}"),
    ],
)
def test_a_damaged_file_is_told_with_its_place_and_the_others_are_read(
    tmp_path: Path, content: bytes, line: int | None, field: str
) -> None:
    (tmp_path / "a.fit").write_bytes(content)
    (tmp_path / "b.fit").write_bytes(fit(file_id(NOON + 9), record(NOON + 9, 99)))
    one = source(tmp_path, on_malformed="skip")
    assert 99 in of(list(one), "heart.rate")
    (skip,) = (skip for skip in one.report.skipped if skip.scope == "file")
    assert (skip.file, skip.line, skip.field, skip.malformed) == ("a.fit", line, field, True)
    assert one.report.adds_up
    assert one.report.complete
    with pytest.raises(MalformedRow):
        list(source(tmp_path))


def test_a_size_of_gigabytes_is_not_believed(tmp_path: Path) -> None:
    # The header claims 4 GB, and the definition 255 fields of 255 bytes.
    head = struct.pack("<BBHI4s", 12, 0x20, 2171, 0xFFFFFFFF, b".FIT")
    wide = struct.pack("<BBBHB", 0x40, 0, 0, 20, 255) + bytes((7, 255, UINT8)) * 255
    (tmp_path / "one.fit").write_bytes(head + file_id().encoded() + record(NOON, 80).encoded() + wide + b"\0")
    one = source(tmp_path / "one.fit", on_malformed="skip")
    assert of(list(one), "heart.rate") == [80]
    (skip,) = (skip for skip in one.report.skipped if skip.scope == "file")
    assert skip.reason == "expected more data; the file is cut short"


def test_limits_hold(tmp_path: Path) -> None:
    (tmp_path / "one.fit").write_bytes(DAY)
    one = source(tmp_path / "one.fit", on_malformed="skip", limits=Limits(file_bytes=50))
    assert list(one) == []
    assert [skip.reason for skip in one.report.skipped] == ["expected at most 50 bytes unpacked"]


# Values at the end of every type: infinities, no numbers, and whole numbers of eight bytes.
EXTREMES = st.sampled_from(
    [struct.pack("<f", value) for value in (float("inf"), float("nan"), 3e38, -1.0, 0.5)]
    + [struct.pack("<d", value) for value in (float("inf"), 1e308, 0.7)]
    + [struct.pack("<Q", value) for value in (2**64 - 2, 2**62, NOON)]
    + [struct.pack("<I", value) for value in (NOON, 2**32 - 2, 1)]
)
fuzz = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@fuzz
@given(data=st.data(), resealed=st.booleans())
def test_any_byte_may_be_spoilt(tmp_path: Path, data: st.DataObject, resealed: bool) -> None:
    spoilt = bytearray(DAY)
    for _ in range(data.draw(st.integers(1, 5))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(
            st.sampled_from([0, 1, 0x7F, 0x80, 0xFF]) | st.integers(0, 255)
        )
    if resealed:
        spoilt[12:14] = b"\0\0"
        spoilt[-2:] = struct.pack("<H", crc(bytes(spoilt[:-2])))
    (tmp_path / "one.fit").write_bytes(spoilt)
    accounted_for(lambda mode: source(tmp_path / "one.fit", on_malformed=mode))


@fuzz
@given(keep=st.integers(0, len(DAY)), tail=st.binary(max_size=80))
def test_any_bytes_may_follow(tmp_path: Path, keep: int, tail: bytes) -> None:
    (tmp_path / "one.fit").write_bytes(DAY[:keep] + tail)
    accounted_for(lambda mode: source(tmp_path / "one.fit", on_malformed=mode))


@fuzz
@given(
    number=st.sampled_from([18, 20, 30, 51, 55, 78, 103, 132, 211, 227, 269, 275, 297, 346, 370, 371, 398]),
    fields=st.lists(
        st.tuples(
            st.sampled_from([*range(14), 26, 27, 253, 253]),
            st.sampled_from(TYPES),
            st.binary(min_size=1, max_size=9) | EXTREMES,
        ),
        max_size=6,
    ),
)
def test_any_fields_of_any_message(tmp_path: Path, number: int, fields: list[tuple[int, int, bytes]]) -> None:
    definition = struct.pack("<BBBHB", 0x40, 0, 0, number, len(fields)) + b"".join(bytes((n, len(v), b)) for n, b, v in fields)
    body = file_id().encoded() + record(NOON, 70).encoded() + definition + b"\0" + b"".join(value for _, _, value in fields)
    (tmp_path / "one.fit").write_bytes(sealed(body))
    accounted_for(lambda mode: source(tmp_path / "one.fit", on_malformed=mode))


@needs_data
@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
def test_recorded_files_are_read_or_told_corrupt(path: Path) -> None:
    one = source(path, on_malformed="skip")
    readings = list(one)
    files = [(skip.line, skip.field) for skip in one.report.skipped if skip.scope == "file"]
    assert files == ([CORRUPT[path.name]] if path.name in CORRUPT else [])
    assert not any(skip.malformed for skip in one.report.skipped if skip.scope != "file")
    assert one.report.adds_up
    assert one.report.readings == len(readings)
    if path.name in CORRUPT:
        with pytest.raises(MalformedRow):
            list(source(path))


@needs_data
@pytest.mark.parametrize("name", TRUTHS)
def test_recorded_heart_rates_are_the_stated_ones(name: str) -> None:
    with (FOLDER / f"{name}-records.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    stated = [(_moment(row["timestamp"]), float(row["heart_rate"])) for row in rows if row["heart_rate"]]
    readings = [r for r in source(FOLDER / f"{name}.fit") if ":record:" in r.id]
    assert [(r.start, r.value) for r in readings] == stated


def _moment(text: str) -> datetime:
    return datetime.strptime(text.replace("PDT", "-0700"), "%a %b %d %H:%M:%S %z %Y").astimezone(UTC)


@needs_data
def test_a_recorded_wellness_day_counts_its_steps_once() -> None:
    readings = list(source(FOLDER / "MonitoringFile.fit"))
    assert sorted(of(readings, "activity.steps")) == [31, 3142]
    assert {r.day for r in readings} == {date(2014, 12, 27)}


def test_more_levels_than_nights_have_are_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auren.sources.vendors.fit.night.MOST", 3)
    (tmp_path / "one.fit").write_bytes(fit(file_id(), *(level(NOON + 60 * n, 2) for n in range(5))))
    one = source(tmp_path / "one.fit", on_malformed="skip")
    assert of(list(one), "sleep.duration") == [2]
    assert [skip.field for skip in one.report.skipped if skip.malformed] == ["sleep_level", "sleep_level"]
    assert one.report.adds_up


def test_more_days_than_a_device_counts_are_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auren.sources.vendors.fit.counts.MOST", 2)
    (tmp_path / "one.fit").write_bytes(fit(file_id(), *(walked(NOON + 86_400 * n, 100) for n in range(4))))
    one = source(tmp_path / "one.fit", on_malformed="skip")
    assert of(list(one), "activity.steps") == [100, 100]
    assert [skip.field for skip in one.report.skipped if skip.malformed] == ["activity_type", "activity_type"]
    assert one.report.adds_up
