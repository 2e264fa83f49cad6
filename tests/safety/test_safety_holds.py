"""What holds leave of computations, claims and plans; the gates as safe subsets; the fold over changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.conversation import Action, Claim, ClaimKind, Constraint, Plan
from auren.holds import TOOLS, Hold, HoldChange, holds_of
from auren.people import Subject
from auren.safety import RedFlags, check_wording
from auren.safety.flags import ROWS
from auren.safety.holds import HELD, REACH, TEXTS, Held, changes_of, plan_after
from auren.science import catalogue

ANNA, NOW = Subject("anna"), datetime(2025, 3, 10, 12, tzinfo=UTC)


def held(row: str, after: timedelta = timedelta(days=3)) -> Held:
    flag = RedFlags().of_row(row)
    return Held(holds_of(changes_of(ANNA, [flag], NOW, "q1")), NOW + after)


# For each gate and hold of the table: what must not come, and what still may.
GATES = {
    "R2": (("Run four intervals today.", "Add a heavy squat session."), ("Your resting heart rate was as usual.",)),
    "R5": (("Your HRV is below your usual range.",), ("You slept as usual.",)),
    "R6": (("Test your one rep max this week.",), ("An easy walk is fine.",)),
    "R10": (
        (
            "Your weight has fallen.",
            "You ate fewer calories.",
            "Your body fat is lower.",
            "Send a photo from the side.",
            "Start a small deficit.",
        ),
        ("Go to bed at your usual hour.",),
    ),
    "R11": (("Your shoulder to waist proportion has grown.", "Compare two photos."), ("You slept as usual.",)),
    "R12": (
        ("Add a set to each exercise, and increase the load.", "A deficit of a tenth suits you."),
        ("Eat breakfast before you train.",),
    ),
    "R15": (("Aim to lose weight slowly.", "Test your one rep max.", "Take vitamin A."), ("Drink with each meal.",)),
    "R16": (
        ("Lose weight slowly.", "Have a coffee before training.", "Your body fat is lower.", "Test a 1RM."),
        ("Sleep nine hours.",),
    ),
    "R17": (("A small deficit suits you.", "Increase the load each week."), ("Walk after lunch.",)),
    "R18": (("Creatine is fine with that.", "Take magnesium at night."), ("Go to bed at your usual hour.",)),
    "R19": (("Try a fasted ride.",), ("You slept as usual.",)),
    "R21": (("Creatine would suit you.",), ("Walk after lunch.",)),
    "R31": (("Do an easy run today.",), ("You slept as usual.",)),
    "R33": (("Hop on one leg.", "Go for a run."), ("You slept as usual.",)),
    "R36": (("Stretch the knee further each day.",), ("You slept as usual.",)),
}


@pytest.mark.parametrize("row", GATES)
def test_a_gate_lets_a_safe_subset_through(row: str) -> None:
    forbidden, allowed = GATES[row]
    off = held(row)
    for text in forbidden:
        assert not off.claim(Claim(text, ClaimKind.ACTION)), text
        assert not off.action(Action(text, "today")), text
    for text in allowed:
        assert off.claim(Claim(text, ClaimKind.OBSERVATION)), text


@pytest.mark.parametrize("row", ["R40", "R48"])
def test_an_easy_day_is_a_day_without_a_prescription(row: str) -> None:
    today, later = held(row, timedelta(hours=1)), held(row, timedelta(hours=25))
    assert not today.action(Action("Run hard.", "today"))
    assert not today.claim(Claim("Run hard.", ClaimKind.ACTION))
    assert today.claim(Claim("Your resting heart rate is up.", ClaimKind.OBSERVATION))
    assert not later


@pytest.mark.parametrize("level", ["E0", "E1", "E2"])
def test_nothing_is_prescribed_on_the_day_of_any_row_that_asks_for_a_human(level: str) -> None:
    for row in (row for row, own in ROWS.items() if own == level):
        off = held(row, timedelta(hours=23))
        assert not off.acts
        assert not off.claim(Claim("Walk after lunch.", ClaimKind.ACTION))
        assert off.claim(Claim("You slept as usual.", ClaimKind.OBSERVATION)) is (row != "R7")


def test_an_eating_disorder_signal_switches_its_tools_off_by_name_and_by_metric() -> None:
    off = held("R10")
    names = {
        "energy.weight_trend",
        "energy.daily",
        "energy.availability",
        "physique.navy_body_fat",
        "physique.comparable_photos",
    }
    assert names <= catalogue().keys()
    assert not any(off.computes(name) for name in names)
    assert not off.computes("days.summary", ["body.weight"])
    assert off.computes("days.summary", ["sleep.duration"])
    assert off.computes("sleep.debt", ["sleep.duration"])


def test_every_computation_that_a_tool_names_exists() -> None:
    for tool, reach in REACH.items():
        for name in reach.computations:
            assert any(one == name or (name.endswith("*") and one.startswith(name[:-1])) for one in catalogue()), (tool, name)


def test_every_tool_reaches_something_and_some_row_holds_it() -> None:
    assert set(REACH) == set(TOOLS) == {tool for off in HELD.values() for tool in off}


def test_a_plan_gets_the_demands_of_what_is_off() -> None:
    plan = Plan(
        (Action("Eat a little less.", "this_week", "energy_intake", 0.9), Action("Sleep in.", "today", "sleep", 1.1)),
        (Constraint("energy_intake", 0.9, date(2025, 3, 20), "weight", "nutritionist"),),
        ("Eat fewer calories.", "Sleep in."),
    )
    left = held("R10").planned(plan, date(2025, 3, 13))
    assert [action.text for action in left.actions] == ["Sleep in."]
    (demand,) = left.constraints
    assert (demand.on, demand.floor, demand.ceiling, demand.cause) == ("energy_intake", 1.0, None, "safety")
    assert left.set_aside == ("Sleep in.",)


@pytest.mark.parametrize(
    "text", ["Your w​eight fell.", "CALORIES", "Dein Körpergewicht sinkt.", "Tu peso baja.", "Ton poids baisse."]
)
def test_words_are_heard_however_they_are_spelled(text: str) -> None:
    assert held("R10").touches(text)


@pytest.mark.parametrize("language", TEXTS)
def test_what_is_said_is_wellness_and_names_nothing_that_is_off(language: str) -> None:
    every = Held((), NOW, HELD)
    assert set(every.tools) == set(TOOLS)
    for text in TEXTS[language]:
        assert not check_wording(text)
        assert not held("R10").touches(text)


def test_nothing_is_said_where_nothing_is_off() -> None:
    free = Held((), NOW)
    assert not free
    assert free.says("en", touched=True) == ""
    assert free.computes("energy.daily", ["body.weight"])
    assert held("R10").says("en", touched=False) == ""
    assert held("R10").says("nl", touched=True) == TEXTS["en"].off


def change(at: int, kind: str, row: str = "R10", id: str = "") -> HoldChange:
    when = NOW + timedelta(minutes=at)
    if kind == "set":
        return HoldChange(id or f"s{at}{row}", ANNA, row, "E2", "set", ("weight",), when, when + timedelta(days=1))
    return HoldChange(id or f"c{at}{row}", ANNA, row, "E2", "cleared", (), when, by="a doctor")


def test_of_two_changes_at_one_instant_setting_wins() -> None:
    (hold,) = holds_of([change(0, "set"), change(5, "set"), change(5, "cleared")])
    assert hold.stands(NOW + timedelta(days=90))
    assert hold.since == NOW + timedelta(minutes=5)


@given(
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["set", "cleared"]), st.sampled_from(["R10", "R2"])), max_size=12),
    st.randoms(),
)
def test_what_holds_does_not_depend_on_the_order_in_which_changes_are_read(
    made: list[tuple[int, str, str]], chance: object
) -> None:
    changes = [change(*one) for one in dict.fromkeys(made)]
    shuffled = [*changes, *changes]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert holds_of(shuffled) == holds_of(changes)
    for row in {one.row for one in changes}:
        last = max((one for one in changes if one.row == row), key=lambda one: (one.at, one.change == "set"))
        stands = {hold.row for hold in holds_of(changes) if hold.stands(NOW + timedelta(days=9))}
        assert (row in stands) is (last.change == "set")


def test_a_hold_that_only_lasts_a_day_ends_by_itself() -> None:
    hold = Hold(ANNA, "R3", "E0", NOW, (), NOW + timedelta(days=1))
    assert hold.stands(NOW)
    assert not hold.stands(NOW + timedelta(days=1))


@pytest.mark.parametrize(("row", "most"), [("R1", 0.0), ("R28", 0.0), ("R33", 1.0), ("R42", 1.0), ("R12", 1.0), ("R47", None)])
def test_a_flag_limits_load_until_somebody_has_looked(row: str, most: float | None) -> None:
    plan = plan_after(ANNA, [RedFlags().of_row(row)], NOW, "q1")
    assert plan.ceiling("training_load") == most
    assert plan.actions == ()
    assert all(one.cause == "safety" and one.until >= NOW.date() for one in plan.constraints)
