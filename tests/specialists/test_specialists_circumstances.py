"""What a person says of how they live shapes advice at once: food, time, equipment, shifts, and the part that is stiff."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specialists_cases import asked, living

from auren.conversation import Case, Timing
from auren.specialists import Neuroscientist, Nutritionist, PhysicalTherapist, TrainingCoach
from auren.specialists.framework import Dose, Plans, View
from auren.specialists.nutritionist.kitchen import served
from auren.specialists.nutritionist.plans import PLANS
from auren.specialists.physical_therapist.parts import stretched
from auren.specialists.physical_therapist.plans import PLANS as CARE
from auren.specialists.training_coach.fitting import fitted
from auren.specialists.training_coach.plans import AS_PLANNED
from auren.specialists.understanding import Understanding
from auren.specialists.understanding.circumstances import Circumstances, circumstances, names_any

FOODS = ("meat", "fish", "dairy", "eggs", "gluten", "nuts", "soy", "legumes")
ANIMAL = frozenset({"meat", "fish", "dairy", "eggs"})


@pytest.mark.parametrize(
    ("words", "without"),
    [
        ("I'm vegan. How do I get enough protein?", ANIMAL),
        ("ich bin Veganer", ANIMAL),
        ("as a vegetarian, what now?", {"meat", "fish"}),
        ("pescatarian here", {"meat"}),
        ("I am allergic to peanuts and tree nuts", {"nuts"}),
        ("lactose intolerant, what can I have after training", {"dairy"}),
        ("I can't eat gluten or dairy", {"gluten", "dairy"}),
        ("I don't eat fish", {"fish"}),
        ("soy brings me out in hives, what now?", {"soy"}),
        ("lentils and beans are out", {"legumes"}),
        ("milk upsets my stomach", {"dairy"}),
        ("I've been allergic to cow's milk since I was three", {"dairy"}),
        ("eggs make me happy", set()),
        ("ich habe eine Nussallergie und bin gegen Fisch allergisch, ich bin allergisch gegen Fisch", {"fish"}),
        ("I'm not vegan any more, can I eat eggs?", ()),
        ("I used to be vegetarian", ()),
        ("eggs and fish are my favourites", ()),
        ("how much milk is too much", ()),
        ("", ()),
    ],
)
def test_what_is_not_eaten_is_told_by_the_words(words: str, without: frozenset[str]) -> None:
    assert circumstances(words).without == frozenset(without)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("Only 20 minutes today", 20.0),
        ("Actually I have only twenty minutes and no equipment.", 20.0),
        ("I've got half an hour", 30.0),
        ("I have about 45 min", 45.0),
        ("ive only got dumbbells at home and 25 mins", 25.0),
        ("I've 45 minutes on Tuesday", 45.0),
        ("I have a bike and 20 minutes ago I fell", None),
        ("I ran 20 minutes ago", None),
        ("is 20 minutes of running enough?", None),
        ("I have several minutes", None),
    ],
)
def test_the_time_that_somebody_has_is_told_by_the_words(words: str, minutes: float | None) -> None:
    assert circumstances(words).minutes == minutes


def test_only_a_time_for_every_session_holds_for_later_turns() -> None:
    assert circumstances("and tomorrow?", ["I have only 20 minutes a day"]).minutes == 20.0
    assert circumstances("plan my week", ["only 20 minutes today"]).minutes is None


def test_what_was_said_before_or_is_known_counts_and_what_is_taken_back_does_not() -> None:
    assert circumstances("what should I eat?", ["I'm vegan"]).diets == {"vegan"}
    assert circumstances("what should I eat?", (), [("diet", "vegan"), ("allergy", "peanuts")]).without == ANIMAL | {"nuts"}
    assert circumstances("what should I eat?", (), [("goal", "a vegan cookbook")]).without == frozenset()
    assert circumstances("I'm no longer vegan", ["I'm vegan"]).diets == frozenset()
    assert circumstances("how do I sleep?", ["I work night shifts"]).nights
    assert circumstances("no gym this week").bare
    assert not circumstances("no gym, but I have dumbbells").bare
    assert circumstances("I hate running").shuns == {"run"}


@pytest.mark.parametrize("topic", PLANS)
def test_no_plan_names_a_food_that_is_left_out(topic: str) -> None:
    for bits in range(1 << len(FOODS)):
        without = frozenset(food for at, food in enumerate(FOODS) if bits >> at & 1)
        plans: Plans = served(topic, without)
        for text in (plan for plans_of in plans.values() for plan in plans_of if isinstance(plan, str)):
            assert "[" not in text
            # "legumes" and "leafy vegetables" of a plan are a choice of many; what the kitchen fills in is held to all.
            assert not names_any(text.replace("legumes", ""), without - {"legumes"}), text


@pytest.mark.asyncio
async def test_a_vegan_is_told_of_plants_in_a_later_turn_and_by_no_statement_of_fish() -> None:
    case = replace(asked("And what should I eat for my muscles?"), earlier=("Just so you know, I'm vegan.",))
    said = " ".join(claim.text for claim in (await Nutritionist().advise(case, living())).claims).casefold()
    assert not names_any(said, ANIMAL), said
    view = View(case, living(), Understanding({}, {}))
    for topic in PLANS:
        for statement in await view.statements(topic):
            assert statement.when or not names_any(statement.text, ANIMAL)
            assert not any(names_any(action.text, ANIMAL) for action in statement.actions)


@pytest.mark.asyncio
async def test_a_session_fits_into_the_time_there_is() -> None:
    advice = await TrainingCoach().advise(asked("I have only 20 minutes, which session today?"), living())
    action = advice.actions[0]
    assert "20 min" in action.text or "the time you have" in action.text
    assert action.timing == "today"


@given(st.sampled_from(sorted(AS_PLANNED)), st.booleans(), st.sampled_from((None, 20.0)))
def test_plans_that_fit_keep_each_time_and_end_without_a_figure_that_may_lack(
    topic: str, bare: bool, minutes: float | None
) -> None:
    plans = fitted(AS_PLANNED[topic], topic, Circumstances(bare=bare, minutes=minutes, shuns=frozenset({"run"})))
    assert set(AS_PLANNED[topic]) <= set(plans)
    for texts in plans.values():
        last = texts[-1]
        assert isinstance(last, str)
        assert set(plans) <= set(get_args(Timing))
        if bare:
            assert not any(word in (plan if isinstance(plan, str) else plan.text) for plan in texts for word in _GEAR)


_GEAR = ("a pull and a hinge", "barbell", "with a load that")


@pytest.mark.asyncio
async def test_whoever_hates_to_run_is_asked_to_ride_swim_or_row() -> None:
    advice = await TrainingCoach().advise(asked("I hate running. What cardio can I do today?"), living())
    assert any("ide, swim or row" in action.text for action in advice.actions)
    assert not any("run" in action.text for action in advice.actions)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Can you make me a 3 day gym plan?", 3),
        ("a four-day split, please", 4),
        ("I can only train on three days", 3),
        ("I have 2 evenings a week", 2),
        ("I want to train four times a week", 4),
        ("it hurt on 3 days in a row", None),
        ("I was ill two days ago", None),
        ("my week was fine", None),
    ],
)
def test_the_days_that_somebody_can_train_are_told_by_the_words(words: str, days: int | None) -> None:
    assert circumstances(words).days == days
    assert circumstances("plan my week", [words]).days == days


@pytest.mark.asyncio
@pytest.mark.parametrize("days", range(1, 8))
@pytest.mark.parametrize("kind", ["a training week", "a lifting week", "a week of running and strength"])
async def test_a_week_is_planned_on_as_many_days_as_there_are(days: int, kind: str) -> None:
    often = {1: "one day"}.get(days, f"{days} days")
    advice = await TrainingCoach().advise(asked(f"I can train on {often} of the week. Plan {kind} for me."), living())
    action = advice.actions[0]
    assert action.timing == "this_week"
    if 1 < days < 5:
        assert f"{days} days this week" in action.text
    if kind == "a week of running and strength" and 1 < days < 7:
        assert "strength" in action.text
        assert "endurance" in action.text


@pytest.mark.asyncio
async def test_whoever_wants_no_floor_hears_of_none_in_a_later_turn() -> None:
    case: Case = replace(asked("What helps against a stiff back?"), earlier=("No floor exercises please.",))
    view = View(case, living(), Understanding({}, {}))
    assert (await view.circumstances()).shuns == {"floor"}
    said = [one.text for topic in ("pain", "mobility") for one in await view.statements(f"rehabilitation.{topic}")]
    assert said
    assert not any("floor" in text for text in said)
    assert circumstances("I love floor exercises").shuns == frozenset()


@pytest.mark.asyncio
async def test_whoever_has_no_equipment_hears_of_no_dumbbells() -> None:
    view = View(asked("A leg session? I have no barbell and no gym."), living(), Understanding({}, {}))
    said = await view.statements("training.strength")
    assert said
    assert not any("dumbbell" in f"{one.text} {[action.text for action in one.actions]}" for one in said)


@pytest.mark.asyncio
async def test_whoever_works_at_night_sleeps_after_the_shift() -> None:
    case: Case = replace(asked("How do I sleep better?"), earlier=("I work night shifts all this week.",))
    advice = await Neuroscientist().advise(case, living())
    assert "after your shift" in advice.actions[0].text or "after the shift" in advice.actions[0].text


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "part"), [("my hips are stiff", "hip"), ("tight hamstrings", "hamstring"), ("stiff neck from the desk", "neck")]
)
async def test_the_stiff_part_is_named_with_a_stretch_that_needs_no_kneeling(words: str, part: str) -> None:
    plans = stretched(CARE["rehabilitation.mobility"], words)
    texts = [plan.text if isinstance(plan, Dose) else plan for plan in plans["today"]]
    assert all(f"your {part}" in text and "kneel" not in text for text in texts)
    advice = await PhysicalTherapist().advise(asked(f"{words}, how do I get more mobility today?"), living())
    assert advice.actions
    assert any(part in claim.text.casefold() for claim in advice.claims)


def test_a_part_that_is_not_named_stays_the_stiff_part() -> None:
    assert stretched(CARE["rehabilitation.mobility"], "more mobility please") == CARE["rehabilitation.mobility"]


@pytest.mark.parametrize(
    ("words", "earlier", "days"),
    [
        ("I can train Monday, Wed and Friday", (), ("Monday", "Wednesday", "Friday")),
        ("Plan next week, I've got Sunday & Tuesday", (), ("Tuesday", "Sunday")),
        ("Scrap Thursday, the kids have a recital", ("I can train Tuesday and Thursday",), ("Tuesday",)),
        ("Saturday works too", ("only Tuesday and Thursday please",), ("Tuesday", "Thursday", "Saturday")),
        ("move Thursday to Friday", ("I can only train Tuesday and Thursday",), ("Tuesday", "Friday")),
        ("Friday instead of Thursday", ("I can only train Tuesday and Thursday",), ("Tuesday", "Friday")),
        ("I slept badly on Monday and Tuesday", (), ()),
        ("my matches are Saturday and Sunday, how do I train?", (), ()),
        ("how do I sleep?", (), ()),
        ("I can mon, tue, wed, thu, fri, sat and sun", (), ()),
    ],
)
def test_days_that_are_named(words: str, earlier: tuple[str, ...], days: tuple[str, ...]) -> None:
    lives = circumstances(words, earlier)
    assert lives.weekdays == days
    assert not days or lives.days == len(days)


def test_what_a_turn_goes_on_from_counts_in_its_own_place() -> None:
    earlier = ("I can train Tuesday and Thursday", "scrap Thursday")
    assert circumstances("I can train Tuesday and Thursday and the week after?", earlier).weekdays == ("Tuesday",)


@pytest.mark.parametrize("topic", ["training.programming", "training.strength", "training.endurance"])
def test_a_week_names_the_days_that_a_person_named(topic: str) -> None:
    lives = Circumstances(days=2, weekdays=("Tuesday", "Sunday"))
    told = fitted(AS_PLANNED[topic], topic, lives)["this_week"]
    texts = [text.text if isinstance(text, Dose) else text for text in told]
    assert any("Tuesday and Sunday" in text for text in texts)
    assert not any("2 days" in text for text in texts if "Tuesday" in text)


@pytest.mark.parametrize(
    ("words", "hot"),
    [
        ("its 33 degrees, still go for my run?", True),
        ("Is it ok to train at 95F?", True),
        ("heatwave here, long run tomorrow?", True),
        ("38 °C today", True),
        ("Can I squat 95 kg?", False),
        ("12 degrees and rain, still run?", False),
        ("33 minutes of easy running", False),
        ("my knee only bends 40 degrees, can I train?", False),
    ],
)
def test_a_hot_day_is_told_by_the_words(words: str, hot: bool) -> None:
    assert circumstances(words).heat is hot


async def test_on_a_hot_day_nobody_is_asked_for_a_hard_part() -> None:
    context = living()
    case = asked("It's 35 degrees, still go for my intervals?")
    for specialist in (TrainingCoach(), Neuroscientist()):
        advice = await specialist.advise(case, context)
        assert not any("hard part" in action.text or "hard session if" in action.text for action in advice.actions)
