"""Specialists as documents: what they say, what is refused and where, and that nothing in a document runs."""

from __future__ import annotations

import json
import re
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped, unused-ignore]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from specialists_cases import TODAY, asked, finding, found, living

import auren.specialists.documents as room
from auren.conversation import Advice, ClaimKind
from auren.errors import ConfigurationError, MissingExtra
from auren.facts import Fact
from auren.people import Profile, Subject
from auren.specialists import Orchestrator, TrainingCoach, from_document
from auren.specialists.documents import DocumentSpecialist, document_schema
from auren.specialists.documents.tree import MOST_CHARACTERS, parsed
from auren.testing.context import ScriptedContext
from auren.testing.contracts.specialist import SpecialistContract

NIGHTS = """
auren: specialist-1
name: shift_sleep
persona:
  title: Coach Night
  field: sleep around shifts
  voice: calm and short
expertise: [shift, sleep]
topics:
  - id: shift.sleep
    words: [night shift, shift*, nights]
    examples: ["How do I sleep after nights?"]
    figures: [sleep.debt]
    rules: [sleep_debt]
    metrics: [sleep]
    say:
      - action:
          text: Keep your bedroom dark after a night shift
          timing: today
          on: sleep
          change: 1.1
      - when: {measure: sleep.debt, unit: h, above: 5}
        observation: "Over {sleep.debt:dates}, {sleep.debt:title} was {sleep.debt}."
      - when:
          all:
            - {fact: work, contains: shift}
            - not: {found: sleep_debt}
        meaning: Daylight on the way home moves the body clock.
      - when: {any: [{asked: [caffeine, coffee*]}, {fact: diet, known: true}]}
        meaning: Coffee late in a shift reaches into the sleep after it.
        unless: [pregnancy]
      - when: {measure: sleep.debt, unit: h, above: 10}
        demand: {on: training_load, ceiling: 1.0, for_days: 2, reason: No added load while sleep is short, cause: sleep}
      - question: When does your next shift begin?
  - id: shift.food
    words: [eat, meal*]
    say:
      - meaning: A light meal before the shift sits better than a heavy one within it.
"""


PLAIN: Any = parsed(NIGHTS).value


def fact(attribute: str, value: str) -> Fact:
    at = asked("x").query
    assert at is not None
    return Fact("f1", Subject("p01"), attribute, value, "", at.asked_at, None, at.asked_at, None, 1.0, "stated")


async def said(text: str, context: ScriptedContext, *, document: str = NIGHTS) -> Advice:
    return await from_document(document).advise(asked(text), context)


def texts(advice: Advice) -> list[str]:
    return [claim.text for claim in advice.claims]


def tired() -> ScriptedContext:
    return living({"sleep.duration": 300.0})


class TestShiftSleep(SpecialistContract):
    @pytest.fixture
    def specialist(self) -> DocumentSpecialist:
        return from_document(NIGHTS)


async def test_it_says_what_its_lines_say_with_the_figures_filled_in() -> None:
    advice = await said("How do I sleep after nights?", replace(tired(), known=(fact("work", "Night shift nurse"),)))
    assert advice.specialist == "shift_sleep"
    assert texts(advice)[0] == "Keep your bedroom dark after a night shift."
    assert texts(advice)[1].startswith("Over 7 to 20 March 2024, your 14-night sleep debt was ")
    assert advice.claims[1].measures[0].name == "sleep.debt"
    assert "Daylight on the way home moves the body clock." in texts(advice)
    assert advice.actions[0].on == "sleep"
    assert advice.actions[0].change == 1.1
    assert [(limit.on, limit.ceiling, limit.cause) for limit in advice.constraints] == [("training_load", 1.0, "sleep")]
    assert advice.constraints[0].until == TODAY + timedelta(days=1)
    assert advice.claims[-1].kind is ClaimKind.QUESTION


async def test_what_is_unknown_is_neither_held_nor_denied() -> None:
    unknown = await said("After nights?", tired())
    assert "Daylight on the way home moves the body clock." not in texts(unknown)
    rested = await said("After nights?", living({"sleep.duration": 480.0}))
    assert not rested.constraints
    empty = await said("After nights?", ScriptedContext(TODAY))
    assert empty.insufficient
    assert any(claim.kind is ClaimKind.MISSING for claim in empty.claims)
    assert not any("{" in text for text in texts(empty))


