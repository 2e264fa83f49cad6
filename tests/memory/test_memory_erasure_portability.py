"""A person's memory as one document: by its schema, and back into any store with the same answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from erasure_house import BACKENDS, Letters, backend, talk

from auren.errors import InvalidInput
from auren.facts import MemoryQuery, MemoryRecord, Statement
from auren.memory import InMemoryStore, Memory, SQLStore
from auren.memory.erasure import export_memory, import_memory
from auren.memory.facts import InMemoryFactStore
from auren.people import Subject

ANNA, CARL = Subject("anna"), Subject("carl")
NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
SCHEMA = Path(__file__).parents[2] / "docs" / "memory-export.schema.json"
WORDS = ("knee", "sleep", "run", "søvn", "睡眠", "goal", "tired", "race")


def records(count: int = 200) -> list[MemoryRecord]:
    return [
        MemoryRecord(
            f"m{n}",
            ANNA,
            ("question", "reply", "fact", "note")[n % 4],
            f"{WORDS[n % 8]} {WORDS[(n * 5 + 1) % 8]} number {n}",
            NOW - timedelta(minutes=n * 7, microseconds=n),
            origin=("person", "auren", "device")[n % 3],
            conversation=("", "main")[n % 2],
            expires_at=NOW + timedelta(days=n) if n % 5 == 0 else None,
            data=(("a", str(n)), ("a", "")) if n % 7 == 0 else (),
            context=WORDS[n % 3],
        )
        for n in range(count)
    ]


class Facts:
    """Keeps statements in a list."""

    def __init__(self, *held: Statement) -> None:
        self.held = list(held)

    async def hear(self, statements: Sequence[Statement]) -> object:
        self.held += [statement for statement in statements if statement not in self.held]
        return None

    async def export(self, subject: Subject) -> list[Statement]:
        return [statement for statement in self.held if statement.subject == subject]


def said(subject: Subject = ANNA) -> Statement:
    return Statement(
        subject, "body.weight", "holds", "71.5", NOW, NOW, unit="kg", since=NOW - timedelta(days=3), evidence=("m1", "m2")
    )


async def answers(memory: Memory, subject: Subject) -> list[list[tuple[str, float]]]:
    queries = [MemoryQuery(text, limit=20) for text in ("", *WORDS, "knee race goal", "number 7")]
    queries += [MemoryQuery("knee", kinds=frozenset({"fact"})), MemoryQuery("run", since=NOW - timedelta(hours=4))]
    recalls = [await memory.recall(subject, query, NOW) for query in queries]
    return [[(item.record.id, round(item.score, 9)) for item in recall.items] for recall in recalls]


async def exported(memory: Memory, facts: Facts | None = None) -> Any:
    return json.loads(json.dumps(await export_memory(memory, ANNA, NOW, facts=facts)))


async def test_what_was_exported_answers_the_same_elsewhere(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'there.db'}"
    tiers = [SQLStore(url, name=name) for name in ("immediate", "structured", "semantic")]
    async with Memory() as here, Memory(*tiers) as there:
        await here.remember(*records())
        facts, empty = Facts(said()), Facts()
        document = await exported(here, facts)
        for _ in range(2):
            assert await import_memory(there, document, facts=empty) == 201
            assert await answers(there, ANNA) == await answers(here, ANNA)
            assert await there.export(ANNA) == await here.export(ANNA)
            assert empty.held == facts.held
        assert (await exported(there, empty)) == document


async def test_it_may_become_somebody_elses() -> None:
    async with Memory() as here, Memory() as there:
        await here.remember(*records(20))
        facts = Facts()
        await import_memory(there, await exported(here, Facts(said())), subject=CARL, facts=facts)
        assert await there.export(ANNA) == []
        assert [kept.id for kept in await there.export(CARL)] == [kept.id for kept in await here.export(ANNA)]
        assert facts.held == [said(CARL)]
        assert await answers(there, CARL) == await answers(here, ANNA)


async def test_a_document_is_as_its_schema_says() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    async with Memory() as memory:
        await memory.remember(*records(40))
        document = await exported(memory, Facts(said()))
    jsonschema.validate(document, schema)
    for spoilt in (
        {**document, "format": "auren-memory-2"},
        {**document, "records": [{"id": "m"}]},
        {"format": "auren-memory-1"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(spoilt, schema)


def _document(**changes: Any) -> dict[str, Any]:
    kept = {"id": "m", "kind": "q", "text": "canary", "at": NOW.isoformat()}
    return {"format": "auren-memory-1", "subject": "anna", "records": [kept], "statements": [], **changes}


@pytest.mark.parametrize(
    "document",
    [
        {},
        _document(format="auren-export-1"),
        _document(records=None),
        _document(subject=""),
        _document(records=["canary"]),
        _document(records=[{"id": "m", "kind": "q", "text": "canary"}]),
        _document(records=[{"id": "m", "kind": "q", "text": "canary", "at": "2024-05-20T12:00:00"}]),
        _document(records=[{"id": "m", "kind": "q", "text": "canary", "at": "canary"}]),
        _document(statements=[{"attribute": "canary"}]),
        _document(statements=[{"attribute": "body.weight", "act": "holds", "value": "71", "said_at": NOW.isoformat(),
                               "recorded_at": NOW.isoformat()}]),
    ],
)  # fmt: skip
async def test_a_document_that_cannot_be_read_is_refused_whole_and_not_quoted(document: dict[str, Any]) -> None:
    async with Memory(semantic=InMemoryStore()) as memory:
        good = {"id": "good", "kind": "q", "text": "good", "at": NOW.isoformat()}
        if isinstance(document.get("records"), list):
            document = {**document, "records": [good, *document["records"]]}
        with pytest.raises(InvalidInput) as told:
            await import_memory(memory, document)
        assert "canary" not in str(told.value)
        assert "canary" not in str(told.value.__cause__)
        assert await memory.export(ANNA) == []


async def test_a_plain_document_is_remembered() -> None:
    async with Memory() as memory:
        assert await import_memory(memory, _document()) == 1
        assert [kept.text for kept in await memory.export(ANNA)] == ["canary"]


@pytest.mark.parametrize("kind", BACKENDS)
async def test_a_memory_that_was_moved_finds_the_same_by_words_vectors_and_facts(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    moved = backend(kind, tmp_path, request)
    # Valkey searches no vectors, so it is compared with a memory that has none.
    embedder = None if kind == "valkey" else Letters()
    async with Memory(facts=InMemoryFactStore(), embedder=embedder) as here:
        await here.remember(*records(120), *(replace(turn, id=f"talk-{turn.id}") for turn in talk(ANNA)))
        await here.extract(ANNA, NOW)
        document = json.loads(json.dumps(await here.export_document(ANNA, NOW)))
        known = await here.facts.facts(ANNA) if here.facts else []
        assert known
        expected = await answers(here, ANNA)
        async with moved.memory(embedder=embedder) as there:
            assert await there.import_(document) == len(document["records"]) + len(document["statements"])
        async with moved.memory(embedder=embedder) as there:
            assert await there.import_(document) > 0
            assert [[id for id, _ in found] for found in await answers(there, ANNA)] == [
                [id for id, _ in found] for found in expected
            ]
            # Databases keep vectors in single precision.
            for found, wanted in zip(await answers(there, ANNA), expected, strict=True):
                assert [score for _, score in found] == pytest.approx([score for _, score in wanted], abs=1e-5)
            assert there.facts is not None
            assert await there.facts.facts(ANNA) == known
            again = json.loads(json.dumps(await there.export_document(ANNA, NOW)))
            assert again == document


async def test_a_document_with_statements_needs_a_fact_store() -> None:
    async with Memory() as memory:
        with pytest.raises(InvalidInput, match="fact store"):
            await memory.import_({**_document(), "statements": (await exported(memory, Facts(said())))["statements"]})
