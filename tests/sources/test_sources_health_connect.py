"""Health Connect: records of every type, offsets that may lack, values cut at 200 ms, and deletions."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from health_connect_examples import example, instant, interval, lines, metadata, night, records, samples, stage
from hypothesis import HealthCheck, given, settings
from sources_examples import OSLO, SOMEONE, reasons, values
from test_sources_malformed import accounted_for, anything

from auren.errors import SourceError
from auren.readings import Reading, latest_revisions
from auren.sources.files import place_of
from auren.sources.look import Look
from auren.sources.vendors.health_connect import HealthConnect

fuzz = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def source(folder: Path, content: object, name: str = "records.json") -> HealthConnect:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return HealthConnect(file, subject=SOMEONE, zone=OSLO)


def read(folder: Path, content: object, name: str = "records.json") -> list[Reading]:
    return list(source(folder, content, name))


@pytest.mark.parametrize(
    ("kind", "record", "expected"),
    [
        ("Steps", interval("x", count=500), {"activity.steps": 500}),
        ("Distance", interval("x", distance={"inMeters": 1500, "inMiles": 0.93}), {"activity.distance": 1.5}),
        ("FloorsClimbed", interval("x", floors=3.0), {"activity.floors": 3}),
        ("ActiveCaloriesBurned", interval("x", energy={"value": 418.4, "unit": "kilojoules"}), {"energy.active": 100}),
        ("TotalCaloriesBurned", interval("x", energy={"inCalories": 200_000.0}), {"energy.total": 200}),
        ("HeartRate", interval("x", samples=samples(60, 80)), {"heart.rate": 70, "heart.min": 60, "heart.max": 80}),
        ("RestingHeartRate", instant("x", beatsPerMinute=51), {"heart.resting": 51}),
        ("HeartRateVariabilityRmssd", instant("x", heartRateVariabilityMillis=45.5), {"hrv.rmssd": 45.5}),
        ("RespiratoryRate", instant("x", rate=14.5), {"vital.respiratory_rate": 14.5}),
        ("OxygenSaturation", instant("x", percentage={"value": 97.0}), {"vital.spo2": 97}),
        ("OxygenSaturation", instant("x", percentage=97), {"vital.spo2": 97}),
        ("BodyTemperature", instant("x", temperature={"inFahrenheit": 98.6}), {"vital.temperature": 37}),
        (
            "BloodGlucose",
            instant("x", level={"inMilligramsPerDeciliter": 99, "inMillimolesPerLiter": 5.5}),
            {"vital.glucose": 99},
        ),
        ("Vo2Max", instant("x", vo2MillilitersPerMinuteKilogram=44.1), {"fitness.vo2max": 44.1}),
        ("Weight", instant("x", weight={"inGrams": 70_100}), {"body.weight": 70.1}),
        ("Height", instant("x", height={"inMeters": 1.8}), {"body.height": 180}),
        ("BodyFat", instant("x", percentage=18.5), {"body.fat": 18.5}),
        ("LeanBodyMass", instant("x", mass={"inKilograms": 55}), {"body.lean_mass": 55}),
        ("BoneMass", instant("x", mass={"inKilograms": 3}), {"body.bone_mass": 3}),
        ("Hydration", interval("x", volume={"inLiters": 0.5}), {"nutrition.water": 500}),
        (
            "Nutrition",
            interval("x", caffeine={"inGrams": 0.08}, sugar={"inGrams": 9}),
            {"nutrition.caffeine": 80, "nutrition.sugar": 9},
        ),
        ("MindfulnessSession", interval("x"), {"mind.mindful": 30}),
    ],
)
def test_each_type_gives_its_metric(tmp_path: Path, kind: str, record: dict[str, object], expected: dict[str, float]) -> None:
    typed = [{"recordType": kind, **record}]
    for content in ({f"{kind}Record": [record]}, {kind: [record]}, typed, {"records": typed}):
        assert values(read(tmp_path, content)) == pytest.approx(expected)
    assert values(read(tmp_path, b"\n".join(json.dumps(one).encode() for one in typed * 2))) == pytest.approx(expected)


def test_every_shape_gives_the_same_readings(tmp_path: Path) -> None:
    keyed = read(tmp_path, example())
    assert read(tmp_path, lines(), "records.jsonl") == keyed
    assert read(tmp_path, lines(), "records.json") == keyed
    changes = [{"type": "UpsertionChange", "record": {"recordType": k, **r}} for k, listed in records().items() for r in listed]
    assert read(tmp_path, {"changes": changes, "hasMore": False}) == keyed
    assert read(tmp_path, {"upsertionChanges": changes, "deletionChanges": []}) == keyed


def test_a_night_has_the_minutes_of_its_stages(tmp_path: Path) -> None:
    readings = read(tmp_path, {"SleepSessionRecord": [night("z1")]})
    assert values(readings) == {
        "sleep.in_bed": 240,
        "sleep.duration": 225,
        "sleep.light": 60,
        "sleep.deep": 60,
        "sleep.rem": 105,
        "sleep.awake": 15,
    }
    assert {reading.day for reading in readings} == {date(2024, 2, 6)}


def test_a_night_without_stages_is_asleep_throughout_and_the_report_says_so(tmp_path: Path) -> None:
    nights = source(tmp_path, {"SleepSessionRecord": [night("z1", stages=[]), night("z2", stages=None)]})
    assert values(nights) == {"sleep.in_bed": 240, "sleep.duration": 240}
    ((reason, count),) = nights.report.adjusted.items()
    assert (count, reason.startswith("a sleep session without stages")) == (2, True)


@pytest.mark.parametrize(
    ("stages", "field"),
    [
        ([stage(9, "01:00", "02:00")], "stages[1].stage"),
        ([stage(True, "01:00", "02:00")], "stages[1].stage"),
        ([stage(4, "02:00", "01:00")], "stages[1].endTime"),
        ([stage(4, "00:00", "02:00")], "stages[1].endTime"),
        ([3], "stages[1]"),
        ("deep", "stages"),
    ],
)
def test_spoilt_stages_cost_the_night(tmp_path: Path, stages: object, field: str) -> None:
    nights = source(tmp_path, {"SleepSessionRecord": [night("z1", stages=stages)]})
    assert list(nights) == []
    assert [item.field for item in nights.report.skipped] == [field]


def test_rmssd_at_the_limit_is_flagged_and_beyond_it_refused(tmp_path: Path) -> None:
    given_ms = (1, 199.9, 200, 200.5, 0.5)
    hrv = source(
        tmp_path,
        {"HeartRateVariabilityRmssdRecord": [instant(f"v{n}", heartRateVariabilityMillis=v) for n, v in enumerate(given_ms)]},
    )
    assert [reading.value for reading in hrv] == [1, 199.9, 200]
    assert list(hrv.report.adjusted.values()) == [1]
    assert reasons(hrv.report) == [("heartRateVariabilityMillis", "expected 1 to 200 ms, as Health Connect allows")] * 2


@pytest.mark.parametrize(
    ("offset", "zone", "day"),
    [
        ("+09:00", "+09:00", date(2024, 2, 7)),
        ({"totalSeconds": -28_800}, "-08:00", date(2024, 2, 6)),
        ({"id": "+01:00"}, "+01:00", date(2024, 2, 6)),
        ("Z", "+00:00", date(2024, 2, 6)),
    ],
)
def test_the_day_is_that_of_the_records_own_offset(tmp_path: Path, offset: object, zone: str, day: date) -> None:
    weights = source(
        tmp_path, {"WeightRecord": [instant("w", time="2024-02-06T20:00:00Z", zoneOffset=offset, weight={"inKilograms": 70})]}
    )
    (reading,) = weights
    assert (reading.zone, reading.day, reading.start) == (zone, day, datetime(2024, 2, 6, 20, tzinfo=UTC))
    assert not weights.report.adjusted


@pytest.mark.parametrize(
    ("offset", "faults"), [(None, 0), (3600, 1), ("+1", 1), ("+99:00", 1), ({"totalSeconds": 1e9}, 1), ([], 1)]
)
def test_without_an_offset_the_persons_zone_is_taken_and_the_report_says_so(
    tmp_path: Path, offset: object, faults: int
) -> None:
    weights = source(tmp_path, {"WeightRecord": [instant("w", zoneOffset=offset, weight={"inKilograms": 70})]})
    (reading,) = weights
    assert reading.zone == OSLO
    assert weights.report.adjusted == {"no zone offset was recorded; the person's zone was taken": 1}
    assert len(weights.report.skipped) == faults


def test_devices_and_revisions(tmp_path: Path) -> None:
    def weight(**changes: object) -> dict[str, object]:
        return instant("w", weight={"inKilograms": 70}, metadata=metadata("w", **changes))

    many = [
        weight(),
        weight(device=None),
        weight(dataOrigin="com.example.scale", device={"manufacturer": "Withings"}),
        weight(lastModifiedTime=None, clientRecordVersion=3),
        weight(lastModifiedTime=None),
    ]
    found = [(r.device, r.revision) for r in read(tmp_path, {"WeightRecord": many})]
    changed = int(datetime(2024, 2, 6, 15, tzinfo=UTC).timestamp())
    assert found == [
        ("Galaxy Watch6 via Samsung Health", changed),
        ("Samsung Health", changed),
        ("Withings via com.example.scale", changed),
        ("Galaxy Watch6 via Samsung Health", 3),
        ("Galaxy Watch6 via Samsung Health", 0),
    ]


def test_a_record_without_an_id_goes_by_its_type_and_time(tmp_path: Path) -> None:
    anonymous = instant("w", weight={"inKilograms": 70})
    del anonymous["metadata"]
    (reading,) = read(tmp_path, {"WeightRecord": [anonymous]})
    assert reading.id == "health_connect:Weight:2024-02-06T05:30:00+00:00:body.weight"


@pytest.mark.parametrize(
    "deletions",
    [
        {"deletedUids": ["s1", "h1", "z1"]},
        {"deletionChanges": [{"recordId": "s1"}, {"recordId": "h1"}, "z1"]},
        {"changes": [{"type": "DeletionChange", "uid": "s1"}, {"deletedUid": "h1"}, {"deletedUids": ["z1"]}]},
    ],
)
def test_deletions_take_back_all_that_a_record_gave(tmp_path: Path, deletions: dict[str, object]) -> None:
    given = read(tmp_path, example())
    gone = source(tmp_path, deletions)
    latest = latest_revisions([*list(gone), *given])
    live = {reading.id.split(":")[2] for reading in latest.values() if not reading.deleted}
    assert live == {"s2", "r1", "v1", "w1", "b1", "g1", "n1", "e1"}
    assert gone.report.used == {"deletions": 3}


def test_a_deletion_with_its_time_is_of_that_day(tmp_path: Path) -> None:
    gone = read(tmp_path, {"deletionChanges": [{"recordId": "s1", "time": "2024-02-07T05:00:00Z"}]})
    assert {reading.start for reading in gone} == {datetime(2024, 2, 7, 5, tzinfo=UTC)}


def test_spoilt_samples_cost_only_themselves(tmp_path: Path) -> None:
    series = source(
        tmp_path, {"HeartRateRecord": [interval("h", samples=samples(60, 900, "x", 70)), interval("i", samples=[])]}
    )
    assert values(series) == {"heart.rate": 65, "heart.min": 60, "heart.max": 70}
    assert [field for field, _ in reasons(series.report)] == [
        "samples[2].beatsPerMinute",
        "samples[3].beatsPerMinute",
        "samples",
    ]


@pytest.mark.parametrize(
    "weight", [70.1, {"value": 70.1}, {"value": 70.1, "unit": "stones"}, {}, {"value": 1, "unit": "meters"}]
)
def test_no_unit_is_guessed(tmp_path: Path, weight: object) -> None:
    weights = source(tmp_path, {"WeightRecord": [instant("w", weight=weight)]})
    assert list(weights) == []
    assert weights.report.unused == {"Weight": 1}
    assert weights.report.skipped[0].malformed


def test_what_is_not_kept_is_counted_and_named(tmp_path: Path) -> None:
    other = source(tmp_path, {"SpeedRecord": [{}], "TeaRecord": [{}, {}], "nextChangesToken": "t", "owner": "x"})
    assert list(other) == []
    assert other.report.unused == {"Speed": 1, "records of other types": 2}
    assert other.report.unread == ("records.json: owner", "record type Tea")


def test_the_devices_own_backup_is_recognised_and_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "backup.zip", "w") as archive:
        archive.writestr("health_connect_export.db", b"SQLite format 3\x00")
    assert HealthConnect.recognise(Look(place_of(tmp_path / "backup.zip")))
    with pytest.raises(SourceError, match="export the records as JSON"):
        HealthConnect(tmp_path / "backup.zip", subject=SOMEONE, zone=OSLO)


@pytest.mark.parametrize(
    ("content", "known"),
    [
        (b'{"StepsRecord": []}', True),
        (b'[{"recordType": "Steps", "startZoneOffset": "Z"}]', True),
        (b'{"deletedUids": []}', True),
        (b'{"type": "Weight", "kg": 3}', False),
        (b'{"Steps": []}', False),
        (b'{"FooRecord": []}', False),
    ],
)
def test_other_files_with_types_are_not_claimed(tmp_path: Path, content: bytes, known: bool) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    assert bool(HealthConnect.recognise(Look(place_of(file)))) is known


@fuzz
@given(content=anything)
def test_anything_for_any_field(tmp_path: Path, content: object) -> None:
    file = tmp_path / "x.json"
    spoilt = {
        name: [{**record, field: content} for record in listed for field in record]
        + [{**record, "metadata": metadata("m", **{field: content})} for record in listed for field in metadata("m")]
        for name, listed in records().items()
    }
    for document in (
        spoilt,
        {"HeartRateRecord": [interval("h", samples=samples(content))], "SleepSessionRecord": [night("z", stages=[content])]},
        {"deletedUids": [content], "deletionChanges": [content, {"recordId": content, "time": content}]},
        {"upsertionChanges": [{"record": content}, {"record": {"recordType": content}}], "StepsRecord": content},
        [content],
        content,
    ):
        file.write_text(json.dumps(document), encoding="utf-8")
        accounted_for(lambda mode: HealthConnect(file, subject=SOMEONE, zone=OSLO, on_malformed=mode))