async def test_a_line_whose_figure_or_condition_is_unknown_is_not_said() -> None:
    lines = """
      - observation: "{sleep.debt:title} was {sleep.debt}."
      - when: {not: {measure: sleep.debt, unit: h, above: 5}}
        meaning: You are not short of sleep.
      - when: {not: {fact: work, contains: shift}}
        meaning: You do not work shifts.
      - when: {any: [{fact: work, contains: shift}, {measure: sleep.debt, known: false}]}
        meaning: Something of this is so.
"""
    document = NIGHTS[: NIGHTS.index("\n      - action")] + lines
    assert texts(await said("Nights?", ScriptedContext(TODAY), document=document))[0] == "Something of this is so."
    rested = texts(await said("Nights?", living({"sleep.duration": 480.0}), document=document))
    assert "You are not short of sleep." in rested
    assert "You do not work shifts." not in rested


async def test_a_finding_ends_a_line_that_is_for_when_there_is_none() -> None:
    shift = replace(tired(), known=(fact("work", "shift"),))
    advice = await from_document(NIGHTS).advise(asked("After nights?", finding("sleep_debt", "sleep.duration")), shift)
    assert "Daylight on the way home moves the body clock." not in texts(advice)


async def test_the_questions_words_choose_the_topic_and_the_lines() -> None:
    assert texts(await said("What should I eat?", tired())) == [
        "A light meal before the shift sits better than a heavy one within it."
    ]
    coffee = "Coffee late in a shift reaches into the sleep after it."
    assert coffee in texts(await said("Coffees on a night shift?", tired()))
    assert coffee not in texts(await said("Tea on a night shift?", tired()))
    expecting = replace(tired(), known=(fact("pregnancy", "yes"),))
    assert coffee not in texts(await said("Coffees on a night shift?", expecting))


async def test_findings_alone_are_spoken_on() -> None:
    advice = await from_document(NIGHTS).advise(found(finding("sleep_debt", "sleep.duration")), tired())
    assert texts(advice)[0] == "Keep your bedroom dark after a night shift."


async def test_a_team_finds_it_and_its_demands_count() -> None:
    team = Orchestrator([from_document(NIGHTS), TrainingCoach()])
    case = asked("How hard can I train after a night shift?")
    assert "shift_sleep" in {specialist.name for specialist in team.choose(case)}
    advice = await team.advise(case, lambda _: tired())
    assert any(limit.on == "training_load" for limit in advice.constraints)


def as_json(**changes: Any) -> str:
    return json.dumps({**PLAIN, **changes})


async def test_json_says_the_same_and_needs_no_further_package(monkeypatch: pytest.MonkeyPatch) -> None:
    same = await said("After nights?", tired())
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert await said("After nights?", tired(), document=as_json()) == same
    with pytest.raises(MissingExtra, match="documents"):
        from_document(NIGHTS)


