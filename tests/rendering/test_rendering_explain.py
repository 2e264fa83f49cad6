"""The why of a reply reaches from the words down to the ids of the readings."""

from __future__ import annotations

from dataclasses import replace

from rendering_values import ADVICE, CLAIM, MEASURE, REPLY, USUAL_VALUES, WEEK_VALUES

from auren.conversation import Reply, Sentence
from auren.rendering import explain


def test_the_tree_is_rooted_in_the_reply_and_indented_by_two() -> None:
    lines = explain(REPLY).splitlines()
    assert lines[0] == "answer r1 to question q1, 16 July 2023 07:30 UTC"
    assert "  advice a1 by neuroscientist, confidence 80%, asked training_coach" in lines
    assert "      measure weekly mean of ln RMSSD: 3.6763 ln ms (39.5 ms)" in lines
    assert all((len(line) - len(line.lstrip())) % 2 == 0 for line in lines)


def test_every_daily_value_and_every_reading_id_is_there() -> None:
    tree = explain(REPLY)
    for value in (*WEEK_VALUES, *USUAL_VALUES):
        assert f"{value.day.isoformat()}  {value.value:g} ms  {value.reading_ids[0]}" in tree


def test_a_run_of_daily_values_stands_once() -> None:
    tree = explain(REPLY)
    assert tree.count("2023-07-16  42 ms") == 1
    assert "7 daily values: the same as under" in tree


def test_formula_grade_and_what_was_not_checked() -> None:
    tree = explain(REPLY)
    assert "formula N2, grade B: Plews 2013 Sports Med 43:773" in tree
    assert "formula N3, grade B, constant not yet checked: Vesterinen 2016 MSSE 48:1347" in tree


def test_who_worded_what_and_what_went_wrong() -> None:
    tree = explain(REPLY)
    assert "1. Your HRV was 39.5 ms.\n      worded by a model, checked, claim 1" in tree
    assert "a model's sentence was replaced: a number that is not in the data" in tree
    assert "failed\n    gateway: one endpoint timed out" in tree
    assert "degraded: something configured could not be used" in tree
    assert "not degraded" in explain(replace(REPLY, degraded=False))
    assert "R5, level E2, from the data: a fast pulse at rest" in tree
    assert "no number for sleep debt" in tree


def test_claims_are_counted_through_all_advice() -> None:
    twice = replace(REPLY, advice=(ADVICE, replace(ADVICE, id="a2")))
    assert "claim 3, observation" in explain(twice)


def test_an_empty_reply_and_a_hostile_id() -> None:
    bare = Reply("r", REPLY.subject, "advice", (), REPLY.at)
    assert explain(bare).splitlines() == ["advice r, 16 July 2023 07:30 UTC", "  said", "  not degraded"]
    evil = replace(WEEK_VALUES[0], reading_ids=("\x1b[2J",))
    claim = replace(CLAIM, measures=(replace(MEASURE, inputs=(evil,), related=()),))
    assert "\x1b" not in explain(replace(REPLY, advice=(replace(ADVICE, claims=(claim,)),)))


def test_words_with_line_breaks_keep_their_indent() -> None:
    lines = explain(replace(REPLY, sentences=(Sentence("One.\nTwo.", "fixed"),))).splitlines()
    assert "    1. One." in lines
    assert "      Two." in lines


def test_the_reply_itself_explains() -> None:
    assert REPLY.explain() == explain(REPLY)
