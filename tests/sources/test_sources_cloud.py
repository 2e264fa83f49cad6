"""Recorded answers of Oura, WHOOP, Polar, Withings and Google's Health API."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from cloud_examples import (
    EVERYTHING,
    NIGHT_END,
    NIGHT_START,
    google,
    google_hrv,
    google_sleep,
    oura,
    oura_activity,
    oura_sleep,
    polar,
    polar_exercise,
    polar_sleep,
    whoop,
    whoop_cycle,
    whoop_recovery,
    whoop_sleep,
    whoop_workout,
    withings,
    withings_group,
    withings_night,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources_examples import OSLO, SOMEONE, reasons, values, write
from test_sources_malformed import accounted_for, anything

from auren.errors import MalformedRow
from auren.readings import Reading, latest_revisions
from auren.sources.answers import Answer, AnswerSource
from auren.sources.files import place_of
from auren.sources.look import Look
from auren.sources.vendors.google_health import GoogleHealth
from auren.sources.vendors.oura import Oura
from auren.sources.vendors.polar import Polar
from auren.sources.vendors.whoop import Whoop
from auren.sources.vendors.withings import Withings

VENDORS: dict[str, type[AnswerSource]] = {kind.name: kind for kind in (Oura, Whoop, Polar, Withings, GoogleHealth)}
all_vendors = pytest.mark.parametrize("vendor", VENDORS)


def source(vendor: str, *answers: Answer, **options: Any) -> AnswerSource:
    return VENDORS[vendor](answers, subject=SOMEONE, zone=OSLO, **options)


def read(vendor: str, *answers: Answer) -> tuple[list[Reading], AnswerSource]:
    built = source(vendor, *answers)
    readings = list(built)
    assert built.report.adds_up
    assert built.report.complete
    return readings, built


def recorded(answers: Sequence[Answer]) -> str:
    return json.dumps([{"path": answer.path, "body": answer.body} for answer in answers])


EXPECTED: dict[str, dict[str, float]] = {
    "oura": {
        "hrv.rmssd": 48,
        "heart.asleep": 54.5,
        "heart.resting": 47,
        "vital.respiratory_rate": 14.5,
        "sleep.duration": 420,
        "sleep.in_bed": 480,
        "sleep.awake": 60,
        "sleep.deep": 100,
        "sleep.light": 220,
        "sleep.rem": 100,
        "sleep.latency": 9,
        "sleep.efficiency_vendor": 88,
        "sleep.nap": 420,
        "sleep.score_vendor": 84,
        "recovery.score_vendor": 77,
        "vital.temperature_deviation": -0.2,
        "activity.steps": 9000,
        "activity.distance": 8.2,
        "activity.very_active": 10,
        "activity.moderate": 30,
        "activity.light": 200,
        "activity.sedentary": 500,
        "energy.active": 450,
        "energy.total": 2500,
        "vital.spo2": 97.1,
        "heart.rate": 61,
        "fitness.vo2max": 47,
        "exercise.duration": 30,
        "exercise.energy": 300.5,
        "exercise.distance": 5,
        "mind.mindful": 10,
    },
    "whoop": {
        "hrv.rmssd": 61.8,
        "heart.resting": 52,
        "vital.spo2": 95.7,
        "vital.skin_temperature": 33.7,
        "recovery.score_vendor": 66,
        "sleep.duration": 420,
        "sleep.nap": 420,
        "sleep.in_bed": 480,
        "sleep.awake": 60,
        "sleep.light": 200,
        "sleep.deep": 100,
        "sleep.rem": 120,
        "vital.respiratory_rate": 15.1,
        "sleep.score_vendor": 91,
        "sleep.efficiency_vendor": 87.5,
        "load.strain_vendor": 12.3,
        "energy.total": 2000,
        "heart.rate": 68,
        "heart.max": 171,
        "exercise.duration": 60,
        "exercise.energy": 500,
        "exercise.heart_rate": 141,
        "exercise.heart_rate_max": 171,
        "exercise.distance": 9.5005,
        "exercise.ascent": 46.6,
        "load.score_vendor": 9.5,
    },
    "polar": {
        "hrv.rmssd": 58,
        "heart.asleep": 52,
        "vital.respiratory_rate": 14.1,
        "recovery.ans_charge_vendor": -2.4,
        "sleep.duration": 420,
        "sleep.awake": 29.5,
        "sleep.light": 13_000 / 60,
        "sleep.deep": 100,
        "sleep.rem": 100,
        "sleep.score_vendor": 80,
        "wellness.sleep_quality": 4,
        "load.acute_vendor": 20.5,
        "load.chronic_vendor": 18,
        "load.score_vendor": 88,
        "exercise.duration": 64.5 + 0.5 / 60,
        "exercise.energy": 530,
        "exercise.distance": 9.6005,
        "exercise.heart_rate": 139,
        "exercise.heart_rate_max": 167,
        "activity.steps": 8823,
        "activity.distance": 4.5905,
        "energy.active": 600,
        "energy.total": 2500,
        "heart.rate": 63,
    },
    "withings": {
        "body.weight": 81.25,
        "body.fat": 19.1,
        "body.water": 50,
        "activity.steps": 6200,
        "activity.distance": 5.0005,
        "activity.light": 800 / 60,
        "energy.active": 320,
        "exercise.duration": 55,
        "exercise.energy": 400,
        "exercise.distance": 8,
        "exercise.heart_rate": 140,
        "exercise.heart_rate_max": 165,
        "sleep.in_bed": 480,
        "sleep.duration": 420,
        "sleep.light": 13_000 / 60,
        "sleep.rem": 100,
        "sleep.deep": 6200 / 60,
        "sleep.awake": 60,
        "sleep.awakenings": 3,
        "sleep.latency": 10,
        "sleep.efficiency_vendor": 87.5,
        "sleep.score_vendor": 82,
        "heart.asleep": 55,
        "heart.min": 47,
        "vital.respiratory_rate": 14,
        "hrv.rmssd": 47,
        "hrv.sdnn": 60,
    },
    "google_health": {
        "sleep.duration": 420,
        "sleep.in_bed": 480,
        "sleep.awake": 60,
        "sleep.latency": 0,
        "sleep.light": 240,
        "sleep.deep": 120,
        "sleep.rem": 60,
        "exercise.duration": 55,
        "exercise.energy": 512.5,
        "exercise.distance": 9.5,
        "exercise.heart_rate": 141,
        "hrv.rmssd": 44.5,
        "hrv.sdnn": 61.25,
        "heart.resting": 52,
        "body.weight": 81.25,
        "activity.steps": 8123,
        "heart.rate": 71.5,
    },
}
BOUTS = {"oura": [200, 250], "whoop": [], "polar": [150, 210], "withings": [], "google_health": [240, 180]}


@all_vendors
def test_everything_is_read_in_its_unit_and_filed_under_its_day(vendor: str) -> None:
    readings, built = read(vendor, *EVERYTHING[vendor])
    live = [r for r in readings if not r.deleted]
    assert {r.metric: pytest.approx(r.value) for r in live if r.metric != "sleep.bout"} == EXPECTED[vendor]
    assert [round(r.value) for r in live if r.metric == "sleep.bout"][: len(BOUTS[vendor])] == BOUTS[vendor]
    assert {r.day for r in readings} == {date(2025, 3, 2)}
    assert {r.source for r in readings} == {vendor}
    assert not [item for item in built.report.skipped if item.malformed]
    assert len({r.id for r in readings}) == len(readings)


@all_vendors
def test_a_night_spans_its_interval_and_counts_for_the_day_of_waking(vendor: str) -> None:
    (night,) = [r for r in read(vendor, *EVERYTHING[vendor])[0] if r.metric == "sleep.duration" and not r.deleted]
    starts = {"polar": datetime(2025, 3, 1, 22, 30, 30, tzinfo=UTC)}
    assert (night.start, night.end, night.day) == (starts.get(vendor, NIGHT_START), NIGHT_END, date(2025, 3, 2))


@all_vendors
def test_the_same_answers_twice_give_the_same_ids(vendor: str) -> None:
    once = read(vendor, *EVERYTHING[vendor])[0]
    twice, built = read(vendor, *EVERYTHING[vendor], *EVERYTHING[vendor])
    assert {r.id for r in twice} == {r.id for r in once}
    assert len(twice) == 2 * len(once)
    assert sum(built.report.repeated.values()) * 2 == sum(built.report.used.values())


@all_vendors
def test_a_recorded_file_is_recognised_and_read_like_answers_at_hand(tmp_path: Path, vendor: str) -> None:
    file = write(tmp_path / "answers.json", recorded(EVERYTHING[vendor]))
    look = Look(place_of(file))
    assert {name for name, kind in VENDORS.items() if kind.recognise(look)} == {vendor}
    from_file = VENDORS[vendor](file, subject=SOMEONE, zone=OSLO)
    assert list(from_file) == read(vendor, *EVERYTHING[vendor])[0]
    assert from_file.progress.done_bytes <= from_file.progress.total_bytes
    assert list(from_file) == list(from_file)


@all_vendors
def test_a_bare_body_is_told_by_its_fields(tmp_path: Path, vendor: str) -> None:
    for answer in EVERYTHING[vendor]:
        known = next(endpoint for endpoint in VENDORS[vendor].endpoints() if endpoint.matches(answer.path))
        if known.tell:
            file = write(tmp_path / "body.json", json.dumps(answer.body))
            bare = VENDORS[vendor](file, subject=SOMEONE, zone=OSLO)
            assert [r.id for r in bare] == [r.id for r in read(vendor, answer)[0]], answer.path


@all_vendors
def test_other_files_are_not_claimed(tmp_path: Path, vendor: str) -> None:
    look = Look(place_of(write(tmp_path / "other.json", '[{"path": "/hrv-service/hrv/daily/1", "body": {"sleep": []}}]')))
    assert VENDORS[vendor].recognise(look) is None


@all_vendors
def test_what_is_not_read_is_counted_and_named(vendor: str) -> None:
    readings, built = read(vendor, Answer("/somewhere/else", {"a": 1}), Answer("http://[", None))
    assert not readings
    assert built.report.unused == {"answers of other endpoints": 2}
    assert set(built.report.skipped_by_reason) == {"auren does not read this endpoint"}


@all_vendors
def test_take_counts_what_a_webhook_brings(vendor: str) -> None:
    built = source(vendor)
    taken = [reading for answer in EVERYTHING[vendor] for reading in built.take(answer)]
    built.end()
    assert built.report.readings == len(taken)
    assert built.report.adds_up
    assert built.report.complete


@pytest.mark.parametrize("kind", ["deleted", "rest"])
def test_ouras_deleted_and_rejected_sleeps_take_back_all_that_they_gave(kind: str) -> None:
    readings, _ = read("oura", oura("sleep", oura_sleep()), oura("sleep", oura_sleep(type=kind)))
    assert all(reading.deleted for reading in latest_revisions(readings).values())


def test_ouras_webhook_takes_a_record_back_and_only_then() -> None:
    notice = {"event_type": "delete", "data_type": "sleep", "object_id": "night-1", "event_time": "2025-03-03T08:00:00Z"}
    readings, built = read(
        "oura",
        oura("sleep", oura_sleep()),
        Answer("/webhook", notice),
        Answer("/webhook", {**notice, "event_type": "update"}),
        Answer("/webhook", {**notice, "data_type": "tag"}),
    )
    assert all(reading.deleted for reading in latest_revisions(readings).values())
    assert built.report.unused["notifications"] == 2
    assert not [item for item in built.report.skipped if item.malformed]


def test_whoops_webhook_takes_a_record_back_at_the_time_that_the_host_tells() -> None:
    given = [whoop("activity/workout", whoop_workout())]
    notice = {"user_id": 1, "id": whoop_workout()["id"], "type": "workout.deleted", "trace_id": "x"}
    readings, _ = read("whoop", *given, Answer("/webhook", notice, revision=1_741_000_000))
    assert all(reading.deleted for reading in latest_revisions(readings).values())
    _, built = read("whoop", Answer("/webhook", notice))
    assert reasons(built.report)[0][0] == "type"


def test_a_later_answer_wins_by_its_revision() -> None:
    later = oura("daily_activity", oura_activity(steps=9999))
    answers = [Answer(later.path, later.body, revision=2), oura("daily_activity", oura_activity())]
    latest = latest_revisions(read("oura", *answers)[0])
    assert values(latest.values())["activity.steps"] == 9999


def test_an_unknown_kind_of_sleep_is_a_fault() -> None:
    readings, built = read("oura", oura("sleep", oura_sleep(type="hibernation")))
    assert not readings
    assert reasons(built.report) == [("type", "expected one of long_sleep, sleep, late_nap, deleted, rest")]


@pytest.mark.parametrize("phases", ["5", "4" * 99, "x"])
def test_spoilt_phases_cost_only_the_bouts(phases: str) -> None:
    readings, built = read("oura", oura("sleep", oura_sleep(sleep_phase_5_min=phases)))
    assert "sleep.bout" not in values(readings)
    assert values(readings)["sleep.duration"] == 420
    assert [(item.field, item.scope) for item in built.report.skipped] == [("sleep_phase_5_min", "field")]


def test_what_oura_does_not_know_is_absent_and_no_fault() -> None:
    _, built = read("oura", oura("sleep", oura_sleep(average_hrv=None, lowest_heart_rate=0)))
    assert {(item.field, item.malformed) for item in built.report.skipped} == {
        ("average_hrv", False),
        ("lowest_heart_rate", False),
    }


@pytest.mark.parametrize("state", ["PENDING_SCORE", "UNSCORABLE"])
def test_whoop_without_a_score_holds_no_value(state: str) -> None:
    answers = [
        whoop("recovery", whoop_recovery(score_state=state, score=None)),
        whoop("activity/sleep", whoop_sleep(score_state=state, score=None)),
        whoop("cycle", whoop_cycle(score_state=state, score=None)),
    ]
    readings, built = read("whoop", *answers)
    assert not readings
    assert not [item for item in built.report.skipped if item.malformed]


def test_whoop_that_is_still_calibrating_gives_no_score() -> None:
    score = {**whoop_recovery()["score"], "user_calibrating": True}
    readings, _ = read("whoop", whoop("recovery", whoop_recovery(score=score)))
    assert "recovery.score_vendor" not in values(readings)
    assert values(readings)["hrv.rmssd"] == 61.8


def test_a_recovery_spans_its_sleep_where_that_is_at_hand_whatever_comes_first() -> None:
    for answers in (EVERYTHING["whoop"], EVERYTHING["whoop"][::-1]):
        (hrv,) = [r for r in read("whoop", *answers)[0] if r.metric == "hrv.rmssd"]
        assert (hrv.start, hrv.end) == (NIGHT_START, NIGHT_END)
    (alone,) = [r for r in read("whoop", whoop("recovery", whoop_recovery()))[0] if r.metric == "hrv.rmssd"]
    assert (alone.start.isoformat(), alone.day) == ("2025-03-01T23:00:00+00:00", date(2025, 3, 2))


def test_whoops_energy_is_in_kilojoules_and_a_running_cycle_waits() -> None:
    readings, _ = read("whoop", whoop("cycle", whoop_cycle()))
    assert values(readings)["energy.total"] == pytest.approx(8368 / 4.184)
    assert not read("whoop", whoop("cycle", whoop_cycle(end=None)))[0]


def test_whoops_offset_decides_the_date() -> None:
    abroad = whoop_workout(start="2025-03-02T23:30:00.000Z", end="2025-03-02T23:50:00.000Z", timezone_offset="-05:00")
    assert {r.day for r in read("whoop", whoop("activity/workout", abroad))[0]} == {date(2025, 3, 2)}
    unknown = {**abroad, "timezone_offset": "soon"}
    assert {r.day for r in read("whoop", whoop("activity/workout", unknown))[0]} == {date(2025, 3, 3)}


def test_revisions_are_the_vendors_time_of_change() -> None:
    for vendor, answer, told in (
        ("whoop", whoop("activity/sleep", whoop_sleep()), "2025-03-02T06:20:00+00:00"),
        ("withings", withings("/v2/sleep", "getsummary", "series", withings_night()), None),
        ("google_health", google("sleep", google_sleep()), "2025-03-02T06:30:00+00:00"),
    ):
        expected = 1_740_895_300 if told is None else int(datetime.fromisoformat(told).timestamp())
        assert {r.revision for r in read(vendor, answer)[0]} == {expected}


def test_polars_single_day_is_read_like_a_list() -> None:
    one = read("polar", polar("users/sleep/2025-03-02", polar_sleep()))[0]
    assert one == read("polar", polar("users/sleep", {"nights": [polar_sleep()]}))[0]


def test_polars_older_answers_write_hyphens() -> None:
    older = {name.replace("_", "-"): value for name, value in polar_exercise().items()}
    older["heart-rate"] = polar_exercise()["heart_rate"]
    assert read("polar", polar("exercises", [older]))[0] == read("polar", polar("exercises", [polar_exercise()]))[0]


def test_polar_without_a_load_says_so() -> None:
    load = {"date": "2025-03-02", "cardio_load_status": "LOAD_STATUS_NOT_AVAILABLE", "cardio_load": -1.0, "strain": -1.0}
    readings, built = read("polar", polar("users/cardio-load/date", [load]))
    assert not readings
    assert [(item.field, item.malformed) for item in built.report.skipped] == [("cardio_load_status", False)]


@pytest.mark.parametrize("hypnogram", [{"25:00": 1}, {"00:10": 9}, {"09:00": 1}, {"00:10": True}, [1], {}])
def test_a_spoilt_hypnogram_costs_only_the_bouts(hypnogram: object) -> None:
    readings, built = read("polar", polar("users/sleep", {"nights": [polar_sleep(hypnogram=hypnogram)]}))
    assert "sleep.bout" not in values(readings)
    assert values(readings)["sleep.duration"] == 420
    assert [(item.field, item.scope) for item in built.report.skipped] == [("hypnogram", "field")]


@pytest.mark.parametrize("duration", ["PT", "PT1H2H", "1H", "PT99H", "PT5000M", "P1D", "PT1.5H"])
def test_a_duration_of_another_form_is_refused(duration: str) -> None:
    _, built = read("polar", polar("exercises", [polar_exercise(duration=duration)]))
    assert [item.field for item in built.report.skipped] == ["duration"]


@pytest.mark.parametrize(("attrib", "used"), [(0, True), (1, False), (2, True), (4, False), (7, True), (99, False)])
def test_withings_leaves_out_what_may_be_another_persons(attrib: int, used: bool) -> None:
    readings, built = read("withings", withings("/measure", "getmeas", "measuregrps", withings_group(attrib=attrib)))
    assert bool(readings) == used
    assert not [item for item in built.report.skipped if item.malformed]


def test_withings_aims_are_no_measurements_and_deleted_groups_are_taken_back() -> None:
    given = [withings_group(), withings_group(modified=1_740_900_000, deleted=True), withings_group(grpid=13, category=2)]
    readings, built = read("withings", withings("/measure", "getmeas", "measuregrps", *given))
    assert all(reading.deleted for reading in latest_revisions(readings).values())
    assert built.report.unused["measures"] == 1


def test_withings_water_is_a_share_only_beside_a_weight() -> None:
    alone = withings_group(measures=[{"value": 40_625, "type": 77, "unit": -3}])
    readings, built = read("withings", withings("/measure", "getmeas", "measuregrps", alone))
    assert not readings
    assert [item.malformed for item in built.report.skipped] == [False]


@pytest.mark.parametrize("status", [401, 601, 293, "0", [0]])
def test_a_withings_refusal_with_http_200_is_a_fault(status: object) -> None:
    answer = Answer("/v2/sleep?action=getsummary", {"status": status, "error": "x"})
    readings, built = read("withings", answer)
    assert not readings
    assert reasons(built.report) == [("status", "expected 0; the service refused the request")]
    with pytest.raises(MalformedRow):
        list(source("withings", answer, on_malformed="raise"))


@pytest.mark.parametrize(
    ("told", "minutes"), [({"total_sleep_time": 600, "asleepduration": 60}, 10), ({"asleepduration": 120}, 2)]
)
def test_withings_tells_sleep_under_one_of_two_names(told: dict[str, int], minutes: float) -> None:
    readings, _ = read("withings", withings("/v2/sleep", "getsummary", "series", withings_night(data=told)))
    assert values(readings) == {"sleep.duration": minutes}


def test_withings_actions_on_one_path_are_told_apart() -> None:
    body = {"status": 0, "body": {"series": [withings_night()]}}
    assert read("withings", Answer("https://wbsapi.withings.net/v2/sleep?action=getsummary&a=b", body))[0]
    _, built = read("withings", Answer("/v2/sleep", body))
    assert built.report.unused == {"answers of other endpoints": 1}


def test_google_never_mixes_rmssd_and_sdnn() -> None:
    only = google_hrv(rootMeanSquareOfSuccessiveDifferencesMilliseconds=None)
    readings, built = read("google_health", google("heart-rate-variability", only))
    assert values(readings) == {"hrv.sdnn": 61.25}
    assert [item.malformed for item in built.report.skipped] == [False]


def test_google_tells_two_devices_at_one_time_apart() -> None:
    other = {**google_hrv(), "dataSource": {"platform": "HEALTH_CONNECT"}}
    readings, _ = read("google_health", google("heart-rate-variability", google_hrv(), other))
    assert len({r.id for r in readings}) == 4
    assert {r.device for r in readings} == {"Pixel Watch 4", "HEALTH_CONNECT"}


def test_a_google_nap_and_a_night_that_is_not_worked_out() -> None:
    nap = google_sleep(metadata={"nap": True})
    assert "sleep.nap" in values(read("google_health", google("sleep", nap))[0])
    waiting = google_sleep(metadata={"processed": False})
    readings, built = read("google_health", google("sleep", waiting))
    assert not readings
    assert not [item for item in built.report.skipped if item.malformed]


@pytest.mark.parametrize("year", [10**30, -1, 1969, 2201, 2025.4, 1e308])
def test_a_google_date_that_is_none_is_a_fault(year: float) -> None:
    day = {"beatsPerMinute": "52", "date": {"year": year, "month": 3, "day": 2}}
    readings, built = read("google_health", google("daily-resting-heart-rate", {"dailyRestingHeartRate": day}))
    assert not readings
    assert [item.field for item in built.report.skipped] == ["dailyRestingHeartRate.date"]


fuzz = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@all_vendors
@fuzz
@given(data=st.data())
def test_an_answer_with_one_field_spoilt_is_accounted_for(vendor: str, data: st.DataObject) -> None:
    good = data.draw(st.sampled_from(EVERYTHING[vendor]), label="answer")
    body: Any = json.loads(json.dumps(good.body))
    at: Any = body
    while True:
        keys = sorted(at) if isinstance(at, dict) else list(range(len(at)))
        key = data.draw(st.sampled_from(keys), label="field")
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.booleans(), label="stop here"):
            break
        at = at[key]
    at[key] = data.draw(anything, label="value")
    accounted_for(lambda mode: source(vendor, Answer(good.path, body), good, on_malformed=mode))
    assert {r.id for r in source(vendor, good)} <= {r.id for r in source(vendor, Answer(good.path, body), good)}


@all_vendors
@fuzz
@given(content=anything)
def test_anything_as_a_body_is_accounted_for(vendor: str, content: object) -> None:
    paths = [endpoint.path.replace("*", "x") for endpoint in VENDORS[vendor].endpoints()]
    accounted_for(lambda mode: source(vendor, *(Answer(path, content) for path in paths), on_malformed=mode))


@all_vendors
@fuzz
@given(tail=st.binary(max_size=60), content=anything, keep=st.booleans())
def test_any_file_is_accounted_for(tmp_path: Path, vendor: str, tail: bytes, content: object, keep: bool) -> None:
    file = tmp_path / "answers.json"
    for data in (recorded(EVERYTHING[vendor]).encode() * keep + tail, json.dumps(content).encode()):
        file.write_bytes(data)
        accounted_for(lambda mode: VENDORS[vendor](file, subject=SOMEONE, zone=OSLO, on_malformed=mode))


def test_a_revised_night_with_fewer_stretches_of_sleep_leaves_no_old_ones_behind() -> None:
    body = oura("sleep", oura_sleep()).body
    later = oura("sleep", oura_sleep(sleep_phase_5_min="4" + "2" * 95)).body
    path = oura("sleep").path
    before, _ = read("oura", Answer(path, body, revision=1))
    after, built = read("oura", Answer(path, later, revision=2))
    assert [r.value for r in before if r.metric == "sleep.bout" and not r.deleted] == [200, 250]
    for arrived in ([*before, *after], [*after, *before]):
        live = [r for r in latest_revisions(arrived).values() if r.metric == "sleep.bout" and not r.deleted]
        assert len(live) == 1
    assert {r.day for r in after} == {date(2025, 3, 2)}
    assert built.report.adds_up


def test_a_night_without_a_revision_takes_nothing_back() -> None:
    readings, _ = read("oura", oura("sleep", oura_sleep()))
    assert not any(r.deleted for r in readings)


def test_a_deletion_that_came_at_no_second_that_can_be_is_refused() -> None:
    notice = {"type": "sleep.deleted", "id": "a"}
    readings, built = read("whoop", Answer("/webhook", notice, revision=1_740_000_000_000))
    assert readings == []
    assert built.report.adds_up
    assert built.report.unused == {**built.report.unused, "notifications": 1}


def test_a_collection_that_is_not_known_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "account.json"
    file.write_text(json.dumps({"sleep": [oura_sleep()], "brand_new": [{"id": "1"}], "next_token": None}))
    built = Oura(file, subject=SOMEONE, zone=OSLO)
    assert list(built)
    assert built.report.records["answers of other endpoints"] == 1
    assert built.report.adds_up


@pytest.mark.parametrize("turned", [False, True])
def test_a_night_that_turns_into_a_nap_is_no_longer_a_night(turned: bool) -> None:
    path = oura("sleep").path
    kinds = ("sleep", "long_sleep") if turned else ("long_sleep", "sleep")
    answers = [Answer(path, oura("sleep", oura_sleep(type=kind)).body, revision=number) for number, kind in enumerate(kinds, 1)]
    readings, _ = read("oura", *answers)
    alone, _ = read("oura", answers[1])
    live = {r.id for r in latest_revisions(readings).values() if not r.deleted}
    assert live == {r.id for r in alone if not r.deleted}


def test_a_night_that_a_person_made_a_nap_gives_its_values_back() -> None:
    night = whoop_sleep(updated_at="2025-03-02T08:00:00.000Z")
    nap = whoop_sleep(updated_at="2025-03-02T09:00:00.000Z", nap=True)
    readings, _ = read("whoop", whoop("activity/sleep", nap), whoop("activity/sleep", night))
    live = {r.metric for r in latest_revisions(readings).values() if not r.deleted}
    assert live == {"sleep.nap"}


def test_a_name_that_leads_out_of_an_archive_is_named_as_unread(tmp_path: Path) -> None:
    packed = tmp_path / "account.zip"
    with ZipFile(packed, "w") as archive:
        archive.writestr("account.json", json.dumps({"sleep": [oura_sleep()]}))
        archive.writestr("../outside.json", "{}")
    built = Oura(packed, subject=SOMEONE, zone=OSLO)
    assert list(built)
    assert built.report.unread == ("../outside.json",)
