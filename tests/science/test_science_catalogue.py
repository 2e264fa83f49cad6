"""The catalogue: names, arguments, guards and the laws that every computation keeps."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from science_days import TODAY, UNITS, WHO, bout, ending, run, value

import auren.science
from auren.errors import ConfigurationError, InvalidInput, UnitMismatch
from auren.findings import Insufficient, Measure
from auren.people import Profile
from auren.readings import STANDARD_METRICS, DailyValue, Window, known_units
from auren.science import Inputs, catalogue
from auren.science.catalogue import gathered
from auren.science.citations import CITATIONS
from auren.science.computation import Computation
from auren.science.contents import CONTENTS

NAMES = (
    "heart.resting_latest",
    "heart.resting_usual",
    "heart.resting_weekly_mean",
    "hrv.band",
    "hrv.weekly_mean",
    "load.monotony",
    "load.session_today",
    "load.weekly",
    "sleep.debt",
    "sleep.efficiency",
    "sleep.efficiency_weekly_mean",
    "sleep.last_night",
    "sleep.regularity",
    "sleep.weekly_mean",
)
# name -> (metrics, first date back, last date back, dates that must have a value)
GUARDS = {
    "hrv.weekly_mean": (("hrv.rmssd",), 6, 0, 3),
    "hrv.band": (("hrv.rmssd",), 66, 7, 14),
    "heart.resting_latest": (("heart.resting",), 6, 0, 1),
    "heart.resting_weekly_mean": (("heart.resting",), 6, 0, 4),
    "heart.resting_usual": (("heart.resting",), 66, 7, 14),
    "sleep.last_night": (("sleep.duration",), 0, 0, 1),
    "sleep.weekly_mean": (("sleep.duration",), 6, 0, 4),
    "sleep.efficiency": (("sleep.duration", "sleep.in_bed"), 0, 0, 1),
    "sleep.efficiency_weekly_mean": (("sleep.duration", "sleep.in_bed"), 6, 0, 4),
    "sleep.debt": (("sleep.duration",), 13, 0, 10),
    "load.session_today": (("load.srpe",), 0, 0, 1),
    "load.weekly": (("load.srpe",), 27, 0, 1),
}
RANGES = {
    "hrv.rmssd": (1, 400),
    "heart.resting": (25, 150),
    "sleep.duration": (1, 600),
    "sleep.in_bed": (600, 900),
    "load.srpe": (0, 2000),
}


FORMULAS = Path(__file__).parents[3] / "shared" / "domain" / "formulas.md"


def test_the_first_names_still_stand() -> None:
    assert set(NAMES) <= set(catalogue())


@pytest.mark.skipif(not FORMULAS.is_file(), reason="the formula collection is not beside this checkout")
def test_every_row_of_the_collection_has_its_computation() -> None:
    rows = re.findall(r"^\| ([NCTPAX]\d+) \|", FORMULAS.read_text(encoding="utf-8"), re.MULTILINE)
    # X2 to X4 are rules that all obey; X2 stands for plain figures besides.
    wanted = set(rows) - {"X2", "X3", "X4"}
    assert len(wanted) == 106
    assert wanted <= {entry.citation.id for entry in catalogue().values()}


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_each_entry_says_what_it_is(name: str) -> None:
    entry = catalogue()[name]
    assert entry.title
    assert not entry.title.endswith(".")
    assert entry.formula
    assert entry.guard
    assert entry.unit in known_units()
    assert entry.citation.text
    assert entry.parameters["additionalProperties"] is False
    json.dumps(entry.parameters)
    with pytest.raises(InvalidInput, match="unknown argument 'metre'"):
        entry.needs(TODAY, metre=3)


@pytest.mark.parametrize("name", sorted(set(catalogue()) - {"days.summary", "sessions.summary"}))
def test_without_arguments_and_data_there_is_never_a_made_up_number(name: str) -> None:
    """What a formula needs and nobody said is missing, or has a stated default; it is never guessed from nothing."""
    entry = catalogue()[name]
    assert isinstance(entry.needs(TODAY), Mapping)
    result = entry.run(Inputs(), today=TODAY, profile=Profile())
    if isinstance(result, Measure):
        assert all("default" in str(parameter.schema) for parameter in entry.accepts)
    else:
        assert result.missing
        assert result.need >= 1


@pytest.mark.parametrize("name", NAMES)
def test_each_entry_is_complete(name: str) -> None:
    entry = catalogue()[name]
    assert entry.title.startswith("your ")
    assert entry.formula
    assert entry.guard
    assert entry.unit in known_units()
    assert entry.citation.text
    assert entry.parameters["additionalProperties"] is False
    needs = entry.needs(TODAY)
    assert needs
    for metric, window in needs.items():
        assert metric in STANDARD_METRICS
        assert window.last <= TODAY


def test_verified_rows_are_marked() -> None:
    marks = {entry.citation.id: entry.citation.verified for entry in catalogue().values()}
    known = {"N2": True, "N3": False, "N7": True, "N8": True, "N11": False, "T1": True, "T2": True, "X2": True}
    assert {row: marks[row] for row in known} == known


@pytest.mark.skipif(not FORMULAS.is_file(), reason="the formula collection is not beside this checkout")
def test_a_row_whose_constant_nobody_has_checked_is_marked_so() -> None:
    for line in FORMULAS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if re.fullmatch(r"[NCTPA]\d+", cells[0]) and cells[-1][:1] in "KV":
            assert CITATIONS[cells[0]].verified is cells[-1].startswith("V"), cells[0]
            assert CITATIONS[cells[0]].grade == cells[-2][0], cells[0]


def test_a_name_stands_once() -> None:
    entry = catalogue()["hrv.band"]
    with pytest.raises(ConfigurationError, match=r"'hrv\.band' stands twice"):
        gathered((entry,), (replace(entry),))


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_argument_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="unknown argument 'metre'; expected"):
        run(name, Inputs(), metre=3)
    with pytest.raises(InvalidInput, match="unknown argument"):
        catalogue()[name].needs(TODAY, metre=3)


@pytest.mark.parametrize("bad", [True, 6, 91, 7.0, "28", date(2023, 7, 1)])
def test_days_must_be_a_whole_number_in_range(bad: object) -> None:
    with pytest.raises(InvalidInput, match=r"days was given as an unfit .* expected a whole number from 7 to 90"):
        run("sleep.regularity", Inputs(), days=bad)


@pytest.mark.parametrize("bad", [3, "last night", TODAY + timedelta(days=1), datetime(2023, 7, 1, tzinfo=UTC)])
def test_a_day_must_be_a_date_not_after_today(bad: object) -> None:
    with pytest.raises(InvalidInput, match="expected a date not after today"):
        run("sleep.efficiency", Inputs(), day=bad)


def test_arguments_move_the_windows() -> None:
    band = catalogue()["hrv.band"]
    assert band.needs(TODAY) == {"hrv.rmssd": Window(date(2023, 5, 15), date(2023, 7, 13))}
    assert band.needs(TODAY, baseline_days=28) == {"hrv.rmssd": Window(date(2023, 6, 16), date(2023, 7, 13))}
    day = date(2023, 7, 2)
    assert set(catalogue()["sleep.efficiency"].needs(TODAY, day="2023-07-02").values()) == {Window(day, day)}
    assert catalogue()["sleep.regularity"].needs(TODAY, days=7) == {"sleep.bout": Window(date(2023, 7, 13), TODAY)}


@st.composite
def gap_patterns(draw: st.DrawFn) -> tuple[str, set[int], Inputs]:
    """Give a guarded computation, the dates back that have a value, and its inputs, with noise outside its window."""
    name = draw(st.sampled_from(sorted(GUARDS)))
    metrics, first, last, _ = GUARDS[name]
    back = draw(st.sets(st.integers(last, first)))
    outside = {last - 1, first + 1}
    values = {
        metric: [value(metric, TODAY - timedelta(days=n), draw(st.floats(*RANGES[metric]))) for n in sorted(back | outside)]
        for metric in metrics
    }
    return name, back, Inputs(values)


@settings(max_examples=300)
@given(gap_patterns())
def test_the_guard_counts_dates_of_the_window_and_nothing_else(case: tuple[str, set[int], Inputs]) -> None:
    name, back, given_inputs = case
    _, first, last, need = GUARDS[name]
    result = run(name, given_inputs)
    assert isinstance(result, Insufficient if len(back) < need else Measure)
    if isinstance(result, Insufficient):
        assert result.have < result.need
        assert result.missing
        assert not any(sign.isdigit() for sign in result.missing)
        return
    assert math.isfinite(result.value)
    assert all(math.isfinite(part.value) for part in result.related)
    days = {daily.day for daily in result.inputs}
    assert days <= {TODAY - timedelta(days=n) for n in back}
    assert result.coverage.have <= result.coverage.expected
    assert result.window.first >= TODAY - timedelta(days=first)
    assert result.window.last <= TODAY - timedelta(days=last)


@settings(max_examples=150)
@given(gap_patterns(), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(case: tuple[str, set[int], Inputs], random: Random) -> None:
    name, _, given_inputs = case
    doubled: dict[str, list[DailyValue]] = {}
    for metric, values in given_inputs.values.items():
        rows = [*values, *random.sample(list(values), len(values) // 2)]
        random.shuffle(rows)
        doubled[metric] = rows
    assert run(name, Inputs(doubled)) == run(name, given_inputs)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_at_all_is_insufficient(name: str) -> None:
    result = run(name, Inputs())
    assert isinstance(result, Insufficient)
    assert result.title == catalogue()[name].title


def test_sdnn_never_passes_for_rmssd() -> None:
    week = ending("hrv.sdnn", TODAY, [40.0] * 7)
    assert isinstance(run("hrv.weekly_mean", Inputs({"hrv.sdnn": week})), Insufficient)
    with pytest.raises(UnitMismatch, match=r"'hrv\.sdnn' was given as 'hrv\.rmssd'"):
        Inputs({"hrv.rmssd": week})
    with pytest.raises(UnitMismatch, match="never mixed"):
        Inputs(readings={"sleep.nap": [bout(datetime(2023, 7, 1, 1, tzinfo=UTC), datetime(2023, 7, 1, 2, tzinfo=UTC))]})


def test_a_value_in_another_unit_is_refused() -> None:
    with pytest.raises(UnitMismatch, match="'h' was given; expected 'min'"):
        run("sleep.last_night", Inputs({"sleep.duration": [value("sleep.duration", TODAY, 7, "h")]}))


def test_two_values_for_one_date_are_refused() -> None:
    twice = [value("sleep.duration", TODAY, 400), value("sleep.duration", TODAY, 410)]
    with pytest.raises(InvalidInput, match="two different values for one date"):
        run("sleep.last_night", Inputs({"sleep.duration": twice}))


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_is_not_a_number_is_refused(bad: float) -> None:
    with pytest.raises(InvalidInput, match="not a finite number"):
        Inputs({"sleep.duration": [value("sleep.duration", TODAY, bad)]})


@pytest.mark.parametrize("bad", [0.0, -3.0, 401.0, 1e308])
def test_rmssd_out_of_range_is_refused(bad: float) -> None:
    with pytest.raises(InvalidInput, match="expected 1 to 400 ms"):
        run("hrv.weekly_mean", Inputs({"hrv.rmssd": ending("hrv.rmssd", TODAY, [40.0, 41.0, bad])}))


def test_a_computation_can_be_added_without_touching_the_others() -> None:
    entry = replace(catalogue()["sleep.last_night"], name="sleep.again")
    assert isinstance(entry, Computation)
    table = gathered(tuple(catalogue().values()), (entry,))
    assert len(table) == len(catalogue()) + 1
    known = {"sleep.duration": [value("sleep.duration", TODAY, 400)]}
    assert isinstance(table["sleep.again"].run(Inputs(known), today=TODAY, profile=WHO), Measure)
    assert set(UNITS.values()) <= known_units()


def test_the_contents_name_every_computation_and_its_file() -> None:
    room = Path(auren.science.__file__).parent
    files = [path.relative_to(room) for path in sorted(room.rglob("*.py")) if path.stem != "__init__"]
    names = ["." + ".".join(path.with_suffix("").parts) for path in files]
    written = {name: getattr(import_module(name, "auren.science"), "COMPUTATIONS", ()) for name in names}
    assert {name: tuple(one.name for one in own) for name, own in written.items() if own} == dict(CONTENTS)


def test_one_computation_loads_no_file_of_another_domain() -> None:
    code = """
import sys
from auren.science import catalogue
assert catalogue()["hrv.band"].name == "hrv.band"
print(*(name for name in sys.modules if name.startswith("auren.science.")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[2] for name in done.stdout.split()}
    assert "recovery" in loaded
    assert not loaded & {"change", "nutrition", "physique", "rehabilitation", "rr", "training", "vendors"}
