"""A red flag in the data gives its fixed text first, unasked, and switches off what its row says."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from pipeline_house import ANNA, DAY, NOON, Coach, House

from auren.patterns import shipped_rules
from auren.people import Profile
from auren.readings import STANDARD_METRICS, Reading
from auren.safety import RedFlags
from auren.testing import ScriptedModel

UTC = ZoneInfo("UTC")


class Series(NamedTuple):
    """Values of a metric, the last on `DAY`."""

    metric: str
    values: tuple[float, ...]


def wave(centre: float, days: int) -> tuple[float, ...]:
    return tuple(centre * (1.02 if day % 2 else 0.98) for day in range(days))


def readings(*series: Series) -> list[Reading]:
    found = []
    for one in series:
        for back, value in enumerate(reversed(one.values)):
            day: date = DAY - timedelta(days=back)
            start = datetime.combine(day, time(6), UTC)
            night = one.metric == "sleep.duration"
            found.append(
                Reading.of(
                    ANNA,
                    one.metric,
                    value,
                    unit=STANDARD_METRICS[one.metric].unit,
                    start=start - timedelta(minutes=value) if night else start,
                    end=start if night else None,
                    zone="UTC",
                    source="test",
                )
            )
    return found


ROWS = {
    "R4": [Series("vital.spo2", (90, 95, 91))],
    "R6": [Series("vital.systolic", (150, 185)), Series("vital.diastolic", (90, 100))],
    "R10": [Series("body.bmi", (17.2, 17.3))],
    "R12": [Series("body.lean_mass", (45,)), Series("nutrition.energy", (1150,) * 5)],
    "R17": [Series("body.weight", (*wave(80, 60), *(75.0,) * 14))],
    "R19": [Series("vital.glucose", (100, 60))],
    "R48": [Series("sleep.duration", (*wave(450, 40), 300)), Series("heart.resting", (*wave(50, 40), 62))],
}


@pytest.mark.parametrize("row", ROWS)
async def test_a_row_in_the_data_says_its_fixed_text_first_and_nothing_else(row: str) -> None:
    model = ScriptedModel(["[1] Train as hard as you can and eat less."] * 5)
    profile = Profile(zone="UTC", quiet_hours=None, birth_year=DAY.year - 70)
    house = House(rules=shipped_rules("all"), specialists=[Coach()], gateway=model, profile=profile, start=NOON)
    async with house.pipeline as auren:
        await auren.ingest(readings(*ROWS[row]))
        replies = [*(await auren.advance_to(NOON)).advice, *(await auren.advance_to(NOON + timedelta(days=4))).advice]
        flagged = [reply for reply in replies if reply.flags]
        assert [flag.id for flag in flagged[0].flags] == [row]
        assert flagged[0].flags[0].origin == "data"
        assert [sentence.origin for sentence in flagged[0].sentences] == ["fixed"]
        assert flagged[0].flags[0].text == RedFlags().in_findings(flagged[0].findings)[0].text
        assert house.sent[0].text == flagged[0].text
        assert not flagged[0].claims
        if row in {"R6", "R10", "R12", "R17", "R19"}:
            assert row in [hold.row for hold in await auren.holds(ANNA)]


@pytest.mark.parametrize("born", [None, DAY.year - 40, DAY.year - 65])
async def test_a_fall_in_weight_raises_its_row_only_in_people_known_to_be_of_that_age(born: int | None) -> None:
    profile = Profile(zone="UTC", quiet_hours=None, birth_year=born)
    house = House(rules=shipped_rules("all"), profile=profile, start=NOON)
    async with house.pipeline as auren:
        await auren.ingest(readings(*ROWS["R17"]))
        report = await auren.advance_to(NOON + timedelta(days=4))
        assert not any(reply.flags for reply in report.advice)
        assert await auren.holds(ANNA) == ()


async def test_a_flag_in_the_data_that_a_human_cleared_is_not_set_again_by_the_same_finding() -> None:
    house = House(rules=shipped_rules("all"))
    async with house.pipeline as auren:
        await auren.ingest(readings(*ROWS["R10"]))
        await auren.advance_to(NOON + timedelta(days=4))
        await auren.clear_hold(ANNA, "R10", by="a doctor")
        await auren.ask(ANNA, "How am I?")
        assert await auren.holds(ANNA) == ()
