"""What the benchmark of the shipped rules counts: who can be judged, episodes, and what chance gives."""

from __future__ import annotations

from datetime import timedelta

import pytest
from benchmarks.shipped_rules import Person, counted, episodes, ways
from pattern_tables import DAY, Table, ending

from auren.patterns import Rule, daily

PULSE, SLEEP = daily("heart.resting").above(55, "bpm"), daily("sleep.duration").below(6, "h")


def person(**series: list[float | None]) -> Person:
    named = {name.replace("__", "."): ending(values) for name, values in series.items()}
    table = Table(named)
    values = {(metric, day): table.value(metric, day) for metric, days in named.items() for day in days}
    return Person({key: value for key, value in values.items() if value is not None})


def test_a_rule_is_counted_only_for_people_who_recorded_what_it_needs() -> None:
    both, either = Rule("both", 1, "Both", PULSE & SLEEP), Rule("either", 1, "Either", PULSE | ~SLEEP.for_days(2))
    assert ways(both.when) == {frozenset({"heart.resting", "sleep.duration"})}
    assert ways(either.when) == {frozenset({"heart.resting"}), frozenset({"sleep.duration"})}
    half = person(heart__resting=[50, 50, 60])
    assert (counted(both, [half]).people, counted(both, [half]).judged) == (0, 0)
    assert (counted(either, [half]).people, counted(either, [half]).found) == (1, 1)


def test_episodes_leave_repetitions_out() -> None:
    days = [DAY + timedelta(days=passed) for passed in (0, 1, 7, 8, 9, 20)]
    assert episodes(days, 7) == 3
    assert episodes(days, 0) == 6


def test_injuries_are_held_against_chance() -> None:
    """Ten days, the rule holds on the fifth, an injury on the seventh; three days of the nine with one before it follow."""
    rule = Rule("high", 1, "High", PULSE)
    one = person(
        heart__resting=[50, 50, 50, 50, 60, 50, 50, 50, 50, 50],
        injury__reports=[None, None, None, None, None, None, 1, 1, None, None],
    )
    count = counted(rule, [one])
    assert (count.injuries, count.preceded) == (1, 1)
    assert count.by_chance == pytest.approx(3 / 9)
    assert count.found == count.episodes == 1
