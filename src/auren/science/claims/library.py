"""The claim library: each domain is loaded when one of its topics is first asked for, each statement checked when wanted.

Statements about something in particular stand in the folder `narrow`, and are read when a question names something.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, cast, get_args

from auren._shipped import shipped_file
from auren.errors import ConfigurationError
from auren.findings import Citation, Grade
from auren.science.citations import CITATIONS
from auren.science.claims.condition import Condition, condition
from auren.science.claims.holds import HOLD_CODES

__all__ = [
    "LIBRARY_VERSION",
    "Action",
    "CitedStatement",
    "applicable",
    "by_topic",
    "claims",
    "references",
    "topics_of",
]

LIBRARY_VERSION: Final = 7
"""Rises whenever a statement is added, changed or withdrawn."""

When = Literal["today", "tonight", "this_week", "this_block"]

_Kind = Literal["general", "narrow"]
_KINDS: Final[tuple[_Kind, ...]] = get_args(_Kind)
_DOMAINS: Final = ("recovery", "nutrition", "training", "rehabilitation", "physique")
_NEEDED: Final = frozenset({"id", "version", "text", "grade", "row", "topics", "applies_when", "contraindications"})
_GRADES: Final = frozenset(get_args(Grade))
_TIMES: Final = frozenset(get_args(When))
_OPTIONAL: Final = frozenset({"when", "unless", "actions", "questions"})


@dataclass(frozen=True, slots=True)
class Action:
    """A statement as something to do.

    Args:
        text: one imperative sentence.
        timing: when to do it.
    """

    text: str
    timing: When


@dataclass(frozen=True, slots=True)
class CitedStatement:
    """One statement that a specialist may make.

    Args:
        id: lower-case words joined by hyphens, unique in the library.
        version: rises by one whenever the text or its conditions change; from 1.
        domain: the file it stands in.
        text: the statement, one sentence.
        grade: strength of the evidence for acting on it; D describes only.
        source: the reference; its row's constants may still be unverified.
        topics: ids of the topics it speaks to.
        applies_when: when it may be said, in words.
        contraindications: when it must not be acted on, in words.
        when: what must hold, all of it; empty for general knowledge.
        unless: codes of the holds that forbid saying it.
        actions: what to do about it.
        questions: kinds of question it answers, for example "why".
        narrow: whether it is about something in particular, and so answers only a question that names it.
    """

    id: str
    version: int
    domain: str
    text: str
    grade: Grade
    source: Citation
    topics: tuple[str, ...]
    applies_when: str
    contraindications: tuple[str, ...]
    when: tuple[Condition, ...] = ()
    unless: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    questions: tuple[str, ...] = ()
    narrow: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it says: the statement, and what it asks for."""
        return (self.text, *(action.text for action in self.actions))


@cache
def claims() -> Mapping[str, CitedStatement]:
    """Give every statement by id.

    Raises:
        ConfigurationError: a shipped file is damaged.
    """
    found: dict[str, CitedStatement] = {}
    for domain in _DOMAINS:
        for id in _rows(domain):
            if id in found:
                raise ConfigurationError(f"Statement {id!r} stands twice in the claim library; give each its own id.")
            found[id] = _statement(domain, id)
    return MappingProxyType(found)


@cache
def references() -> Mapping[str, Citation]:
    """Give every citation that a statement may name: the rows of the formulas and the library's own."""
    return MappingProxyType({**CITATIONS, **{id: _reference(id) for id in _own_references()}})


@cache
def by_topic() -> Mapping[str, tuple[CitedStatement, ...]]:
    """Give the statements of each topic, in order of id."""
    topics = {topic for domain in _DOMAINS for kind in _KINDS for topic in _ids_by_topic(domain, kind)}
    return MappingProxyType({topic: _on(topic) for topic in sorted(topics)})


def topics_of(id: str) -> tuple[str, ...]:
    """Give the topics that a statement speaks to, without making any statement.

    Args:
        id: one of the library.

    Raises:
        ConfigurationError: the library has no statement of this id.
    """
    rows = (_written(domain, kind).get(id) for kind in _KINDS for domain in _DOMAINS)
    row = next(filter(None, rows), None)
    if row is None:
        raise ConfigurationError(f"The claim library has no statement {id!r}; name one of `claims()`.")
    return _words(row, "topics")


def applicable(
    topic: str,
    *,
    measures: Mapping[str, float],
    facts: Mapping[str, str],
    profile: Mapping[str, float | str],
    holds: frozenset[str] = frozenset(),
    narrow: Collection[str] | None = None,
) -> tuple[CitedStatement, ...]:
    """Give the statements that may be said on a topic: those whose conditions hold, then general ones; by grade, then id.

    Args:
        topic: id such as "nutrition.hydration"; one the library does not know has no statements.
        measures: value of each computation by name, in the unit of its row.
        facts: text of each fact by name.
        profile: entries of the profile by name.
        holds: codes of `HOLD_CODES` that concern the person.
        narrow: ids of the narrow statements that may be given; None for all.

    Raises:
        ConfigurationError: a hold is not in the table.
    """
    if unknown := sorted(holds - HOLD_CODES.keys()):
        raise ConfigurationError(f"{len(unknown)} of the holds are not in HOLD_CODES; expected codes such as 'pregnancy'.")
    fit = (
        statement
        for statement in _on(topic, narrow)
        if holds.isdisjoint(statement.unless)
        and all(one.holds(measures=measures, facts=facts, profile=profile) for one in statement.when)
    )
    return tuple(sorted(fit, key=lambda statement: (not statement.when, statement.grade, statement.id)))


