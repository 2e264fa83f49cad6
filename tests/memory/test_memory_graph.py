"""A person's graph: it follows from facts and turns alone, answers what hangs together, and forgets with its records."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.errors import InvalidInput, MissingExtra
from auren.facts import Fact, MemoryRecord, Statement
from auren.memory.facts import InMemoryFactStore
from auren.memory.graph import PERSON, Edge, Entity, PersonGraph, as_networkx, entities_in, graph_of
from auren.memory.laws import CANDIDATES, PersonalLaw, review
from auren.memory.laws.book import LawBook
from auren.people import Subject

ANNA = Subject("anna")
START = datetime(2024, 1, 1, tzinfo=UTC)
RUNNING = Entity("sport", "running")
KNEE = Entity("body part", "knee")


def at(day: int) -> datetime:
    return START + timedelta(days=day)


def fact(attribute: str, value: str, since: int | None, until: int | None = None, *evidence: str, id: str = "") -> Fact:
    start, end = (None if day is None else at(day) for day in (since, until))
    return Fact(
        id or f"{attribute}-{value}-{since}",
        ANNA,
        attribute,
        value,
        "",
        start,
        end,
        at(since or 0),
        None,
        1.0,
        "stated",
        evidence,
    )


def said(id: str, text: str, day: int = 0) -> MemoryRecord:
    return MemoryRecord(id, ANNA, "question", text, at(day), "person")


LIFE = (
    fact("injury", "left ankle (sprain)", 10, 40, "t1"),
    fact("training.sport", "running", 60, None, "t2", "t3"),
    fact("injury", "right knee (runner's knee)", 90, None, "t4"),
    fact("injury", "shoulder", None, None, "t5"),
    fact("body.weight", "70", 5, 50, "t6"),
    fact("body.weight", "68.5", 50, None, "t7"),
    fact("supplement.magnesium.dose", "300 mg", 70, None, "t8"),
)


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Fact], list[MemoryRecord]]:
    ids = st.sampled_from([f"r{number}" for number in range(6)])
    facts = []
    for number in range(draw(st.integers(0, 8))):
        since = draw(st.one_of(st.none(), st.integers(0, 30)))
        until = draw(st.one_of(st.none(), st.integers(31, 40)))
        attribute, value = draw(
            st.sampled_from((("injury", "knee"), ("injury", "left calf"), ("body.weight", "70"), ("goal", "swimming")))
        )
        evidence = draw(st.lists(ids, max_size=3))
        facts.append(fact(attribute, value, since, until, *evidence, id=f"f{number}"))
    texts = st.sampled_from(("My knee hurts after running", "Milk and creatine", "My coach is right", "nothing at all"))
    turns = [said(id, draw(texts), draw(st.integers(0, 40))) for id in draw(st.lists(ids, unique=True))]
    return facts, turns


def edge(graph: PersonGraph, source: str, relation: str, target: str) -> Edge:
    (found,) = [
        edge
        for edge in graph.edges
        if edge.relation == relation and edge.source.startswith(source) and edge.target.startswith(target)
    ]
    return found


# What is in it


def test_facts_become_slots_spans_and_what_they_speak_of() -> None:
    graph = graph_of(LIFE)
    ids = {node.id for node in graph.nodes}
    assert ids >= {PERSON, "slot:injury", "slot:body.weight", "sport:running", "body part:knee", "supplement:magnesium"}
    holds = edge(graph, "slot:injury", "holds", "fact:injury:injury-left ankle")
    assert (holds.valid_from, holds.valid_to, holds.evidence) == (at(10), at(40), ("t1",))
    about = edge(graph, "fact:injury:injury-right knee", "about", "body part:knee")
    assert (about.valid_from, about.valid_to, about.evidence) == (at(90), None, ("t4",))
    has = edge(graph, PERSON, "has", "slot:body.weight")
    assert (has.valid_from, has.valid_to, has.evidence) == (at(5), None, ("t6", "t7"))


def test_turns_of_the_person_alone_are_looked_at() -> None:
    told = said("a", "My knee hurts")
    answered = MemoryRecord("b", ANNA, "reply", "Rest your shoulder", START, "auren")
    noted = MemoryRecord("c", ANNA, "note", "creatine", START, "device")
    graph = graph_of((), (told, answered, noted))
    assert [node.id for node in graph.nodes] == ["body part:knee", PERSON]
    assert edge(graph, PERSON, "mentions", "body part:knee").evidence == ("a",)


def test_only_so_many_mentions_are_kept_and_the_most_frequent_first() -> None:
    turns = [said("1", "running and tofu"), said("2", "running"), said("3", "yoga")]
    graph = graph_of(LIFE[:1], turns, most_mentioned=2)
    assert {mention.entity.id for mention in graph.mentions} == {"sport:running", "food:tofu"}
    assert "body part:ankle" in {node.id for node in graph.nodes}


def test_a_graph_of_nobody_is_empty() -> None:
    assert graph_of(()).nodes == ()
    assert graph_of(()).edges == ()


def test_two_people_are_refused() -> None:
    with pytest.raises(InvalidInput, match="2 people"):
        graph_of([LIFE[0], replace(LIFE[1], subject=Subject("ben"))])
    with pytest.raises(InvalidInput, match="2 people"):
        graph_of(LIFE, [MemoryRecord("1", Subject("ben"), "question", "knee", START, "person")])


# What texts speak of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I went jogging, then had milk", {"sport:running", "food:milk"}),
        ("Mein Knie tut weh", {"body part:knee"}),
        ("My back is stiff", {"body part:back"}),
        ("I'm back at work", set()),
        ("on the other hand, it is cold", set()),
        ("I caught a virus and my cold got worse", {"illness:cold"}),
        ("I'm running late", set()),
        ("running low on vitamin d3", {"supplement:vitamin d"}),
        ("my lower back", {"body part:lower back"}),
        ("peanut butter", {"food:peanuts"}),
        ("My sister runs with my physio", {"role:sibling", "role:physiotherapist"}),
        ("kneeling, shipyard, teammates, mumble", set()),
        ("table tennis with friends", {"sport:table tennis", "role:friend"}),
        ("knee. cap", {"body part:knee"}),
        ("peanut, butter", {"food:peanuts"}),
        ("Call Zora Quill on Tuesday", set()),
        ("", set()),
    ],
)
def test_entities(text: str, expected: set[str]) -> None:
    assert {entity.id for entity in entities_in(text)} == expected


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None, database=None)
def test_no_name_is_invented(text: str) -> None:
    known = {entity for name in ("knee", "milk", "coach", "running") for entity in entities_in(name)}
    found = entities_in(f"Zora {text} Quill")
    assert all("zora" not in entity.name and "quill" not in entity.name for entity in found | known)
    assert entities_in(f"{text} . knee") >= {KNEE}


def test_a_persons_name_in_talk_becomes_no_node() -> None:
    graph = graph_of((), [said("1", "Zora, my coach, and Dr Quill say my knee is fine")])
    assert [node.id for node in graph.nodes] == ["body part:knee", PERSON, "role:coach"]


# What hangs together


def test_which_injury_came_after_running_began() -> None:
    graph = graph_of(LIFE)
    assert graph.began(RUNNING) == at(60)
    assert [found.value for found in graph.after("injury", RUNNING)] == ["right knee (runner's knee)"]


def test_what_nobody_said_the_beginning_of_is_not_after_anything() -> None:
    graph = graph_of([fact("training.sport", "running", None), fact("injury", "knee", 3)])
    assert graph.began(RUNNING) is None
    assert graph.after("injury", RUNNING) == []
    assert graph.after("injury", Entity("sport", "chess")) == []


def test_which_fact_replaced_which() -> None:
    graph = graph_of(LIFE)
    old, new = graph.history("body.weight")
    assert graph.replacing(old) == [new]
    assert graph.replacing(new) == []
    assert edge(graph, "fact:body.weight:body.weight-70", "replaced by", "fact:body.weight:body.weight-68.5").valid_from == at(
        50
    )


def test_one_injury_does_not_replace_another() -> None:
    graph = graph_of([fact("injury", "left knee (sore)", 1, 9), fact("injury", "right calf", 9)])
    assert not [edge for edge in graph.edges if edge.relation == "replaced by"]
    same_place = graph_of([fact("injury", "left knee (sore)", 1, 9), fact("injury", "left knee (torn)", 9)])
    assert [edge.relation for edge in same_place.edges].count("replaced by") == 1


async def test_corrections_of_a_store_are_told_apart_from_changes() -> None:
    async with InMemoryFactStore() as store:
        await store.hear([Statement(ANNA, "body.weight", "holds", "80", said_at=at(1), recorded_at=at(1), unit="kg", id="a")])
        before = await store.facts(ANNA)
        await store.hear(
            [Statement(ANNA, "body.weight", "corrects", "70", said_at=at(2), recorded_at=at(2), unit="kg", since=at(1), id="b")]
        )
        now = await store.facts(ANNA)
        closed = [replace(found, recorded_to=at(2)) for found in before]
    graph = graph_of([*now, *before, *closed])
    assert {edge.relation for edge in graph.edges} >= {"corrected by"}
    assert "replaced by" not in {edge.relation for edge in graph.edges}
    (wrong,) = [found for found in graph.facts if found.recorded_to is not None]
    assert [found.value for found in graph.replacing(wrong)] == ["70"]


def test_what_was_recorded_at_the_same_time_of_another_time_corrects_nothing() -> None:
    wrong = replace(fact("body.weight", "80", 1, 5), recorded_to=at(20))
    elsewhere = replace(fact("body.weight", "75", 10), recorded_from=at(20))
    instead = replace(fact("body.weight", "79", 1, 5), recorded_from=at(20))
    assert graph_of([wrong, elsewhere, instead]).replacing(wrong) == [instead]


def test_a_slot_of_which_one_beginning_is_unknown_has_none() -> None:
    has = edge(graph_of(LIFE), PERSON, "has", "slot:injury")
    assert (has.valid_from, has.valid_to) == (None, None)


async def test_a_store_that_hears_a_change_makes_a_succession() -> None:
    async with InMemoryFactStore() as store:
        for day, kilograms in ((1, "80"), (30, "78"), (60, "75")):
            statement = Statement(ANNA, "body.weight", "holds", kilograms, said_at=at(day), recorded_at=at(day), unit="kg")
            await store.hear([statement])
        graph = graph_of(await store.facts(ANNA))
    values = [found.value for found in graph.history("body.weight")]
    assert values == ["80", "78", "75"]
    assert [[new.value for new in graph.replacing(found)] for found in graph.history("body.weight")] == [["78"], ["75"], []]


async def test_of_laws_only_what_holds_stands_in_the_graph() -> None:
    law = PersonalLaw(CANDIDATES[0], -8.0, -12.0, -4.0, 14, 60, 0.0004, 0.0008, START.date(), START.date())
    book = LawBook(START.date(), START.date(), 1, (law,))
    async with InMemoryFactStore() as store:
        for day in (1, 8):
            await store.hear([replace(law, p=day / 10_000).statement(ANNA, at(day))])
        await store.hear(review(book, {}, START.date()).statements(ANNA, at(9)))
        graph = graph_of(await store.facts(ANNA))
    assert [found.attribute for found in graph.facts] == [CANDIDATES[0].slot]
    (held,) = graph.about(Entity("metric", "nutrition.alcohol"))
    assert PersonalLaw.of(held) == replace(law, p=0.0008)


# Nothing but the facts matters


@given(lives(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None, database=None)
def test_order_and_repetition_do_not_matter(life: tuple[list[Fact], list[MemoryRecord]], shuffle: Random) -> None:
    facts, turns = life
    graph = graph_of(facts, turns)
    more = [*facts, *facts[:2]]
    again = [*turns, *turns[:2]]
    shuffle.shuffle(more)
    shuffle.shuffle(again)
    other = graph_of(more, again)
    assert other == graph
    assert other.nodes == graph.nodes
    assert other.edges == graph.edges


@given(lives())
@settings(max_examples=100, deadline=None, database=None)
def test_every_edge_has_its_nodes_and_everything_its_evidence(life: tuple[list[Fact], list[MemoryRecord]]) -> None:
    graph = graph_of(*life)
    ids = [node.id for node in graph.nodes]
    assert len(set(ids)) == len(ids)
    keys = [(edge.source, edge.relation, edge.target) for edge in graph.edges]
    assert len(set(keys)) == len(keys)
    assert all(edge.source in ids and edge.target in ids for edge in graph.edges)
    assert all(node.evidence for node in graph.nodes)
    assert all(edge.evidence for edge in graph.edges)


# Erasure


@given(lives(), st.sets(st.sampled_from([f"r{number}" for number in range(6)]), max_size=4))
@settings(max_examples=150, deadline=None, database=None)
def test_forgetting_records_leaves_what_rests_on_others(life: tuple[list[Fact], list[MemoryRecord]], gone: set[str]) -> None:
    facts, turns = life
    graph = graph_of(facts, turns)
    left = graph.without(gone)
    rest = [
        replace(found, evidence=tuple(id for id in found.evidence if id not in gone))
        for found in facts
        if not found.evidence or not set(found.evidence) <= gone
    ]
    assert left == graph_of(rest, [turn for turn in turns if turn.id not in gone])
    assert not any(gone & set(node.evidence) for node in left.nodes)
    assert not any(gone & set(edge.evidence) for edge in left.edges)
    # A node stays exactly when something else carries it.
    expected = {node.id for node in graph.nodes if not set(node.evidence) <= gone}
    assert {node.id for node in left.nodes} == expected


def test_what_rests_on_a_record_alone_is_named_beforehand() -> None:
    graph = graph_of(LIFE, [said("t9", "My knee again"), said("t4", "Runner's knee on the right")])
    named = {node.id for node in graph.resting_on("t4")}
    assert named == {node.id for node in graph.nodes} - {node.id for node in graph.without(["t4"]).nodes}
    assert [node.split("@")[0] for node in named] == ["fact:injury:injury-right knee (runner's knee)-90"]
    assert not graph.resting_on("t2")


def test_what_was_computed_goes_with_any_of_what_it_was_computed_from() -> None:
    law = replace(fact("law.x", "8 %", 1, None, "metric:a", "metric:b"), source="computed")
    stated = fact("goal", "a marathon", 1, None, "t1", "t2")
    graph = graph_of([law, stated])
    assert graph.without(["metric:a", "t1"]) == graph_of([replace(stated, evidence=("t2",))])
    assert {node.kind for node in graph.resting_on("metric:b")} == {"slot", "fact", "metric"}


def test_a_fact_without_evidence_goes_by_its_own_id() -> None:
    alone = fact("goal", "a marathon", 1, id="g")
    assert graph_of([alone]).without(["g"]) == PersonGraph()


def test_reprs_hold_no_words_of_the_person() -> None:
    graph = graph_of([fact("goal", "secret swimming", 1)], [said("1", "my knee")])
    assert "secret" not in repr(graph)
    assert not any("name=" in repr(node) for node in graph.nodes)


# networkx


def test_networkx_holds_the_same() -> None:
    graph = graph_of(LIFE, [said("t9", "My knee again", 99)])
    networkx = pytest.importorskip("networkx")
    made = as_networkx(graph)
    assert isinstance(made, networkx.MultiDiGraph)
    assert set(made.nodes) == {node.id for node in graph.nodes}
    assert sorted((s, k, t) for s, t, k in made.edges(keys=True)) == [(e.source, e.relation, e.target) for e in graph.edges]
    knee = made.nodes["body part:knee"]
    assert (knee["kind"], knee["name"], knee["evidence"]) == ("body part", "knee", ("t4", "t9"))
    path: Sequence[str] = networkx.shortest_path(made.to_undirected(), "sport:running", "body part:knee")
    assert path[0] == "sport:running"
    assert path[-1] == "body part:knee"


def test_without_networkx_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    graph = graph_of(LIFE)
    assert graph.edges
    with pytest.raises(MissingExtra, match=r"auren\[graph\]"):
        as_networkx(graph)
