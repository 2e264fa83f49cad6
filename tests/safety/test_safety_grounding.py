"""Every number, date and time traces to the data, faithful words pass, and a changed number does not."""

from __future__ import annotations

import random
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safety_values import BAND, CLAIMS, FINDING, HRV, HRV_CLAIM, LOG, TODAY, USUAL, WEEK, claim

from auren.conversation import Claim, ClaimKind
from auren.findings import Coverage, Measure
from auren.readings import Window
from auren.rendering import quantity, render, span
from auren.safety.grounding import Ground
from auren.safety.numbers import numerals, states_any

GROUND = Ground.of(CLAIMS, [FINDING], "I ran 12 km in 58 minutes on Saturday.", TODAY)

FAITHFUL = [
    "Your HRV averaged 39.5 ms this week.",
    "Averaged over the seven days from 10 July to 16 July, your HRV was 39.5 ms.",
    "At 39.5 milliseconds, your heart rate variability sits below your usual band.",
    "That is about 40 ms, under your usual 40.1–43.4 ms.",
    "Your usual band runs from 40.1 to 43.4 ms.",
    "Your usual band is between 40.1 and 43.4 ms.",
    "Between 10 and 16 July 2023 it was lower than usual.",
    "From July 10 to July 16, your HRV was low.",
    "July 10–16 was a low week.",
    "From 2023-07-10 to 2023-07-16 the mean stayed low.",
    "On the natural-log scale that is 3.6763 ln ms, or 3.68.",
    "You slept 6 hours and 18 minutes a night.",
    "You slept 6 h 18 min, measured on 6 of 7 nights.",
    "You slept a little over 6 hours on six out of seven nights.",
    "That makes 378 minutes, or 6.3 hours.",
    "You are 7.5 hours short, that is 450 minutes.",
    "You are seven and a half hours short of sleep this week.",
    "One night is missing.",
    "Your resting heart rate was 52 beats per minute.",
    "**52 bpm** at rest is steady.",
    "You were asleep for 88 % of your time in bed.",
    "Sleep efficiency: 87.9%.",
    "You rated your mood 2 out of 5.",
    "Your mood was 2/5.",
    "Your skin was 0.4 degrees lower than usual.",
    "Skin temperature changed by −0.4 °C.",
    "The load of the week was 1,480 AU.",
    "You took 8,342 steps.",
    "Aim to be in bed by 22:30.",
    "Be in bed by 10:30 pm and put your phone away half an hour before.",
    "Look again on Wednesday, 19 July.",
    "Your 12 km in 58 minutes on Saturday count towards that.",
    "Your baseline rests on 29 of 60 days.",
    "The band of 3.694 to 3.829 comes from 11 May to 9 July 2023.",
    "Today, Monday 17 July, take it easy.",
    "Im Schnitt waren es 39,5 ms über sieben Tage.",
    "Du hast 6 Stunden und 18 Minuten geschlafen, vom 10. bis 16. Juli 2023.",
    "1. Keep today easy.",
    "No one expects more of you today.",
    "Two weeks ago"[4:] + " matter less than the trend.",
]

UNFAITHFUL = [
    ("Your HRV averaged 38.5 ms.", "number"),
    ("Your HRV averaged 39.5 bpm.", "unit"),
    ("Your HRV averaged 39.5 mmHg.", "unit"),
    ("Your HRV averaged thirty-eight milliseconds.", "number"),
    ("Your resting heart rate was 52 ms.", "unit"),
    ("You slept 6 h 48 min.", "number"),
    ("You slept 9 hours.", "number"),
    ("You slept 6:48 hours.", "number"),
    ("You had twice the load.", "unit"),
    ("You rated your mood 4 of 5.", "number"),
    ("It was measured on 5 of 7 nights.", "number"),
    ("It was 17 % lower.", "number"),
    ("Your band is 40.1–45.4 ms.", "number"),
    ("Your band is between 38 and 43.4 ms.", "number"),
    ("On 12 July it was low.", "date"),
    ("On Wednesday 17 July it was low.", "date"),
    ("On 39 July it was low.", "date"),
    ("From 40 to 16 July it was low.", "date"),
    ("Your 6-day mean was 39.5 ms.", "unit"),
    ("On 16 August it was low.", "date"),
    ("On 2023-07-12 it was low.", "date"),
    ("On 16 July 2024 it was low.", "date"),
    ("From 12 to 16 July it was low.", "date"),
    ("On Friday it was low.", "date"),
    ("In July 2022 it was low.", "date"),
    ("Be in bed by 21:30.", "time"),
    ("Be in bed by 9 pm.", "time"),
    ("Be in bed at 11 o'clock.", "time"),
    ("Your HRV is above your usual band.", "direction"),
    ("Your HRV rose this week.", "direction"),
    ("This is zone Z4 work.", "word"),
    ("Run a 5k today.", "word"),
    ("Skin temperature changed by +0.4 °C.", "number"),
    ("Du hast neun Stunden geschlafen.", "number"),
    ("Es waren siebenunddreißig ms.", "number"),
    ("It was ３８ ms.", "number"),
    ("It was ٣٨ ms.", "number"),
    ("It was 3\u200b8 ms.", "number"),
    ("It took ½ of the night.", "number"),
    ("It was Ⅺ ms.", "number"),
    ("It was 1.2.3 today.", "number"),
    ("It fell for the ninth time.", "number"),
    ("You improved by a factor of 1.5x.", "number"),
    ("You trained for 45 minutes.", "number"),
    ("Take two hundred milligrams.", "number"),
]