def _read(name: str) -> object:
    data = shipped_file("auren.science.claims", name)
    return json.loads(data)


@cache
def _own_references() -> Mapping[str, dict[str, object]]:
    rows = cast("list[dict[str, object]]", _read("references.json"))
    found = {str(row["id"]): row for row in rows}
    if len(found) < len(rows) or found.keys() & CITATIONS.keys():
        raise ConfigurationError("A reference of the claim library stands twice; give each an id of its own.")
    return MappingProxyType(found)


@cache
def _reference(id: str) -> Citation:
    if id in CITATIONS:
        return CITATIONS[id]
    row = _own_references()[id]
    return Citation(id, str(row["text"]), cast("Grade", row["grade"]), verified=row["verified"] is True)


@cache
def _written(domain: str, kind: _Kind) -> Mapping[str, dict[str, object]]:
    """Give a domain's rows of one kind as they are written, by id; a row is checked when its statement is wanted."""
    name = f"narrow/{domain}.json" if kind == "narrow" else f"{domain}.json"
    rows = cast("list[dict[str, object]]", _read(name))
    found = {str(row.get("id")): row for row in rows}
    if len(found) < len(rows):
        raise ConfigurationError(f"A statement stands twice in {name}; give each its own id.")
    return MappingProxyType(found)


@cache
def _rows(domain: str) -> Mapping[str, dict[str, object]]:
    """Give all rows of a domain by id."""
    general, narrow = (_written(domain, kind) for kind in _KINDS)
    if twice := sorted(general.keys() & narrow.keys()):
        raise ConfigurationError(f"Statement {twice[0]!r} of {domain} stands twice; give each its own id.")
    return MappingProxyType({**general, **narrow})


@cache
def _ids_by_topic(domain: str, kind: _Kind) -> Mapping[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for id, row in sorted(_written(domain, kind).items()):
        for topic in _words(row, "topics"):
            index.setdefault(topic, []).append(id)
    return MappingProxyType({topic: tuple(ids) for topic, ids in index.items()})


def _on(topic: str, narrow: Collection[str] | None = None) -> tuple[CitedStatement, ...]:
    # A topic is named after its domain, so that no other domain's file is read for it.
    domain = topic.partition(".")[0]
    if domain not in _DOMAINS:
        return ()
    ids = _ids_by_topic(domain, "general").get(topic, ())
    # Most statements are narrow, and few are about what was asked: the others are not made; where there are none, not read.
    if narrow is None or any(id not in _written(domain, "general") for id in narrow):
        ids += tuple(id for id in _ids_by_topic(domain, "narrow").get(topic, ()) if narrow is None or id in narrow)
    return tuple(_statement(domain, id) for id in sorted(ids))


@cache
def _statement(domain: str, id: str) -> CitedStatement:
    general = _written(domain, "general").get(id)
    row = general or _written(domain, "narrow")[id]
    _check(domain, row)
    return CitedStatement(
        id=id,
        version=cast("int", row["version"]),
        domain=domain,
        text=str(row["text"]),
        grade=cast("Grade", row["grade"]),
        source=_reference(str(row["row"])),
        topics=_words(row, "topics"),
        applies_when=str(row["applies_when"]),
        contraindications=_words(row, "contraindications"),
        when=tuple(condition(one) for one in cast("list[dict[str, object]]", row.get("when", []))),
        unless=_words(row, "unless"),
        actions=tuple(
            Action(one["text"], cast("When", one["timing"])) for one in cast("list[dict[str, str]]", row.get("actions", []))
        ),
        questions=_words(row, "questions"),
        narrow=general is None,
    )


def _check(domain: str, row: dict[str, object]) -> None:
    where = f"Statement {row.get('id')!r} in {domain}.json"
    if not _NEEDED <= row.keys() <= _NEEDED | _OPTIONAL:
        raise ConfigurationError(f"{where} does not fit; expected {', '.join(sorted(_NEEDED))}.")
    if row["grade"] not in _GRADES or (row["row"] not in CITATIONS and row["row"] not in _own_references()):
        raise ConfigurationError(
            f"{where} has the grade {row['grade']!r} and the row {row['row']!r}; name a grade and a reference."
        )
    if not isinstance(row["version"], int) or row["version"] < 1:
        raise ConfigurationError(f"{where} has the version {row['version']!r}; expected a whole number from 1.")
    if not row["topics"] or any(topic.partition(".")[0] != domain for topic in _words(row, "topics")):
        raise ConfigurationError(f"{where} has the topics {row['topics']!r}; name one or more of its domain.")
    if unknown := [code for code in _words(row, "unless") if code not in HOLD_CODES]:
        raise ConfigurationError(f"{where} names the holds {unknown}; expected codes of HOLD_CODES.")
    for action in cast("list[dict[str, str]]", row.get("actions", [])):
        if action.keys() != {"text", "timing"} or action["timing"] not in _TIMES:
            raise ConfigurationError(f"{where} has an action that does not fit; expected a text and a timing.")


def _words(row: dict[str, object], key: str) -> tuple[str, ...]:
    return tuple(map(str, cast("list[object]", row.get(key, ()))))
