"""Garmin Connect: what each answer and each file of the account export gives, and that nothing counts twice."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from garmin_examples import (
    DAY,
    MIDNIGHT_MS,
    MINUTE_MS,
    account_archive,
    account_folder,
    answer,
    exported_activity,
    exported_night,
    garmin,
    heart_day,
    listed,
    night,
    single,
    stress_day,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources_examples import DATA, OSLO, SOMEONE, needs_data, reasons, values, write
from test_sources_malformed import accounted_for, anything

from auren import sources
from auren.errors import MalformedRow
from auren.readings import Reading, latest_revisions
from auren.sources import GarminConnect

SLEEP = "/sleep-service/sleep/dailySleepData"
OLD_SLEEP = "/wellness-service/wellness/dailySleepData/someone"
HEART = "/wellness-service/wellness/dailyHeartRate/"
STRESS = f"/wellness-service/wellness/dailyStress/{DAY}"
LIST = "/activitylist-service/activities/search/activities"
ONE = "/activity-service/activity/21482825013"
STATUS = "/mobile-gateway/usersummary/trainingstatus"
START = datetime(2023, 7, 19, 22, tzinfo=UTC)
WAKING = datetime(2023, 7, 20, 6, tzinfo=UTC)


def test_a_night_has_its_stages_in_minutes_and_its_bounds_in_gmt(tmp_path: Path) -> None:
    source = garmin(tmp_path / "a.json", [answer(SLEEP, night())])
    readings = list(source)
    of_night = {r.metric: r.value for r in readings if r.id.startswith(f"garmin:sleep:{DAY}:") and r.metric != "sleep.bout"}
    assert of_night == {
        "sleep.duration": 420,
        "sleep.deep": 60,
        "sleep.light": 270,
        "sleep.rem": 90,
        "sleep.awake": 60,
        "sleep.awakenings": 2,
        "sleep.score_vendor": 81,
        "vital.respiratory_rate": 14,
        "vital.spo2": 94,
        "vital.temperature_deviation": -0.4,
    }
    asleep = next(r for r in readings if r.metric == "sleep.duration")
    assert (asleep.start, asleep.end, asleep.day) == (START, WAKING, date(2023, 7, 20))
    assert [(r.start.hour, r.value) for r in readings if r.metric == "sleep.bout"] == [(22, 120), (1, 300)]
    assert "sleep.in_bed" not in {r.metric for r in readings}
    assert source.report.adds_up
    assert source.report.adjusted == {}


def test_a_night_of_two_services_and_the_export_counts_once(tmp_path: Path) -> None:
    one = list(garmin(tmp_path / "a.json", [answer(SLEEP, night()), answer(OLD_SLEEP, night())]))
    exported = list(garmin(tmp_path / "2023_1_sleepData.json", [exported_night()]))
    asleep = [r for r in [*one, *exported] if r.metric == "sleep.duration"]
    assert len(asleep) == 3
    assert {(r.id, r.value, r.start, r.end) for r in asleep} == {(f"garmin:sleep:{DAY}:sleep.duration", 420, START, WAKING)}
    ids = {r.id for r in one}
    assert {r.id for r in exported} <= ids


def test_the_score_alone_has_the_nights_id(tmp_path: Path) -> None:
    path = f"/wellness-service/stats/daily/sleep/score/{DAY}/{DAY}"
    (score,) = garmin(tmp_path / "a.json", [answer(path, [{"calendarDate": DAY, "value": 81}])])
    assert score.id == f"garmin:sleep:{DAY}:sleep.score_vendor"


def test_a_date_without_sleep_says_so(tmp_path: Path) -> None:
    body = {"dailySleepDTO": {"id": None, "calendarDate": DAY, "sleepStartTimestampGMT": None}, "sleepLevels": []}
    source = garmin(tmp_path / "a.json", [answer(SLEEP, body), answer(SLEEP, None)])
    assert list(source) == []
    assert reasons(source.report) == [("dailySleepDTO.sleepStartTimestampGMT", "no sleep was recorded that night")]
    assert source.report.records["nights of sleep"] == 1


@pytest.mark.parametrize(
    ("changes", "field", "scope"),
    [
        ({"calendarDate": "20/07/2023"}, "dailySleepDTO.calendarDate", "record"),
        ({"sleepStartTimestampGMT": -5}, "dailySleepDTO.sleepStartTimestampGMT", "record"),
        ({"sleepStartTimestampGMT": 10**18}, "dailySleepDTO.sleepStartTimestampGMT", "record"),
        ({"sleepEndTimestampGMT": MIDNIGHT_MS - 1}, "dailySleepDTO.sleepEndTimestampGMT", "record"),
        ({"sleepEndTimestampGMT": MIDNIGHT_MS + 1441 * MINUTE_MS}, "dailySleepDTO.sleepEndTimestampGMT", "record"),
        ({"deepSleepSeconds": "long"}, "dailySleepDTO.deepSleepSeconds", "field"),
        ({"averageSpO2Value": 9400}, "dailySleepDTO.averageSpO2Value", "field"),
        ({"napTimeSeconds": 90_000}, "dailySleepDTO.napTimeSeconds", "field"),
        ({"sleepScores": [81]}, "dailySleepDTO.sleepScores", "field"),
    ],
)
def test_a_spoilt_night_names_its_field(tmp_path: Path, changes: dict[str, object], field: str, scope: str) -> None:
    source = garmin(tmp_path / "a.json", [answer(SLEEP, night(**changes))])
    readings = list(source)
    assert bool(readings) == (scope == "field")
    assert [(item.field, item.scope, item.malformed) for item in source.report.skipped] == [(field, scope, True)]
    with pytest.raises(MalformedRow) as caught:
        list(garmin(tmp_path / "a.json", [answer(SLEEP, night(**changes))], "raise"))
    assert caught.value.field == field


def test_naps_are_told_in_all_and_without_a_time(tmp_path: Path) -> None:
    readings = list(garmin(tmp_path / "a.json", [answer(SLEEP, night(napTimeSeconds=1800))]))
    (nap,) = [r for r in readings if r.metric == "sleep.nap"]
    assert (nap.value, nap.start, nap.day) == (30, START, date(2023, 7, 20))


def test_heart_rate_keeps_what_was_measured_and_counts_what_was_not(tmp_path: Path) -> None:
    source = garmin(tmp_path / "a.json", [answer(HEART, heart_day())])
    readings = list(source)
    assert [(r.id, r.value) for r in readings if r.metric == "heart.rate"] == [
        (f"garmin:sample:{MIDNIGHT_MS}:heart.rate", 60),
        (f"garmin:sample:{MIDNIGHT_MS + 4 * MINUTE_MS}:heart.rate", 58),
    ]
    assert {k: v for k, v in values(readings).items() if k != "heart.rate"} == {
        "heart.resting": 47,
        "heart.max": 151,
        "heart.min": 45,
    }
    assert reasons(source.report) == [("heartRateValues", "samples without a value")]


def test_stress_below_zero_is_nothing_and_the_mean_gives_way_to_the_samples(tmp_path: Path) -> None:
    source = garmin(tmp_path / "a.json", [answer(STRESS, stress_day())])
    readings = list(source)
    assert [r.value for r in readings if r.metric == "stress.score_vendor"] == [20, 30]
    assert [r.value for r in readings if r.metric == "recovery.reserve_vendor"] == [45]
    assert source.report.skipped_by_reason == {"samples without a value": 2}
    alone = garmin(tmp_path / "b.json", [answer(STRESS, stress_day(stressValuesArray=[], bodyBatteryValuesArray=[]))])
    assert [(r.id, r.value) for r in alone] == [(f"garmin:day:{DAY}:stress.score_vendor", 25)]
    nothing = stress_day(stressValuesArray=[], bodyBatteryValuesArray=[], maxStressLevel=0, avgStressLevel=0)
    empty = garmin(tmp_path / "c.json", [answer(STRESS, nothing)])
    assert list(empty) == []
    assert reasons(empty.report) == [("stressValuesArray", "nothing was measured that day")]


def test_a_days_totals_have_one_id_in_every_answer(tmp_path: Path) -> None:
    stats = "/usersummary-service/stats"
    answers = [
        answer(f"{stats}/steps/daily/{DAY}/{DAY}", [{"calendarDate": DAY, "totalSteps": 12_413, "totalDistance": 10_368}]),
        answer(
            "/usersummary-service/usersummary/daily/",
            {"calendarDate": DAY, "totalSteps": 12_413, "totalDistanceMeters": 10_368},
        ),
        answer(HEART, heart_day(heartRateValues=None)),
        answer(SLEEP, night()),
    ]
    readings = list(garmin(tmp_path / "a.json", answers))
    seen = Counter(r.id for r in readings)
    assert seen[f"garmin:day:{DAY}:activity.steps"] == seen[f"garmin:day:{DAY}:activity.distance"] == 2
    assert seen[f"garmin:day:{DAY}:heart.resting"] == 2
    assert all(len({(r.value, r.start, r.end) for r in readings if r.id == name}) == 1 for name in seen)
    (distance,) = {r.value for r in readings if r.metric == "activity.distance"}
    assert distance == pytest.approx(10.368)


@pytest.mark.parametrize(
    ("body", "metric"),
    [
        (night(), "sleep.duration"),
        (heart_day(), "heart.resting"),
        (stress_day(), "recovery.reserve_vendor"),
        (single(), "exercise.distance"),
    ],
)
def test_an_answer_by_itself_is_known_by_what_it_holds(tmp_path: Path, body: object, metric: str) -> None:
    assert metric in values(garmin(tmp_path / "a.json", body))


@pytest.mark.parametrize("content", [[answer(HEART, heart_day())], night(), [answer(ONE, single())], answer(SLEEP, None)])
def test_it_is_told_by_a_glance(tmp_path: Path, content: object) -> None:
    write(tmp_path / "a.json", json.dumps(content))
    recognised = sources.recognise(tmp_path)
    assert recognised.source == "garmin"
    assert recognised.reason.startswith("the file a.json holds ")


def test_weekly_sums_and_accounts_are_named_and_passed_over(tmp_path: Path) -> None:
    private = "not to be repeated"
    answers = [
        answer("/usersummary-service/stats/steps/weekly/2023-07-20/52", [{"calendarDate": DAY, "values": {"totalSteps": 1}}]),
        answer("/oauth-service/oauth/exchange/user/2.0", {"access_token": private}),
        answer("/userprofile-service/socialProfile", {"fullName": "Some One"}),
    ]
    source = garmin(tmp_path / "a.json", answers)
    assert list(source) == []
    assert source.report.unused == {"accounts": 2, "weekly steps": 1}
    assert source.report.skipped_by_reason == {
        "an account, not a measurement": 2,
        "it sums up several days, which are not told apart": 1,
    }
    assert private not in repr(source.report)
    assert "Some One" not in repr(source.report)


def test_a_watch_in_another_zone_is_believed_and_noted(tmp_path: Path) -> None:
    source = garmin(
        tmp_path / "a.json", [answer(HEART, heart_day(heartRateValues=None)), answer(SLEEP, night())], zone="Asia/Tokyo"
    )
    readings = list(source)
    resting = next(r for r in readings if r.id == f"garmin:day:{DAY}:heart.max")
    assert (resting.start, resting.day) == (START, date(2023, 7, 20))
    asleep = next(r for r in readings if r.metric == "sleep.duration")
    assert (asleep.start, asleep.day) == (START, date(2023, 7, 20))
    assert sum(source.report.adjusted.values()) == 2


def test_an_activity_is_read_once_whoever_tells_it(tmp_path: Path) -> None:
    readings = list(garmin(tmp_path / "a.json", [answer(LIST, [listed()]), answer(ONE, single())]))
    latest = {r.metric: r for r in latest_revisions(readings).values()}
    assert {metric: reading.value for metric, reading in latest.items()} == pytest.approx(
        {
            "exercise.duration": 37,
            "exercise.distance": 4.3,
            "exercise.energy": 390,
            "exercise.heart_rate": 142,
            "exercise.heart_rate_max": 162,
            "exercise.ascent": 151,
            "exercise.speed": 7.2,
            "exercise.power": 194,
            "load.score_vendor": 50.9,
            "fitness.vo2max": 45,
        }
    )
    duration = latest["exercise.duration"]
    assert duration.kind == "trail_running"
    assert duration.revision == int(datetime(2023, 7, 21, 15, 15, 4, tzinfo=UTC).timestamp())
    (whole,) = [r for r in readings if r.metric == "exercise.duration" and r.revision == 0]
    assert (whole.start, whole.end) == (
        datetime(2023, 7, 20, 14, 10, 21, tzinfo=UTC),
        datetime(2023, 7, 20, 14, 50, 21, tzinfo=UTC),
    )


def test_the_account_export_writes_milliseconds_and_centimetres(tmp_path: Path) -> None:
    content = [{"summarizedActivitiesExport": [exported_activity(), exported_activity(activityId=2, parentId=21_482_825_013)]}]
    source = garmin(tmp_path / "x_summarizedActivities.json", content)
    readings = list(source)
    assert values(readings) == pytest.approx(
        {
            "exercise.duration": 37,
            "exercise.distance": 4.26119,
            "exercise.heart_rate": 142,
            "exercise.ascent": 151,
            "exercise.speed": 7.2,
        }
    )
    assert {r.id.rpartition(":")[0] for r in readings} == {"garmin:activity:21482825013"}
    assert {r.start for r in readings} == {datetime(2023, 7, 20, 14, 10, 21, tzinfo=UTC)}
    assert reasons(source.report) == [
        ("calories", "the export does not tell whether these are kcal or kJ"),
        ("parentId", "it is a part of a multisport activity, which counts as a whole"),
    ]


def test_the_account_export_is_read_from_folder_and_archive(tmp_path: Path) -> None:
    folder = sources.open(account_folder(tmp_path / "export"), subject=SOMEONE, zone=OSLO)
    packed = sources.open(account_archive(tmp_path / "export.zip"), subject=SOMEONE, zone=OSLO)
    readings = list(folder)
    assert readings == list(packed)
    assert isinstance(folder, GarminConnect)
    assert folder.report.records == packed.report.records
    assert folder.report.recognised.endswith("is a file of Garmin's account export")
    assert not any(item.malformed for item in folder.report.skipped)
    assert folder.report.adds_up
    found = values(readings)
    assert (found["hrv.rmssd"], found["activity.steps"]) == (42, 12_413)
    assert found["body.weight"] == pytest.approx(59.72)
    assert found["stress.score_vendor"] == 25
    assert "body.fat" not in found
    by_reason = folder.report.skipped_by_reason
    assert by_reason["auren does not read this file"] == 1
    assert by_reason["the entry holds no weight"] == 1
    assert "someone@example.org" not in repr(folder.report)


def test_an_account_delivered_twice_over_gives_the_same_ids(tmp_path: Path) -> None:
    account_folder(tmp_path / "first")
    once = {r.id for r in GarminConnect(tmp_path, subject=SOMEONE, zone=OSLO)}
    account_folder(tmp_path / "again")
    twice = GarminConnect(tmp_path, subject=SOMEONE, zone=OSLO)
    readings = list(twice)
    assert {r.id for r in readings} == once
    assert len(readings) == 2 * len(once)
    assert twice.report.repeated["activities"] == twice.report.repeated["nights of sleep"] == 1


def test_a_weighing_is_known_by_its_instant(tmp_path: Path) -> None:
    first = {
        "samplePk": 1,
        "calendarDate": DAY,
        "timestampGMT": MIDNIGHT_MS + 540 * MINUTE_MS,
        "weight": 59_500.0,
        "bodyFat": None,
    }
    later = first | {"samplePk": 2, "timestampGMT": MIDNIGHT_MS + 1200 * MINUTE_MS, "weight": 60_100.0, "bodyFat": 20.5}
    body = {
        "dailyWeightSummaries": [{"summaryDate": DAY, "latestWeight": later, "allWeightMetrics": [later, first]}],
        "previousDateWeight": dict.fromkeys(first),
        "nextDateWeight": None,
    }
    source = garmin(
        tmp_path / "a.json",
        [
            answer(f"/weight-service/weight/range/{DAY}/{DAY}", body),
            answer(f"/weight-service/weight/dayview/{DAY}", {"dateWeightList": [first]}),
        ],
    )
    weights = {r.id: r.value for r in source if r.metric == "body.weight"}
    assert sorted(weights.values()) == pytest.approx([59.5, 60.1])
    assert source.report.records["weighings"] == 3
    assert source.report.repeated == {"weighings": 1}
    assert source.report.skipped_by_reason["there is no weighing before or after these days"] == 1


def test_training_status_is_taken_apart_day_by_day(tmp_path: Path) -> None:
    entry = {
        "calendarDate": DAY,
        "deviceId": 5,
        "timestamp": MIDNIGHT_MS,
        "acuteTrainingLoadDTO": {"dailyTrainingLoadAcute": 399, "dailyTrainingLoadChronic": 300},
    }
    week = {
        "weeklyTrainingStatus": {"payload": {"reportData": {"5": [entry, entry | {"acuteTrainingLoadDTO": None}, "x"]}}},
        "vo2MaxWeeklyStatistics": {
            "payload": {"allMetrics": {"metricsMap": {"ACTIVITY_VO2_MAX": [{"value": 46.0, "calendarDate": DAY}]}}}
        },
    }
    latest = {
        "mostRecentTrainingStatus": {"payload": {"latestTrainingStatusData": {"5": entry}}},
        "mostRecentVO2Max": {"payload": {"generic": {"calendarDate": DAY, "vo2MaxPreciseValue": 46.3, "vo2MaxValue": 46.0}}},
    }
    source = garmin(
        tmp_path / "a.json", [answer(f"{STATUS}/weekly/{DAY}/{DAY}", week), answer(f"{STATUS}/latest/{DAY}", latest)]
    )
    readings = list(source)
    assert Counter(r.id for r in readings) == {
        f"garmin:status:{DAY}:5:load.acute_vendor": 2,
        f"garmin:status:{DAY}:5:load.chronic_vendor": 2,
        f"garmin:vo2max:{DAY}:fitness.vo2max": 2,
    }
    assert source.report.records["training-status days"] == 4
    assert reasons(source.report) == [
        ("acuteTrainingLoadDTO", "no training load was computed that day"),
        ("", "expected an object"),
    ]


@pytest.mark.parametrize(
    "path", [f"{STATUS}/weekly/x", f"{STATUS}/latest/x", f"{STATUS}/monthly/x", "/weight-service/weight/range/x"]
)
@pytest.mark.parametrize(
    "body", [{}, [], "text", 3, {"weeklyTrainingStatus": 3, "mostRecentVO2Max": [3], "monthlyTrainingStatus": "x"}]
)
def test_answers_of_another_shape_are_faults_and_not_crashes(tmp_path: Path, path: str, body: object) -> None:
    file = write(tmp_path / "a.json", json.dumps([answer(path, body)]))
    accounted_for(lambda mode: GarminConnect(file, subject=SOMEONE, zone=OSLO, on_malformed=mode))


GOOD: dict[str, object] = {
    SLEEP: night(),
    HEART: heart_day(),
    STRESS: stress_day(),
    LIST: listed(),
    ONE: single(),
    f"/hrv-service/hrv/{DAY}": {
        "hrvSummary": {"calendarDate": DAY, "lastNightAvg": 42},
        "hrvReadings": [{"hrvValue": 54, "readingTimeGMT": "2023-07-20T01:29:48.0"}],
        "startTimestampGMT": "2023-07-20T01:25:00.0",
        "endTimestampGMT": "2023-07-20T05:09:48.0",
    },
    "/wellness-service/wellness/bodyBattery/events/x": [
        {"event": {"eventStartTimeGmt": "2023-07-19T21:30:00.000"}, "bodyBatteryValuesArray": [[MIDNIGHT_MS, "x", 45, 1.0]]}
    ],
    "/metrics-service/metrics/trainingreadiness/x": [
        {"calendarDate": DAY, "timestamp": "2023-07-20T14:57:05.0", "score": 32, "acuteLoad": 583}
    ],
}


@pytest.mark.parametrize("path", GOOD)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_good_answer_with_one_field_spoilt(tmp_path: Path, path: str, data: st.DataObject) -> None:
    body: object = json.loads(json.dumps(GOOD[path]))
    at = body[0] if isinstance(body, list) else body
    assert isinstance(at, dict)
    while True:
        key = data.draw(st.sampled_from(sorted(at)), label="field")
        inner = at[key]
        if isinstance(inner, list) and inner and data.draw(st.booleans(), label="go into the list"):
            inner = inner[data.draw(st.integers(0, len(inner) - 1), label="index")]
        if not isinstance(inner, dict) or not inner or data.draw(st.booleans(), label="stop here"):
            break
        at = inner
    at[key] = data.draw(anything, label="value")
    file = write(tmp_path / "a.json", json.dumps([answer(path, body), answer(path, GOOD[path])]))
    accounted_for(lambda mode: GarminConnect(file, subject=SOMEONE, zone=OSLO, on_malformed=mode))


@pytest.mark.parametrize(
    "name",
    ["1_sleepData.json", "x_summarizedActivities.json", "UDSFile_1.json", "1_userBioMetrics.json", "1_healthStatusData.json"],
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=anything)
def test_any_json_in_a_file_of_the_export(tmp_path: Path, name: str, content: object) -> None:
    file = write(tmp_path / name, json.dumps(content))
    accounted_for(lambda mode: GarminConnect(file, subject=SOMEONE, zone=OSLO, on_malformed=mode))


@pytest.fixture(scope="module")
def recorded() -> tuple[list[Reading], sources.SourceReport]:
    source = GarminConnect(DATA / "garmin", subject=SOMEONE, zone="America/Mexico_City", on_malformed="raise")
    return list(source), source.report


@needs_data
def test_all_recorded_answers_are_read(recorded: tuple[list[Reading], sources.SourceReport]) -> None:
    readings, report = recorded
    assert report.complete
    assert report.adds_up
    assert report.readings == len(readings) == sum(report.metrics.values())
    assert report.unread == ()
    assert not any(item.malformed for item in report.skipped)
    assert "answers of other endpoints" not in report.records
    files = {item.name for item in (DATA / "garmin").glob("*.json")}
    assert len(files) == 57


@needs_data
def test_the_recorded_answers_count_record_by_record(recorded: tuple[list[Reading], sources.SourceReport]) -> None:
    _, report = recorded
    answers = [item for file in sorted((DATA / "garmin").glob("*.json")) for item in json.loads(file.read_text())]

    def rows(part: str, *keys: str) -> int:
        bodies = [item["body"] for item in answers if part in item["path"] and item["body"] is not None]
        for key in keys:
            bodies = [body[key] for body in bodies]
        return sum(len(body) if isinstance(body, list) else 1 for body in bodies)

    assert report.records["nights"] == rows("/hrv/daily/", "hrvSummaries") == 60
    assert report.records["nights of sleep"] == rows("dailySleepData")
    assert report.records["stress averages"] == rows("stats/stress/daily")
    assert report.records["readiness states"] == rows("trainingreadiness")
    assert report.records["activities"] == rows("activitylist-service") + rows("activity-service")
    assert report.records["heart-rate days"] == rows("dailyHeartRate")
    samples = [
        sample
        for item in answers
        if "dailyHeartRate" in item["path"]
        for sample in item["body"]["heartRateValues"]
        if sample[1] is not None
    ]
    assert report.metrics["heart.rate"] == len(samples)


@needs_data
def test_the_recorded_twenty_nights_lie_where_the_watch_says(recorded: tuple[list[Reading], sources.SourceReport]) -> None:
    nights = {r.id: r for r in recorded[0] if r.metric == "sleep.duration"}
    july = nights["garmin:sleep:2021-07-20:sleep.duration"]
    assert (july.value, july.start, july.end) == (
        429,
        datetime(2021, 7, 20, 5, 20, tzinfo=UTC),
        datetime(2021, 7, 20, 12, 59, tzinfo=UTC),
    )
    ordered = sorted(nights.values(), key=lambda r: r.start)
    assert all(one.end <= other.start for one, other in pairwise(ordered))


@needs_data
def test_an_instant_is_sampled_once(recorded: tuple[list[Reading], sources.SourceReport]) -> None:
    by_id: dict[str, set[float]] = {}
    for reading in recorded[0]:
        if reading.id.startswith("garmin:sample:"):
            by_id.setdefault(reading.id, set()).add(reading.value)
    assert by_id
    assert all(len(same) == 1 for same in by_id.values())


@needs_data
def test_answers_name_the_offset_that_the_zone_has(recorded: tuple[list[Reading], sources.SourceReport]) -> None:
    # Six answers are of another person, in Europe, or have a made-up offset.
    assert sum(recorded[1].adjusted.values()) == 6
