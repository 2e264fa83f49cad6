"""What the English grammar makes of a turn, and what it leaves alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.facts import EVER, Statement
from auren.memory.extraction import ENGLISH
from auren.memory.extraction.grammar import Said, read
from auren.people import Subject

ANNA = Subject("anna-1")
OSLO = ZoneInfo("Europe/Oslo")
AT = datetime(2024, 5, 20, 12, tzinfo=UTC)
"""A Monday."""


def _said(*turns: str) -> list[Said]:
    """Read turns five minutes apart, and give what the last one says."""
    before: list[Said] = []
    last: list[Said] = []
    for n, text in enumerate(turns):
        last = read(text, AT + timedelta(minutes=5 * n), f"t{n}", zone=OSLO, languages=[ENGLISH], before=before)
        before += last
    return last


def _found(*turns: str) -> list[tuple[str, str, str, str]]:
    return [(one.act, one.found.attribute, one.found.value, one.found.unit) for one in _said(*turns)]


def _statement(text: str) -> Statement:
    (one,) = _said(text)
    return one.statement(ANNA, OSLO, AT + timedelta(days=1))


@pytest.mark.parametrize(
    ("text", "attribute", "value", "unit"),
    [
        ("Since my holiday I weigh 82,5 kg", "body.weight", "82.5", "kg"),
        ("I weigh 180 lb", "body.weight", "81.6", "kg"),
        ("I weigh 12 st 7", "body.weight", "79.4", "kg"),
        ("I weigh 12 stone", "body.weight", "76.2", "kg"),
        ("I'm 5'11\" tall", "body.height", "180.3", "cm"),
        ("I'm 1.80 m tall", "body.height", "180", "cm"),
        ("My resting heart rate is 48 bpm", "heart.resting_rate", "48", "/min"),
        ("I usually go to bed at half past ten", "sleep.usual_bedtime", "22:30", ""),
        ("I go to bed at 11", "sleep.usual_bedtime", "23:00", ""),
        ("I go to bed at midnight", "sleep.usual_bedtime", "00:00", ""),
        ("I get up at 6:15", "sleep.usual_waketime", "06:15", ""),
        ("I sleep seven and a half hours a night", "sleep.usual_duration", "7.5", "h"),
        ("I sleep 6h45 a night", "sleep.usual_duration", "6.8", "h"),
        ("I train four times a week", "training.days_per_week", "4", "/week"),
        ("I run 25 miles a week", "training.weekly_distance", "40.2", "km"),
        ("My marathon PB is 3:28:10", "training.best.marathon", "12490", "s"),
        ("My half marathon PB is 1:38:00", "training.best.half_marathon", "5880", "s"),
        ("I was born on May 3rd, 1988", "birthday", "1988-05-03", ""),
        ("My birthday is 3 May", "birthday", "05-03", ""),
        ("I want to run a marathon by 12 October", "goal", "run a marathon (by 2024-10-12)", ""),
        ("My goal is to lose 5 kg before February", "goal", "lose 5 kg (by 2025-02)", ""),
        ("I tore my right hamstring", "injury", "right hamstring (tear)", ""),
        ("I live in New York now", "home", "New York", ""),
        ("I drink two cups of coffee a day", "caffeine", "2", "cups/day"),
        ("I have been diagnosed with asthma", "condition", "asthma", ""),
        ("I don't smoke", "smoking", "no", ""),
        ("My sister weighs 60 kg but I weigh 80 kg", "body.weight", "80", "kg"),
        ("I weigh 80 kg, is that too much?", "body.weight", "80", "kg"),
    ],
)
def test_a_statement_becomes_a_value_in_its_unit(text: str, attribute: str, value: str, unit: str) -> None:
    assert _found(text) == [("holds", attribute, value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "if I weighed 70 kg, I would run faster",
        "If I weighed 70 kg, I weigh less than he does",
        "my sister weighs 60 kg",
        "do I weigh 80 kg?",
        "do I weigh 80 kg",
        "I wish I weighed 65 kg",
        "When I was 20, I weighed 70 kg",
        "let's say I weigh 90 kg",
        'You wrote "I weigh 90 kg"',
        "the app says I weigh 90 kg",
        "you told me I weigh 90 kg",
        "he sleeps 8 hours a night",
        "my coach says I weigh 90 kg",
        "my coach said, I weigh 90 kg",
        "I lost 5 kg",
        "I can bench 80 kg",
        "I carry 20 kg of water",
        "I slept 5 hours last night",
        "I ran 12 km yesterday",
        "I went to bed at 2 am yesterday",
        "maybe I should take 5 g of creatine",
        "should I take 5 g creatine a day",
        "I might go vegan",
        "I'm not allergic to anything",
        "I weigh 8000 kg",
        "our dog weighs 30 kg",
        "my wife is pregnant",
        "people sleep 7 hours a night",
        "I want to know how much I weigh",
        "",
        " \n\t ",
        "!!!???",
    ],
)
def test_what_is_no_fact_about_the_person_is_left_alone(text: str) -> None:
    assert _found(text) == []


def test_a_goal_says_nothing_of_what_is() -> None:
    assert _found("I want to weigh 70 kg") == [("holds", "goal", "weigh 70 kg", "")]
    assert _found("I'd like to sleep 8 hours a night") == [("holds", "goal", "sleep 8 hours a night", "")]


def test_one_turn_may_say_several_things() -> None:
    text = "I weigh 80 kg and I take 5 g of creatine a day. My left knee hurts, but my right ankle is fine again!"
    assert _found(text) == [
        ("holds", "body.weight", "80", "kg"),
        ("holds", "supplement", "creatine", ""),
        ("holds", "supplement.creatine.dose", "5", "g/day"),
        ("holds", "injury", "left knee", ""),
        ("ended", "injury", "right ankle", ""),
    ]
    assert [one.at for one in _said(text)] == sorted({one.at for one in _said(text)})


def test_a_medicine_is_named_and_its_dose_is_not_kept() -> None:
    assert _found("I take 500 mg of metformin") == [("holds", "medication", "metformin", "")]


@pytest.mark.parametrize("text", ["I no longer take creatine", "I don't take creatine anymore", "I quit creatine"])
def test_what_is_no_longer_so_ends(text: str) -> None:
    assert _found(text) == [("ended", "supplement", "creatine", ""), ("ended", "supplement.creatine.dose", "", "")]


def test_not_the_left_one_the_right_one() -> None:
    for fix in ("not my left knee, the right one", "Sorry, I meant my right knee", "it's my right knee, not my left knee"):
        (one,) = _said("My left knee hurts", fix)
        assert (one.act, one.found.value) == ("corrects", "right knee")
        assert one.replaces in ("left knee", "knee")


@pytest.mark.parametrize(
    "fix",
    ["Sorry, I meant 80 kg", "I meant 80 kg, not 82 kg", "no wait, it's 80 kg", "not 82, 80", "Correction: I weigh 80 kg"],
)
def test_a_correction_means_what_was_said_before(fix: str) -> None:
    assert _found("I weigh 82 kg", fix) == [("corrects", "body.weight", "80", "kg")]


def test_a_bare_value_without_something_to_correct_says_nothing() -> None:
    for text in ("Sorry, I meant 80 kg", "not 82, 80", "it's 60 degrees outside", "no, 5"):
        assert _found(text) == []
    assert _found("I weigh 82 kg", "sorry, I was 45 minutes late") == []
    assert _found("I weigh 82 kg", "it's 60 degrees outside") == []


def test_one_more_sport_is_no_correction() -> None:
    assert _found("I do climbing", "Actually, I also do yoga") == [("holds", "training.sport", "yoga", "")]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("I've been vegan since March", (2024, 3, 1), None),
        ("I've been vegan since 3 March 2023", (2023, 3, 3), None),
        ("I've been vegan for three weeks", (2024, 4, 29), None),
        ("I went vegan two weeks ago", (2024, 5, 6), None),
        ("I was vegan in March", (2024, 3, 1), (2024, 4, 1)),
        ("I was vegan in December", (2023, 12, 1), (2024, 1, 1)),
        ("I was vegan last week", (2024, 5, 13), (2024, 5, 20)),
        ("I was vegan last year", (2023, 1, 1), (2024, 1, 1)),
        ("I weighed 85 kg in January", (2024, 1, 1), (2024, 2, 1)),
        ("yesterday I weighed 80 kg", (2024, 5, 19), None),
        ("I'm in Rome this week", (2024, 5, 20), (2024, 5, 27)),
    ],
)
def test_times_are_those_of_the_persons_calendar(
    text: str, since: tuple[int, int, int], until: tuple[int, int, int] | None
) -> None:
    statement = _statement(text)
    assert statement.since == datetime(*since, tzinfo=OSLO)
    assert statement.until == (None if until is None else datetime(*until, tzinfo=OSLO))


def test_a_birthday_has_always_been() -> None:
    assert _statement("My birthday is 3 May 1988").since == EVER


def test_yesterday_depends_on_the_zone() -> None:
    late = datetime(2024, 5, 20, 23, 30, tzinfo=UTC)
    for zone, day in ((UTC, 19), (OSLO, 20)):
        (one,) = read("I went vegan yesterday", late, "t", zone=zone, languages=[ENGLISH])
        assert one.statement(ANNA, zone, late).since == datetime(2024, 5, day, tzinfo=zone)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for one in _said("I weigh 82 kg", text):
        assert one.found.value or one.act == "ended"


_PARTS = st.sampled_from(
    ["I", "weigh", "80 kg", "not", "my", "left knee", "hurts", ",", ".", "?", "since", "March", "actually", "5 g", "creatine",
     "for", "three", "weeks", "no longer", "sorry", "12 st",
     "at", "half past", "10", "bed", "in", "2024-02-30", "31 February", "if",
     "99999", "'", '"', "want to", "run", "by", "32 May", "born on", "0:99:99"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=25).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_string_of_its_own_words_is_read_without_a_fault(text: str) -> None:
    for one in _said("My left knee hurts", text):
        one.statement(ANNA, OSLO, AT)


def test_an_enormous_turn_is_read_in_bounded_time() -> None:
    # Hostile repetitions: quadratic backtracking over the bounded part is all there may be.
    for text in (
        "I weigh " * 3000,
        "my left " * 3000,
        "not " * 5000,
        "," * 50_000,
        "no, " * 5000,
        "1" * 50_000,
        "sorry " * 5000,
    ):
        _said(text)
