"""Queries that try to reach another person's memory: ids that look alike, and words and filters that are code elsewhere."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from auren.facts import MemoryQuery, MemoryRecord, Recollection, VectorSpace
from auren.people import Subject
from auren.ports import MemoryStore

__all__ = ["NOW", "PEOPLE", "SPACE", "fill", "leaks"]

NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
SPACE = VectorSpace("isolation", 8)

_IDS = (
    *("a", "aa", "aaa", "a*", "a?", "a%", "a_", "[a]", "a:", ":a", "a:r", "a|a", "a\\", "a'", 'a"', "a`", "a;", "a,b", "a.b"),
    *(
        "a/../b",
        "..",
        "*",
        "?",
        "%",
        "_",
        "[^a]",
        "{a}",
        "}",
        "{",
        "a}",
        "a--",
        "a/*",
        "$and",
        "$ne",
        "null",
        "None",
        "0",
        "-1",
    ),
    *(
        "1=1",
        "a'or'1'='1",
        "OR",
        "NOT",
        "NEAR(a)",
        'a"OR"b',
        "main",
        "v",
        "w",
        "space",
        "due",
        "p",
        "r",
        "p:a",
        "r:a:b",
        "default",
    ),
    *("é", "e\u0301", "а", "ａ", "A", "Å", "A\u030a", "ß", "ss", "ﬁ", "fi", "İ", "i\u0307", "ı", "人", "人人", "👩‍🔬", "👩🔬"),
    *(
        "a\u200b",
        "\u200ba",
        "a\ufeff",
        "a\u00ad",
        "a\u202e",
        "x" * 128,
        "x" * 127,
        "auren",
        "subject",
        "store",
        "\\x00",
        "a\\0",
    ),
)
PEOPLE = tuple(Subject(id) for id in _IDS)
_WORDS = ("knee", "sleep", "run", "睡眠", "søvn", "a", "or", "and", "not")
_HOSTILE = (
    *("*", "%", "_", "knee*", "kn%", '"knee"', "knee OR run", "knee NOT sleep", "NEAR(knee run)", "terms:knee", "knee | run"),
    *("knee & run", "!knee", "<->", "' OR 1=1 --", '" OR 1=1 --', "); DROP TABLE auren_memory_items; --", "\\", "${a}"),
    *("[a-z]", "{}", "^", "$", ".*", "*:*", "\x00knee", "knee\nrun", "\u202eknee", "{auren:memory}:p:*", "'knee':*"),
)


def _word_of(subject: Subject) -> str:
    return f"secret{PEOPLE.index(subject)}x"


def records_of(subject: Subject, count: int) -> list[MemoryRecord]:
    """Give a person's records; all people's have the same ids, times and words, but for one word of their own."""
    return [
        MemoryRecord(
            f"m{n}",
            subject,
            ("question", "fact")[n % 2],
            f"{_WORDS[n % len(_WORDS)]} {_WORDS[(n * 3 + 1) % len(_WORDS)]} {_word_of(subject)}",
            NOW - timedelta(hours=n),
            conversation=("main", "a")[n % 2],
            context=f"{_WORDS[n % 4]} {_word_of(subject)}",
        )
        for n in range(count)
    ]


async def fill(store: MemoryStore, count: int = 6) -> None:
    """Give every person records, and vectors that are the same for all."""
    vectors = None
    if "vector_search" in store.abilities:
        await store.adopt(SPACE)
        vectors = [_vector(n) for n in range(count)]
    for subject in PEOPLE:
        await store.put(records_of(subject, count), vectors)


async def leaks(store: MemoryStore, queries: int, *, seed: int = 1, count: int = 6) -> int:
    """Ask as many queries, and count the answers that hold anything of somebody else, or miss what is one's own."""
    rng = random.Random(seed)
    found = 0
    for asker in _askers(rng, queries):
        other = rng.choice(PEOPLE)
        query = MemoryQuery(
            _text(rng, asker, other),
            kinds=rng.choice((frozenset(), frozenset({"fact"}), frozenset({other.id}), frozenset({"fact", "question"}))),
            conversation=rng.choice(("", "", "main", other.id)),
            since=rng.choice((None, None, NOW - timedelta(hours=3))),
            limit=rng.choice((1, 5, 1000)),
        )
        match rng.randrange(6):
            case 0:
                record = await store.get(asker, rng.choice(("m1", other.id, "*", "m%", f"{other.id}:m1", "m1'--")), now=NOW)
                found += record is not None and _foreign(asker, record)
            case 1 if "vector_search" in store.abilities:
                near = await store.nearest(asker, _vector(rng.randrange(count)), query, now=NOW)
                found += _any_foreign(asker, near)
            case 2:
                exported = await store.export(asker)
                found += len(exported) != count or any(_foreign(asker, record) for record in exported)
            case _:
                found += _any_foreign(asker, await store.find(asker, query, now=NOW))
    return found


def _askers(rng: random.Random, queries: int) -> Iterator[Subject]:
    for _ in range(queries):
        yield rng.choice(PEOPLE)


def _text(rng: random.Random, asker: Subject, other: Subject) -> str:
    texts = ("", _word_of(other), other.id, rng.choice(_HOSTILE), f"{rng.choice(_WORDS)} {_word_of(other)}", rng.choice(_WORDS))
    return rng.choice((*texts, f"{_word_of(asker)} OR {_word_of(other)}"))


def _vector(number: int) -> list[float]:
    return [1.0 if place == number % 8 else 0.1 for place in range(8)]


def _any_foreign(asker: Subject, found: Sequence[Recollection]) -> bool:
    return any(_foreign(asker, item.record) for item in found)


def _foreign(asker: Subject, record: MemoryRecord) -> bool:
    own = _word_of(asker)
    return record.subject != asker or own not in record.text.split() or own not in record.context.split()
