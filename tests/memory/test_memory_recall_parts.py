"""Parts of a score: single words, names, parts of a question, who is asked, and times told by what happened then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from auren.facts import MemoryQuery, MemoryRecord
from auren.memory import Memory
from auren.memory.embedders import WordLlamaEmbedder
from auren.memory.recall import KnowsWords, Meanings, read
from auren.memory.recall.anchors import anchor_of
from auren.memory.recall.cards import asks, card_of
from auren.memory.recall.language import entities, terms
from auren.people import Subject

ANNA, BEN = Subject("anna"), Subject("ben")
NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)


class ThesaurusEmbedder:
    """Knows that a few words mean the same."""

    dimensions = 4
    model_id = "thesaurus-1"

    def __init__(self) -> None:
        self.looked_up: list[str] = []

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [[1.0, 0.0, 0.0, 0.0] for _ in texts]

    def word_vectors(self, words: Sequence[str]) -> Any:
        self.looked_up += words
        places = {"doctor": 1, "physician": 1, "bicycle": 2, "bike": 2}
        return np.eye(4)[[places.get(word, 3) if word in places else 0 for word in words]] * [0, 1, 1, 1]


def record(id: str, text: str, *, days_ago: float = 1, subject: Subject = ANNA, origin: Any = "person") -> MemoryRecord:
    return MemoryRecord(id, subject, "note", text, NOW - timedelta(days=days_ago), origin)


async def parts_of(memory: Memory, text: str, name: str) -> dict[str, float]:
    items = (await memory.recall(ANNA, MemoryQuery(text), NOW)).items
    return {item.record.id: item.parts[name] for item in items if name in item.parts}


async def test_single_words_of_the_same_meaning_are_near() -> None:
    async with Memory(embedder=ThesaurusEmbedder()) as memory:
        await memory.remember(record("near", "The physician was kind"), record("far", "The garden was kind"))
        assert await parts_of(memory, "my doctor", "meaning") == {"near": 1, "far": 0}
        assert await parts_of(memory, "my bicycle", "meaning") == {"near": 0, "far": 0}


async def test_an_embedder_that_knows_no_words_has_no_such_part() -> None:
    class Plain:
        dimensions = 4
        model_id = "plain-1"

        async def embed(self, texts: Sequence[str]) -> list[list[float]]:
            return [[1.0, 0.0, 0.0, 0.0] for _ in texts]

    async with Memory(embedder=Plain()) as memory:
        await memory.remember(record("a", "my knee"))
        assert await parts_of(memory, "knee", "meaning") == {}


def test_words_are_looked_up_once_and_dropped_with_the_person() -> None:
    embedder, meanings = ThesaurusEmbedder(), Meanings(people=2)
    cards = [card_of(record("a", "physician bike")), card_of(record("b", "?"))]
    for _ in range(2):
        assert meanings.near(ANNA, cards, ["doctor", "bicycle"], embedder).tolist() == [[1, 0], [1, 0]]
    assert embedder.looked_up.count("physician") == 1
    changed = [card_of(record("a", "bike"))]
    assert meanings.near(ANNA, changed, ["doctor", "bicycle"], embedder).tolist() == [[0], [1]]
    for subject in (BEN, Subject("cem")):
        meanings.near(subject, cards, ["doctor"], embedder)
    assert set(meanings._kept) == {BEN, Subject("cem")}
    meanings.forget(BEN)
    assert set(meanings._kept) == {Subject("cem")}


def test_a_vocabulary_begins_anew_when_it_has_grown_too_large() -> None:
    meanings = Meanings(of_a_person=3)
    for number in range(5):
        cards = [card_of(record(str(number), f"physician w{number} v{number}"))]
        assert meanings.near(ANNA, cards, ["doctor"], ThesaurusEmbedder()).tolist() == [[1]]
        assert len(meanings._kept[ANNA]) <= 6


def test_wordllama_knows_words() -> None:
    pytest.importorskip("wordllama")
    embedder = WordLlamaEmbedder()
    assert isinstance(embedder, KnowsWords)
    one, alike, other = embedder.word_vectors(["doctor", "physician", "lone\ud800"])
    assert one @ one == pytest.approx(1, abs=1e-5)
    assert one @ alike > one @ other


async def test_a_forgotten_persons_words_leave_memory() -> None:
    async with Memory(embedder=ThesaurusEmbedder()) as memory:
        await memory.remember(record("a", "my physician"))
        await memory.recall(ANNA, MemoryQuery("doctor"), NOW)
        assert set(memory._cards.meanings._kept) == {ANNA}
        await memory.forget(ANNA)
        assert set(memory._cards.meanings._kept) == set()


async def test_each_part_of_a_question_finds_its_own() -> None:
    async with Memory() as memory:
        await memory.remember(
            record("pace", "The pace of the tempo run held at 4:40"),
            record("sleep", "Sleep was short, six hours"),
            *(record(f"n{n}", "The run and the sleep were fine, as was the pace", days_ago=3 + n) for n in range(3)),
        )
        question = "Which was better, the pace of my tempo run or my sleep in hours?"
        assert read(question, NOW).parts == (
            frozenset(terms("better")),
            frozenset(terms("pace tempo run")),
            frozenset(terms("sleep hours")),
        )
        decomposed = await parts_of(memory, question, "decomposed")
        assert decomposed["pace"] == decomposed["sleep"] == 1
        assert decomposed["n0"] < 1
        items = (await memory.recall(ANNA, MemoryQuery(question), NOW)).items
        assert {item.record.id for item in items[:2]} == {"pace", "sleep"}


async def test_what_asks_one_thing_is_not_taken_apart() -> None:
    async with Memory() as memory:
        await memory.remember(record("a", "my pace"))
        assert await parts_of(memory, "what was my pace", "decomposed") == {}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Did I run with Ola in Lisbon?", "ola lisbon"),
        ('Who told me of "the long hill" at 10:30?', "long hill 10 30"),
        ("how was it", ""),
        ("Bin ich mit Ole in München gelaufen?", "ole münchen"),
    ],
)
def test_names_numbers_and_quotes_are_entities(text: str, named: str) -> None:
    of_a_language = f"ich bin {named}" if "Bin" in text else named
    assert entities(text) == frozenset(terms(of_a_language))


async def test_a_record_that_names_the_same_counts_more() -> None:
    async with Memory() as memory:
        await memory.remember(record("rome", "We ran in Rome"), record("none", "We ran in circles"))
        assert await parts_of(memory, "our run in Rome", "entities") == {"rome": 1, "none": 0}
        assert await parts_of(memory, "our run in circles", "entities") == {}


@pytest.mark.parametrize(
    ("question", "event", "is_before"),
    [
        ("How have I slept since my knee injury?", "knee injury", False),
        ("What did I eat before the marathon", "marathon", True),
        ("Was I tired after the long flight, and why", "long flight", False),
        ("Wie schlief ich seit meiner Verletzung?", "ich Verletzung", False),
        ("Was habe ich vor dem Marathon gegessen?", "ich Marathon", True),
        ("wie waren meine läufe nach der operation", "ich operation", False),
        ("Nach der schweren Operation schlief ich schlecht?", "ich schweren Operation", False),
    ],
)
def test_a_time_may_be_told_by_what_happened_then(question: str, event: str, is_before: bool) -> None:
    anchor = anchor_of(question)
    assert anchor is not None
    assert anchor.is_before == is_before
    assert frozenset(terms(event)) == anchor.event


@pytest.mark.parametrize("question", ["since the last day", "after the week", "vor der nacht", "before i ran", "since", ""])
def test_a_span_of_the_calendar_is_no_event(question: str) -> None:
    assert anchor_of(question) is None


@pytest.mark.parametrize(
    ("question", "event", "inside"),
    [
        ("How did I sleep since my knee injury?", "I had a knee injury on the stairs", {"event", "after"}),
        ("How did I sleep before the marathon?", "The marathon was hot", {"before"}),
        ("Wie habe ich seit meiner Verletzung geschlafen?", "Ich habe eine Verletzung am Knie", {"event", "after"}),
        ("Wie habe ich vor dem Marathon geschlafen?", "Ich bin den Marathon gelaufen", {"before"}),
    ],
)
async def test_what_happened_opens_or_ends_the_time_asked_for(question: str, event: str, inside: set[str]) -> None:
    slept = "Ich habe gut geschlafen" if question.startswith("Wie") else "I did sleep well"
    again = f"{event}, wieder" if question.startswith("Wie") else f"{event}, again"
    async with Memory() as memory:
        await memory.remember(
            record("before", slept, days_ago=40),
            record("event", event, days_ago=30),
            record("after", slept, days_ago=20),
            record("again", again, days_ago=10),
        )
        window = await parts_of(memory, question, "window")
        assert {id for id, part in window.items() if part == 1 and id != "again"} == inside
        first = (await memory.recall(ANNA, MemoryQuery(question, limit=4), NOW)).items
        order = [item.record.id for item in first if item.record.id in ("before", "after")]
        assert order[0] == ("before" if inside == {"before"} else "after")


async def test_what_nobody_remembers_opens_no_time() -> None:
    async with Memory() as memory:
        await memory.remember(record("a", "I did sleep well"))
        assert await parts_of(memory, "How did I sleep since my operation?", "window") == {}


async def test_what_was_advised_is_looked_for_in_what_auren_said() -> None:
    async with Memory() as memory:
        await memory.remember(
            record("asked", "How much water on a long run"), record("told", "Water on a long run: 500 ml", origin="auren")
        )
        assert await parts_of(memory, "How much water did you recommend for my long run?", "own") == {"asked": 0, "told": 1}
        assert await parts_of(memory, "How much water for my long run?", "own") == {"asked": 1, "told": 0}


async def test_of_what_somebody_has_said_a_question_is_no_answer() -> None:
    said = [replace(record(id, text), data=(("speaker", "Ola"),)) for id, text in (("q", "The race?"), ("a", "The race!"))]
    async with Memory() as memory:
        await memory.remember(*said)
        assert await parts_of(memory, "How was Ola's race?", "answers") == {"q": 0, "a": 1}
        assert await parts_of(memory, "the race", "answers") == {}


def test_a_note_after_a_question_leaves_it_a_question() -> None:
    assert asks("Seen it? [picture: a hill]")
    assert asks("Really?!")
    assert not asks("Was it? It was.")


async def test_an_overview_holds_the_answers_too() -> None:
    def turn(number: int, text: str, origin: Any, days_ago: float) -> MemoryRecord:
        kind = "question" if origin == "person" else "reply"
        return replace(record(f"{origin[0]}{number}", text, days_ago=days_ago, origin=origin), kind=kind, conversation="main")

    talk = [
        one
        for number in range(4)
        for one in (
            turn(number, "My marathon plan, and what next", "person", 40 - 10 * number),
            turn(number, "Two easy days", "auren", 40 - 10 * number - 0.01),
        )
    ]
    async with Memory() as memory:
        await memory.remember(*talk)
        overview = (await memory.recall(ANNA, MemoryQuery("summarise my marathon plan", limit=6), NOW)).items
        assert {"auren", "person"} == {item.record.origin for item in overview}
        plain = (await memory.recall(ANNA, MemoryQuery("my marathon plan", limit=4), NOW)).items
        assert {item.record.origin for item in plain} == {"person"}


@pytest.mark.parametrize(
    "alike",
    [
        ("Ich bin gelaufen", "Meine Läufe", "ich laufe", "er läuft"),
        ("Ich habe Schmerzen", "der Schmerz"),
        ("Ich habe gut geschlafen", "ich will schlafen"),
        ("zwei Wochen sind um", "die Woche"),
        ("meine Verletzungen", "die Verletzung"),
    ],
)
def test_german_forms_share_a_stem(alike: tuple[str, ...]) -> None:
    first, *others = (set(terms(text)) for text in alike)
    for other in others:
        assert first & other


async def test_german_forms_find_one_another() -> None:
    async with Memory() as memory:
        await memory.remember(
            record("lauf", "Ich bin gestern zehn Kilometer gelaufen"), record("buch", "Ich habe gestern ein Buch gelesen")
        )
        assert (await parts_of(memory, "Wie waren meine Läufe?", "words")).get("lauf") == 1
