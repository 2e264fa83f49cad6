"""The claim library as data: topics, sources, conditions and holds that exist, and what is applicable."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from auren.errors import ConfigurationError
from auren.safety import check_wording
from auren.science.catalogue import catalogue
from auren.science.claims import HOLD_CODES, LIBRARY_VERSION, applicable, by_topic, claims, references
from auren.science.claims.condition import condition
from auren.specialists.understanding.topics import TOPICS

PAGE = Path(__file__).parents[2] / "docs" / "claims.md"
NOTHING: dict[str, float] = {}
UNSAID: dict[str, str] = {}


def test_there_are_four_hundred_statements_and_seventy_in_each_domain() -> None:
    counted = Counter(statement.domain for statement in claims().values())
    assert counted.total() >= 400
    assert min(counted.values()) >= 70


def test_each_topic_of_the_team_has_six_statements_and_no_other_topic_is_named() -> None:
    assert by_topic().keys() == TOPICS.keys()
    assert min(len(rows) for rows in by_topic().values()) >= 6


def test_conditions_name_computations_of_the_catalogue() -> None:
    for statement in claims().values():
        for one in statement.when:
            if one.subject == "measure":
                assert one.name in catalogue(), statement.id
            if isinstance(one.value, str) and one.test != "contains":
                assert one.value.rpartition(".")[0] in catalogue(), statement.id


def test_every_reference_of_the_library_is_used() -> None:
    used = {statement.source.id for statement in claims().values()}
    assert {id for id in references() if id.startswith("K")} <= used


def test_statements_are_short_and_what_they_urge_is_wellness_without_new_numerals() -> None:
    for statement in claims().values():
        assert len(statement.text.split()) <= 30, statement.id
        for action in statement.actions:
            assert check_wording(action.text) == (), statement.id
            assert set(re.findall(r"\d+", action.text)) <= set(re.findall(r"\d+", statement.text)), statement.id


def test_a_hold_takes_a_statement_away() -> None:
    free = applicable("nutrition.supplements", measures=NOTHING, facts=UNSAID, profile=NOTHING)
    held = applicable(
        "nutrition.supplements", measures=NOTHING, facts=UNSAID, profile=NOTHING, holds=frozenset({"kidney_disease"})
    )
    assert "supplements-creatine" in {statement.id for statement in free}
    assert held
    assert all("kidney_disease" not in statement.unless for statement in held)


def test_what_holds_for_the_person_comes_first_and_what_is_unknown_stays_out() -> None:
    low = {"hrv.weekly_mean": 40.0, "hrv.band.low": 50.0}
    assert applicable("recovery.hrv", measures=low, facts=UNSAID, profile=NOTHING)[0].id == "hrv-below-band"
    for measures in (NOTHING, {"hrv.weekly_mean": 40.0}, {"hrv.weekly_mean": 50.0, "hrv.band.low": 50.0}):
        found = applicable("recovery.hrv", measures=measures, facts=UNSAID, profile=NOTHING)
        assert "hrv-below-band" not in {statement.id for statement in found}
        assert [one.grade for one in found] == sorted(one.grade for one in found)


def test_facts_are_found_whatever_their_case() -> None:
    found = applicable("nutrition.energy", measures=NOTHING, facts={"goal": "More Muscle"}, profile=NOTHING)
    assert found[0].id == "energy-gain"


def test_an_unknown_hold_is_refused_and_an_unknown_topic_is_silent() -> None:
    with pytest.raises(ConfigurationError, match="HOLD_CODES"):
        applicable("recovery.hrv", measures=NOTHING, facts=UNSAID, profile=NOTHING, holds=frozenset({"tired"}))
    assert applicable("recovery.tides", measures=NOTHING, facts=UNSAID, profile=NOTHING) == ()


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"measure": "sleep.debt"},
        {"measure": "sleep.debt", "equals": 1},
        {"measure": 3, "above": 1},
        {"fact": "goal", "above": True},
    ],
)
def test_a_condition_of_another_shape_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError):
        condition(row)


def test_the_page_counts_what_the_library_holds() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"Library version {LIBRARY_VERSION}: {len(claims())} statements" in text
    for topic, rows in by_topic().items():
        grades = Counter(statement.grade for statement in rows)
        assert f"| {topic} | {' | '.join(str(grades[grade]) for grade in ('A', 'B', 'C', 'D'))} | {len(rows)} |" in text
    for code in HOLD_CODES.values():
        assert f"| `{code.code}` | {code.meaning} | {code.row or '–'} |" in text