@pytest.mark.parametrize("sentence", FAITHFUL)
def test_faithful_words_pass(sentence: str) -> None:
    assert GROUND.check(sentence) == ()


@pytest.mark.parametrize(("sentence", "kind"), UNFAITHFUL)
def test_unfaithful_words_do_not(sentence: str, kind: str) -> None:
    assert kind in [violation.kind for violation in GROUND.check(sentence)]


@pytest.mark.parametrize("own", CLAIMS, ids=lambda own: own.text[:30])
def test_a_claim_passes_its_own_ground(own: Claim) -> None:
    assert Ground.of([own]).check(own.text) == ()
    assert GROUND.check(own.text) == ()


@pytest.mark.parametrize("own", CLAIMS, ids=lambda own: own.text[:30])
def test_what_rendering_shows_passes(own: Claim) -> None:
    ground = Ground.of([own], [FINDING], today=TODAY)
    for line in (*render(own).splitlines(), *render(FINDING).splitlines()):
        assert ground.check(line) == ()


UNITS = [("ms", 1), ("bpm", 0), ("min", 0), ("h", 1), ("%", 1), ("AU", 0), ("kg", 1), ("count", 0), ("ln ms", 4), ("1-5", 1)]


@given(
    value=st.floats(-2000, 20000, allow_nan=False),
    unit=st.sampled_from(UNITS),
    have=st.integers(0, 60),
    last=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    days=st.integers(1, 60),
)
def test_every_computed_sentence_passes_its_own_ground(
    value: float, unit: tuple[str, int], have: int, last: date, days: int
) -> None:
    window = Window.ending(last, days)
    coverage = Coverage(min(have, days), days)
    known = Measure("m", f"{days}-day mean", value, unit[0], unit[1], window, coverage, HRV.citation)
    text = f"Your {known.title} was {quantity(value, *unit)} over {span(window)} ({coverage})."
    assert Ground.of([Claim(text, ClaimKind.OBSERVATION, (known,))]).check(text) == ()
    assert Ground.of([Claim("", ClaimKind.OBSERVATION, (known,))]).check(text) == ()


@given(st.text())
def test_any_text_passes_when_the_person_said_it(text: str) -> None:
    ground = Ground.of([], words=text)
    assert [v for v in ground.check(text) if v.kind != "number"] == []


@given(st.text(max_size=300))
def test_no_text_breaks_the_check(text: str) -> None:
    assert all(violation.kind != "error" for violation in GROUND.check(text))


def _mutations(text: str, rng: random.Random, count: int) -> list[tuple[str, str, str]]:
    """Give copies of a text in which one number was changed: another digit, a step, a shift of the point, a swap."""
    spots = list(re.finditer(r"\d+(?:\.\d+)?", text))
    made: list[tuple[str, str, str]] = []
    while len(made) < count:
        spot = rng.choice(spots)
        old = spot[0]
        at = rng.randrange(len(old))
        way = rng.randrange(4)
        if way == 0 and old[at].isdigit():
            new = old[:at] + rng.choice("0123456789") + old[at + 1 :]
        elif way == 1:
            new = str(Decimal(old) + rng.choice([-10, -5, -3, -2, -1, 1, 2, 3, 5, 10]))
        elif way == 2:
            new = str(Decimal(old) * 10) if "." not in old else old.replace(".", "")
        else:
            new = old[::-1] if "." not in old else f"{rng.uniform(0, 100):.1f}"
        if "-" not in new and Decimal(new) != Decimal(old):
            made.append((text[: spot.start()] + new + text[spot.end() :], old, new))
    return made