def test_a_file_is_read_and_one_that_is_not_there_says_so(tmp_path: Path) -> None:
    path = tmp_path / "nights.yaml"
    path.write_text(NIGHTS, encoding="utf-8")
    assert from_document(path).name == from_document(str(path)).name == "shift_sleep"
    for source in (tmp_path / "none.yaml", "none.yaml", tmp_path, "\0"):
        with pytest.raises(ConfigurationError, match="could not be read"):
            from_document(source)
    (tmp_path / "other.yaml").write_bytes(b"\xff\xfe\x00a")
    with pytest.raises(ConfigurationError, match="UTF-8"):
        from_document(tmp_path / "other.yaml")
    with pytest.raises(ConfigurationError, match="int was given"):
        from_document(3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("name: shift_sleep", "name: Shift Sleep", "line 3, name"),
        ("auren: specialist-1", "auren: specialist-9", "line 2, auren"),
        ("sleep.debt, unit", "sleep.dept, unit", "line 22, topics[0].say[1].when.measure: no computation"),
        ("above: 5", "abve: 5", "when.abve: Extra inputs"),
        ("above: 5", "above: five", "when.above: Input should be a valid number"),
        ("unit: h, above: 5", "unit: min, above: 300", "when.unit: sleep.debt is in h"),
        ("unit: h, above: 5", "above: 5", "a number without its unit"),
        ("{found: sleep_debt}", "{fond: sleep_debt}", "topics[0].say[2].when.all[1].not: expected a condition"),
        ("figures: [sleep.debt]", "figures: [sleep.dept]", "line 13, topics[0].figures[0]: no computation"),
        ("{sleep.debt:title}", "{sleep.debt:size}", "a brace that fills in nothing"),
        ("{sleep.debt:title}", "{sleep.debt", "a brace that fills in nothing"),
        ("timing: today", "timing: now", "line 19, topics[0].say[0].action.timing"),
        ("on: sleep\n          change: 1.1", "change: 1.1", "expected on as well"),
        ("unless: [pregnancy]", "unless: [rain]", "topics[0].say[3].unless[0]: no such code"),
        ("ceiling: 1.0, ", "", "expected a ceiling or a floor"),
        ("ceiling: 1.0", "ceiling: .inf", "ceiling"),
        ("moves the body clock.", "adds 2 hours of sleep.", "'2 hours' can be traced to no figure"),
        ("moves the body clock.", "cures insomnia.", "not wellness wording"),
        ("moves the body clock.", "is good, is it not?", "a question ends with"),
        ("When does your next shift begin?", "When does your next shift begin.", "a question ends with"),
        ("No added load while sleep is short", "'Debt {sleep.debt}'", "cannot be filled in here"),
        ("voice: calm and short", "voice: diagnoses you", "line 7, persona.voice"),
        ("id: shift.food", "id: shift.sleep", "this topic stands twice"),
        ("name: shift_sleep", "name: shift_sleep\nname: again", "stands twice"),
        ("name: shift_sleep", "name: &x shift_sleep", "anchor"),
        ("title: Coach Night", "title: !!python/object/apply:os.system [ls]", "a tag was given"),
        ("title: Coach Night", "title: [", "not YAML"),
        ("title: Coach Night", "? [a]\n  : b", "without a plain name"),
        ("title: Coach Night", "<<: {title: x}", "persona.<<"),
        ("    say:\n      - meaning: A light", "    say: []\n    x:\n      - meaning: A light", "topics[1].say"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line_and_field(right: str, wrong: str, says: str) -> None:
    assert NIGHTS.count(right) >= 1
    with pytest.raises(ConfigurationError) as caught:
        from_document(NIGHTS.replace(right, wrong, 1))
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "\n",
        "\n---\n---\n",
        "\n- a\n",
        "{",
        "{}",
        '{"a": NaN}',
        '{"a": 1, "a": 1}',
        "{" + '"a":' * 3,
        '{"a":' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"a":' + "9" * 6_000 + "}",
        "\n" + "[" * 5_000,
        "\na: " + "[" * 60 + "]" * 60,
        "\n" + "- a\n" * 20_000,
        "\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "\n!!python/object/apply:os.system ['true']\n",
        "\n\ud800",
        '{"auren": "specialist-1", "name": "\\ud800"}',
        "\nx: 1e999\n",
        "\n" + "x" * (MOST_CHARACTERS + 1),
        "\n\x00\x01",
        "\n%YAML 9.9\n---\n a",
    ],
)
def test_hostile_documents_end_in_an_error_that_says_so(text: str) -> None:
    with pytest.raises(ConfigurationError):
        from_document(text)


@pytest.mark.parametrize("name", ["k" * 60_000, "\x1b[2J\u202e"])
def test_a_message_names_a_field_briefly_and_so_that_it_can_be_shown(name: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        from_document(as_json(**{name: 1}))
    assert len(str(refused.value)) < 300
    assert str(refused.value).isprintable()


def test_a_text_that_cannot_be_shown_is_refused() -> None:
    document = json.loads(as_json())
    for hidden in ("a\ud800b", "a\u202eb", "a\x07b", "   "):
        document["persona"]["voice"] = hidden
        with pytest.raises(ConfigurationError, match=r"persona\.voice"):
            from_document(json.dumps(document))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_change_of_a_document_is_read_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(NIGHTS)))
    cut = data.draw(st.integers(0, 12))
    text = NIGHTS[:at] + data.draw(st.text(max_size=12)) + NIGHTS[at + cut :] + "\n"
    with suppress(ConfigurationError):
        assert from_document(text).name


def test_yaml_means_what_the_safe_loader_means() -> None:
    for text in (NIGHTS, "\na: [1, -2.5, true, null, '3', ~, 1e3, x y]\nb: |\n  two\n  lines\n"):
        # YAML 1.1 takes the name "on" for true; a document takes it for a name.
        mine, theirs = parsed(text).value, yaml.safe_load(re.sub(r"\bon: ", "'on': ", text))
        if isinstance(theirs.get("a"), list):
            # YAML 1.1 takes 1e3 for a text; a document takes it for a number.
            theirs["a"][6] = 1000.0
        assert mine == theirs


def test_the_schema_that_is_shipped_is_that_of_the_code() -> None:
    shipped = Path(room.__file__).with_name("specialist.schema.json").read_text(encoding="utf-8")
    assert json.loads(shipped) == document_schema()


async def test_a_minor_is_not_told_a_line_that_is_not_for_minors() -> None:
    document = NIGHTS.replace("unless: [pregnancy]", "unless: [minor]")
    young = replace(tired(), profile=Profile(birth_year=TODAY.year - 15))
    case = replace(asked("Coffees on a night shift?"), profile=young.profile)
    assert "Coffee late in a shift reaches into the sleep after it." not in texts(
        await from_document(document).advise(case, young)
    )
