"""The neuroscientist says what was seen, what it means and what to do, and never guesses."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from specialists_cases import TODAY, Coach, asked, finding, found, living

from auren.conversation import Advice, Case, ClaimKind
from auren.errors import CircuitOpen, SpecialistError, StoreUnavailable
from auren.findings import FindingStatus, Insufficient
from auren.people import Profile
from auren.ports.specialist import Specialist
from auren.readings import Window
from auren.specialists import Neuroscientist
from auren.testing.context import ScriptedContext
from auren.testing.contracts.specialist import SpecialistContract

TIRED = {"hrv.rmssd": 44.0, "heart.resting": 52.0, "sleep.duration": 470.0}
WORN = {"hrv.rmssd": 41.0, "heart.resting": 63.0, "sleep.duration": 318.0}


class TestNeuroscientist(SpecialistContract):
    @pytest.fixture
    def specialist(self) -> Specialist:
        return Neuroscientist()


async def advice(case: Case, context: ScriptedContext) -> Advice:
    return await Neuroscientist().advise(case, context)


def texts(given: Advice, kind: ClaimKind | None = None) -> str:
    return " ".join(claim.text for claim in given.claims if kind is None or claim.kind is kind)


@pytest.mark.asyncio
async def test_a_drop_is_seen_explained_and_acted_on() -> None:
    drop = finding("hrv_drop", "hrv.rmssd")
    given = await advice(found(drop), living(TIRED, days=7))
    assert [claim.kind for claim in given.claims] == [ClaimKind.ACTION, ClaimKind.OBSERVATION, ClaimKind.MEANING]
    action, seen, meaning = given.claims
    assert seen.text == "Over 14 to 20 March 2024, your 7-day HRV (RMSSD) was 43.7 ms, below your usual 59.1 to 60.8 ms."
    assert seen.findings == meaning.findings == action.findings == (drop.id,)
    assert {measure.name for measure in seen.measures} == {"hrv.weekly_mean", "hrv.band"}
    assert [(limit.on, limit.ceiling, limit.until) for limit in given.constraints] == [
        ("training_load", 1.0, TODAY + timedelta(days=2))
    ]
    assert given.actions[0].timing == "today"
    assert action.text == f"{given.actions[0].text}."


@pytest.mark.asyncio
async def test_two_signs_ask_for_less_than_usual() -> None:
    given = await advice(found(finding("hrv_drop", "hrv.rmssd"), finding("sleep_debt", "sleep.duration")), living(WORN))
    assert [limit.ceiling for limit in given.constraints] == [0.8]
    assert "a high sleep debt" in given.constraints[0].reason
    assert [action.timing for action in given.actions] == ["today", "tonight"]


@pytest.mark.asyncio
async def test_a_drop_without_figures_still_limits_and_says_what_is_missing() -> None:
    given = await advice(found(finding("hrv_drop", "hrv.rmssd")), living({"hrv.rmssd": 40.0}, days=0))
    assert given.constraints == ()
    blind = await advice(found(finding("hrv_drop", "hrv.rmssd")), ScriptedContext(TODAY))
    assert [limit.ceiling for limit in blind.constraints] == [1.0]
    assert "It takes more nights with HRV (RMSSD)" in texts(blind, ClaimKind.MISSING)
    assert {gap.name for gap in blind.insufficient} >= {"hrv.weekly_mean", "hrv.band"}


@pytest.mark.asyncio
async def test_what_was_withdrawn_or_is_old_says_nothing() -> None:
    for stale in (
        finding("hrv_drop", "hrv.rmssd", status=FindingStatus.WITHDRAWN),
        finding("hrv_drop", "hrv.rmssd", day=TODAY - timedelta(days=8)),
    ):
        given = await advice(found(stale), living())
        assert given.constraints == ()
        assert all(stale.id not in claim.findings for claim in given.claims)


@pytest.mark.asyncio
async def test_a_drop_that_is_over_is_said_to_be_over() -> None:
    drop = finding("hrv_drop", "hrv.rmssd", day=TODAY - timedelta(days=3))
    given = await advice(found(drop), living())
    assert "inside your usual" in texts(given)
    assert "on 17 March 2024 it was below what was usual then" in texts(given)
    assert given.constraints == ()


@pytest.mark.asyncio
async def test_a_raised_resting_heart_rate_points_to_a_doctor_only_for_feeling_unwell() -> None:
    given = await advice(found(finding("resting_heart_rate_rise", "heart.resting")), living({"heart.resting": 63.0}, days=5))
    assert "If you also feel unwell, rest, and ask a doctor." in texts(given, ClaimKind.MEANING)


@pytest.mark.asyncio
async def test_a_rule_of_the_host_is_told_with_its_evidence() -> None:
    mine, other = finding("mood_low", "wellness.mood"), finding("fat_up", "body.weight")
    given = await advice(found(mine, other), living())
    assert "Out of the usual: mean of wellness.mood was 4.5" in texts(given)
    assert "body.weight" not in texts(given)


@pytest.mark.asyncio
async def test_sleep_is_told_in_hours_with_the_device_s_own_figure() -> None:
    night = {"sleep.duration": 378.0, "sleep.in_bed": 430.0, "sleep.efficiency_vendor": 97.0}
    given = await advice(asked("How did I sleep?"), living(night))
    assert given.claims[1].text == (
        "You slept 6 h 18 min last night (20 March 2024), 87.9 % of your time in bed. "
        "The device states 97 %; that is not time asleep over time in bed."
    )
    assert "was 23.8 h, against an adult's usual sleep need of 8 h a night" in texts(given)
    assert [(action.text, action.timing) for action in given.actions] == [("Go to bed earlier than usual tonight", "tonight")]
    assert [limit.ceiling for limit in given.constraints] == [1.0]


@pytest.mark.asyncio
async def test_good_sleep_asks_for_no_change() -> None:
    given = await advice(asked("Did I sleep well?"), living(profile=Profile(zone="Europe/Oslo", sleep_need_h=7.5)))
    assert "Your nights come close to what you need." in texts(given)
    assert given.constraints == ()


@pytest.mark.asyncio
async def test_training_is_answered_by_recovery() -> None:
    fresh = await advice(asked("Hard session today?"), living())
    assert "nothing speaks against a hard session" in texts(fresh)
    tired = await advice(asked("Hard session today?"), living(TIRED, days=7))
    assert "your body asks for an easy day" in texts(tired)
    assert tired.constraints
    blind = await advice(asked("Hard session today?"), ScriptedContext(TODAY))
    assert "how you feel is the better guide" in texts(blind)
    assert "I cannot tell yet how your HRV has been this week." in texts(blind)


@pytest.mark.asyncio
async def test_a_coach_who_limits_load_is_heard() -> None:
    coach = Coach(ceiling=0.5)
    context = living()
    context.colleagues = {"training_coach": await coach.advise(asked("x"), context)}
    given = await advice(asked("Hard session today?"), context)
    assert given.consulted == ("training_coach",)
    assert context.consulted == [("training_coach", "Hard session today?")]
    assert "your training coach asks for no more load" in texts(given)
    assert [limit.specialist for limit in given.constraints] == ["training_coach"]


@pytest.mark.parametrize("error", [SpecialistError("no"), CircuitOpen("no")])
@pytest.mark.asyncio
async def test_a_coach_who_fails_is_done_without(error: SpecialistError | CircuitOpen) -> None:
    context = living()
    context.colleagues = {"training_coach": error}
    given = await advice(asked("Hard session today?"), context)
    assert given.consulted == ()
    assert given.claims


@pytest.mark.asyncio
async def test_only_training_questions_go_to_the_coach() -> None:
    context = living()
    await advice(asked("How did I sleep?"), context)
    assert context.consulted == []


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is my resting pulse like?", "your 7-day resting heart rate"),
        ("Am I recovered?", "your 7-day HRV (RMSSD)"),
        ("Am I stressed?", "How stressed you feel only you can tell"),
        ("Is my bedtime regular?", "I cannot tell yet how regular your sleep is."),
        ("What shall I cook?", "Taken together, your recovery looks like your usual."),
        ("", "Taken together, your recovery looks like your usual."),
    ],
)
@pytest.mark.asyncio
async def test_words_choose_the_topic(question: str, said: str) -> None:
    assert said in texts(await advice(asked(question), living()))


@pytest.mark.asyncio
async def test_missing_numerals_of_a_gap_stay_in_the_gap() -> None:
    gap = Insufficient("sleep.last_night", "your sleep last night", "3 nights", 1, 3, Window(TODAY, TODAY))
    context = dataclasses.replace(living(), answers={"sleep.last_night": gap})
    given = await advice(asked("How did I sleep?"), context)
    assert "It takes more data" in texts(given, ClaimKind.MISSING)
    assert gap in given.insufficient


@pytest.mark.asyncio
async def test_confidence_falls_with_coverage_and_with_what_is_not_settled() -> None:
    full = await advice(asked("Am I recovered?"), living())
    context = living({"hrv.rmssd": 60.0}, days=70)
    thin = dataclasses.replace(
        context,
        inputs=dataclasses.replace(
            context.inputs,
            values={**context.inputs.values, "hrv.rmssd": [v for v in context.inputs.values["hrv.rmssd"] if v.day.day % 2]},
        ),
    )
    assert (await advice(asked("Am I recovered?"), thin)).confidence < full.confidence
    settled = finding("hrv_drop", "hrv.rmssd", status=FindingStatus.CONFIRMED)
    open_ = finding("hrv_drop", "hrv.rmssd")
    assert (await advice(found(open_), living(TIRED))).confidence < (await advice(found(settled), living(TIRED))).confidence
    assert (await advice(asked("Am I recovered?"), ScriptedContext(TODAY))).confidence == 0.2


@pytest.mark.asyncio
async def test_a_store_that_fails_is_the_pipeline_s_business() -> None:
    context = dataclasses.replace(living(), answers={"hrv.band": StoreUnavailable("down")})
    with pytest.raises(StoreUnavailable):
        await advice(asked("How did I sleep?"), context)


async def test_a_night_that_a_premise_was_answered_with_is_not_told_again() -> None:
    advice = await Neuroscientist().advise(
        asked("After my 9 hours of sleep, how did I sleep?"), living({"sleep.duration": 400.0})
    )
    assert [claim.text for claim in advice.claims if "6 h 40 min" in claim.text] == [
        "I have 6 h 40 min asleep for last night, so I go by that."
    ]


@pytest.mark.asyncio
async def test_after_a_very_short_night_less_is_trained_whatever_the_nights_before() -> None:
    given = await advice(asked("How did I sleep?"), living({"sleep.duration": 250.0}, days=1))
    assert [(limit.ceiling, limit.cause) for limit in given.constraints] == [(0.8, "sleep")]
    assert given.constraints[0].reason == "Less training load than usual: a night of very short sleep"
    assert not (await advice(asked("How did I sleep?"), living({"sleep.duration": 330.0}, days=1))).constraints


@pytest.mark.asyncio
@pytest.mark.parametrize(("words", "timing"), [("today", "today"), ("tomorrow", "tomorrow")])
async def test_a_day_that_is_asked_about_is_the_day_that_is_planned(words: str, timing: str) -> None:
    given = await advice(asked(f"Should I train hard {words}?"), living(WORN, days=7))
    (action, *_) = given.actions
    assert action.timing == timing
    assert action.text.startswith(f"Keep {words}'s training")
