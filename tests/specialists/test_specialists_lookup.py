"""A question after one's own records is answered by the record, and where there is none, that is said first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specialists_cases import TODAY, asked, living

from auren.conversation import ClaimKind
from auren.readings import STANDARD_METRICS, Window
from auren.specialists import AestheticConsultant, Neuroscientist, Nutritionist, Orchestrator, TrainingCoach
from auren.specialists.understanding.looked_up import Lookup, lookup_in

_YESTERDAY = TODAY - timedelta(days=1)  # a Tuesday


@pytest.mark.parametrize(
    ("words", "metric", "wanted", "window"),
    [
        ("Did I get enough protein yesterday?", "nutrition.protein", "sum", Window(_YESTERDAY, _YESTERDAY)),
        ("How many steps did I take yesterday?", "activity.steps", "sum", Window(_YESTERDAY, _YESTERDAY)),
        ("How far did I run this week?", "exercise.distance", "sum", Window.ending(TODAY, 7)),
        ("how much did I train last week", "exercise.duration", "sum", Window(date(2024, 3, 11), date(2024, 3, 17))),
        ("How often did I train last month?", "exercise.duration", "days", Window(date(2024, 2, 1), date(2024, 2, 29))),
        ("What was my average HRV last month?", "hrv.rmssd", "mean", Window(date(2024, 2, 1), date(2024, 2, 29))),
        ("What was my highest resting heart rate in the last 2 weeks", "heart.resting", "max", Window.ending(TODAY, 14)),
        ("How many calories did I burn on Monday?", "energy.total", "sum", Window(date(2024, 3, 18), date(2024, 3, 18))),
        ("how many calories have I eaten since Monday", "nutrition.energy", "sum", Window(date(2024, 3, 18), TODAY)),
        ("How much weight did I lose this month?", "body.weight", "change", Window(date(2024, 3, 1), TODAY)),
        ("What's my VO2max?", "fitness.vo2max", "latest", Window.ending(TODAY, 60)),
        ("How much deep sleep did I get on Sunday?", "sleep.deep", "mean", Window(date(2024, 3, 17), date(2024, 3, 17))),
        ("how long did i sleep last weekend", "sleep.duration", "mean", Window(date(2024, 3, 16), date(2024, 3, 17))),
    ],
)
def test_metric_figure_and_dates_are_told_by_the_words(words: str, metric: str, wanted: str, window: Window) -> None:
    found = lookup_in(words, TODAY)
    assert isinstance(found, Lookup)
    assert (found.metrics[0], found.wanted, found.window) == (metric, wanted, window)
    assert all(name in STANDARD_METRICS for name in found.metrics)


@pytest.mark.parametrize(
    "words",
    [
        "How much protein should I eat?",
        "What are my protein needs?",
        "How much weight can I lose in a month?",
        "How do I run faster?",
        "What is my plan for today?",
        "What's my best time to train?",
        "How many hours did I sleep last night?",  # told by the neuroscientist, with what is usual
        "How is my HRV this week?",
        "I ran 5 km yesterday",
        "Did I recover?",
        "",
    ],
)
def test_advice_and_what_is_told_anyway_is_no_look_up(words: str) -> None:
    assert lookup_in(words, TODAY) is None


@given(
    st.sampled_from(("steps", "calories did I eat", "km did I run", "body fat", "protein")),
    st.sampled_from(
        ("yesterday", "last week", "this month", "last month", "last 999 days", "on friday", "since sunday", "ever")
    ),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_dates_never_lie_ahead_and_never_reach_further_back_than_a_year(what: str, when: str, today: date) -> None:
    found = lookup_in(f"How much {what} did I have {when}?", today)
    assert found is not None
    assert found.window.first <= found.window.last <= today
    assert found.window.days <= 366


@pytest.mark.asyncio
async def test_the_figure_comes_first_and_is_the_sum_of_the_days() -> None:
    context = living({"activity.steps": 9000.0}, days=70)
    advice = await TrainingCoach().advise(asked("How many steps did I take yesterday?"), context)
    first = advice.claims[0]
    assert first.kind is ClaimKind.OBSERVATION
    assert first.text.startswith("On 19 March 2024, your steps came to ")
    (measure,) = first.measures
    assert measure.window == Window(_YESTERDAY, _YESTERDAY)
    assert f"{measure.value:.0f}" in first.text


@pytest.mark.asyncio
async def test_days_are_counted_and_means_are_of_days() -> None:
    context = living({"exercise.duration": 60.0}, days=70)
    often = await TrainingCoach().advise(asked("How often did I train last week?"), context)
    assert "I have your exercise time on 7 days" in often.claims[0].text
    mean = await Neuroscientist().advise(asked("What was my average HRV last month?"), living())
    assert "your HRV averaged 60 ms" in mean.claims[0].text


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("How many calories did I eat yesterday?", "I have no record of the calories you ate for that day."),
        ("How much water did I drink this week?", "I have no record of what you drank for that time."),
        ("How much weight did I lose this month?", "I have no record of your body weight for that time."),
        ("By how much did my waist shrink this month?", "I have no record of your waist for that time."),
        ("Isn't it great that I hit my calorie goal every day?", "I have no record of that food, so I cannot go by it."),
        ("I met my protein target again!", "I have no record of that protein, so I cannot go by it."),
    ],
)
async def test_where_there_is_no_record_that_is_said_first_and_only_once(words: str, said: str) -> None:
    advice = await Nutritionist().advise(asked(words), living())
    assert advice.claims[0].text == said
    assert sum("no record" in claim.text for claim in advice.claims) == 1


@pytest.mark.asyncio
async def test_one_weighing_is_no_change() -> None:
    advice = await AestheticConsultant().advise(asked("How much weight did I lose this month?"), living())
    assert "no record" in advice.claims[0].text


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("That two-hour meditation session I logged on Tuesday raised my HRV, right?", "I have no record of that meditation"),
        ("Since I did 40 minutes of stretching every day, how is my HRV?", "I have no record of that mobility work"),
        ("The scan you looked at showed that my back is fine, how do I sleep?", "I have not seen any scan of yours"),
        ("You saw on my scan that the disc has slipped. How do I sleep?", "I have not seen any scan of yours"),
        ("As your scan showed I am lean now, how do I sleep?", "I have not seen any scan of yours"),
        ("You can see in the pictures I took that I am crooked. How do I sleep?", "I have not seen any pictures of yours"),
        ("you looked at my progress pics from sunday, so how do I sleep?", "I have not seen any pics of yours"),
        ("So you've looked at my MRI and my disc is fine, right?", "I have not seen any MRI of yours"),
        ("My photos show that I am leaner, don't they?", "I have not seen any photos of yours"),
        ("You told me last week that I slept badly. Why?", "I cannot tell from here what was said then"),
    ],
)
async def test_what_was_never_kept_seen_or_said_is_not_gone_by(words: str, said: str) -> None:
    advice = await Neuroscientist().advise(asked(words), living())
    assert advice.claims[0].text.startswith(said)


@pytest.mark.asyncio
@pytest.mark.parametrize("words", ["My scan showed a healed back, how do I sleep?", "You said I should sleep more, why?"])
async def test_what_a_person_tells_of_themselves_or_of_this_talk_is_not_doubted(words: str) -> None:
    advice = await Neuroscientist().advise(asked(words), living())
    assert not any("cannot" in claim.text for claim in advice.claims)


@pytest.mark.asyncio
async def test_meditation_that_stands_in_the_data_is_gone_by() -> None:
    meditated = living({"mind.mindful": 40.0}, days=70)
    advice = await Neuroscientist().advise(asked("That meditation I logged on Tuesday raised my HRV, right?"), meditated)
    assert not any("no record" in claim.text for claim in advice.claims)


@pytest.mark.asyncio
async def test_a_record_is_told_by_one_who_is_asked() -> None:
    team = Orchestrator([Neuroscientist(), Nutritionist(), TrainingCoach(), AestheticConsultant()])
    case = asked("How often did I train in the past seven days?")
    assert len(team.choose(case)) > 1
    told = await team.advise(case, lambda specialist: living())
    assert [advice.specialist for advice in told.advice] == ["training_coach"]