def _ground_of_one(own: Claim) -> Ground:
    return Ground.of([own])


def _ground_of_all(_: Claim) -> Ground:
    return GROUND


def test_at_least_99_in_100_changed_numbers_are_caught() -> None:
    rng = random.Random(20230716)
    for ground_of in (_ground_of_one, _ground_of_all):
        missed: list[str] = []
        total = 0
        for own in CLAIMS:
            if not any(sign.isdigit() for sign in own.text):
                continue
            ground = ground_of(own)
            for changed, old, new in _mutations(own.text, rng, 400):
                # A number with fewer decimals that rounds the same tells no lie.
                step = Decimal(1).scaleb(Decimal(new).as_tuple().exponent)  # type: ignore[arg-type]
                if abs(Decimal(new) - Decimal(old)) <= step / 2:
                    continue
                total += 1
                if not ground.check(changed):
                    missed.append(changed)
        assert total > 3000
        assert len(missed) <= total / 100, (len(missed), total, missed[:20])


@settings(max_examples=300)
@given(st.decimals(0, 300, places=1), st.sampled_from(["ms", "bpm", "min", "%", "kg", "AU", ""]))
def test_any_other_number_is_caught(number: Decimal, unit: str) -> None:
    ground = Ground.of([claim("Your HRV was 39.5 ms.", HRV)])
    sentence = f"Your value was {number} {unit}."
    said = {Decimal(allowed) for allowed in ("39.5", "39", "40", "40.1", "43.4", "43", "7", "0")}
    if number not in said:
        assert ground.check(sentence)


def test_what_is_found_is_the_sentences_own_word_and_nothing_of_the_data() -> None:
    (violation,) = GROUND.check("Your HRV averaged 61.7 ms.")
    assert violation.found == "61.7 ms"
    assert "39" not in violation.expected


def test_directions_are_checked_only_when_the_claims_agree() -> None:
    both = Ground.of([HRV_CLAIM, claim("Your resting heart rate was above your usual.", HRV)])
    assert both.direction is None
    assert both.check("Your HRV is above your usual band.") == ()
    one = Ground.of([HRV_CLAIM])
    assert one.direction == "down"
    assert one.check("Your HRV is not above your usual band.") == ()
    assert one.check("Sit up, raise a glass and look above the trees.") == ()


def test_a_ground_without_anything_lets_no_number_pass() -> None:
    empty = Ground.of([])
    assert empty.check("Take it easy today.") == ()
    assert empty.check("Rest for 2 days.")
    assert empty.check("Rest until Friday.")


def test_a_failing_check_closes() -> None:
    assert [violation.kind for violation in GROUND.check("x" * 2001)] == ["error"]
    broken = Ground.of([HRV_CLAIM])
    object.__setattr__(broken, "values", None)
    assert [violation.kind for violation in broken.check("It was 39.5 ms.")] == ["error"]


def test_an_exponential_of_a_spread_is_no_value() -> None:
    assert Ground.of([], [FINDING]).check("It varied by 1.1 ms.")
    assert Ground.of([], [FINDING]).check(f"The spread was {BAND.sd} ln ms.") == ()


def test_window_lengths_count_in_days_and_weeks() -> None:
    ground = Ground.of([claim("", LOG)], [FINDING])
    assert ground.check(f"Over {WEEK.days} days, one week, and {USUAL.days} nights.") == ()
    assert ground.check("Over two weeks.")


STATING = [
    "one",
    "two",
    "second",
    "half",
    "a",
    "first",
    ",",
    "-",
    ".",
    "7",
    "3.5",
    "12:30",
    "2024-01-05",
    "VO2max",
    "Z4",
    "Monday",
    "monday",
    "July",
    "5th",
    "am",
    "and",
    "days",
    "hour",
    "R1",
    "May",
    "no",
]


@given(st.lists(st.sampled_from(STATING), max_size=8).map(" ".join) | st.text(max_size=40))
def test_whether_anything_is_stated_is_told_as_it_is_read(text: str) -> None:
    assert states_any(text) == bool(numerals(text))


def test_numerals_read_each_spelling() -> None:
    assert [type(item).__name__ for item in numerals("On 16 July at 23:30, 7 of 7 days, 39.5 ms, Z4 by Monday")] == [
        "Day",
        "Clock",
        "Pair",
        "Number",
        "Name",
        "Weekday",
    ]
