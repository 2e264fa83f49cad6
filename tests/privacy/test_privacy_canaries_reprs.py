"""No value of the library shows a person's text or figures when it is printed, logged or quoted by an error."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import re
from typing import Final

import pytest

import auren

CANARY: Final = "canary-{}-canary"
NAMES: Final = frozenset(
    {"action", "actor", "attribute", "categories", "channel", "consent", "consents", "consulted", "country", "features"}
    | {"findings", "flag", "how", "kind", "kinds", "label", "labels", "locale", "metric", "model", "models", "name", "on"}
    | {"order", "outcome", "part", "plan", "prefers", "purpose", "recipient", "row", "rule", "rules", "scope", "sign", "signal"}
    | {"source", "specialist", "stage", "statements", "tags", "title", "topic", "unit", "units", "zone"}
)
"""Written by auren's or the host's code, never by a person: what a thing is called, its unit, its kind."""

IDS: Final = re.compile(r"(?:^|_)(?:ids?|keys?|digest|revision|previous|head|conversation|subject|evidence|revision|version)$")
"""Pseudonymous: a host that puts a name or an address into an identifier has given it away already."""

REASONS: Final = frozenset({"failures", "failed", "missing", "detail", "message", "route", "forgotten"})
"""Sentences of auren's own about what it did, which quote names of parts, classes of errors and counts alone."""

ROOMS: Final = {
    "auren.science.": "parameters, formulas and citations of computations, which are code",
    "auren.sources.": "what a vendor's format looks like, and counts",
    "auren.evaluation.": "scenarios of made-up people, and how a team did in them",
    "auren.gateway.": "budgets and routes: names, counts and pseudonyms",
    "auren.migrations.": "tables and columns",
    "auren.patterns.": "rules and their parts, which the host's code writes",
    "auren.safety.flags.": "signs and texts that are shipped",
    "auren.safety.wellness.": "rules and texts that are shipped",
    "auren.specialists.": "topics, personas and speakers, which are code",
}
"""Rooms most of whose values hold what code wrote, and why; those of `HOLDING` are looked at all the same."""

HOLDING: Final = re.compile(
    r"(?:Sighting|Quantity|Arguments|Figure|answers\.Answer|record\.Record|step\.Step|documents\.Document|lexer\.Element|Judged|"
    r"matching\.Hit|flags\.words\.Words|Understanding)$"
)
PLACES: Final = {
    "auren.sources.record.Record": {"file", "within"},  # a place in an export; reports name it, too
    "auren.sources.answers.Answer": {"path", "file"},
    "auren.sources.pull.step.Step": {"path", "answer"},  # of a vendor's interface, without its query
    "auren.specialists.understanding.understand.Understanding": {"topics", "concern"},  # topic ids and weights
}

EXCEPTIONS: Final = {
    **PLACES,
    "auren.findings.Citation": {"text"},  # a paper
    "auren.memory.extraction.language.Language": {"*"},  # word lists that are shipped
    "auren.memory.extraction.language.Rule": {"*"},
    "auren.memory.facts.slots.Slot": {"*"},  # kinds of facts, which are code
    "auren.memory.laws.candidates.Candidate": {"*"},  # what may be looked for, which is code
    "auren.privacy.phi.lexicon.Lexicon": {"*"},  # word lists that are shipped
    "auren.privacy.phi.national_ids.NationalId": {"*"},  # how a country's numbers look
    "auren.privacy.disclosure.deadlines.Deadline": {"source"},  # a statute
    "auren.privacy.audit.entry.AuditEntry": {"person", "details"},  # keyed digests
    "auren.memory.erasure.tombstones._Marks": {"owners", "names"},  # keyed digests
    "auren.journal.in_memory._Book": {
        "seen",
        "findings",
        "replies",
        "deliveries",
        "holds",
    },  # ids, and values that hide their own
    "auren.memory.facts.in_memory._Person": {"facts", "cursors"},  # as above
    "auren.pipeline.retraction.Retraction": {"reopened"},  # as above
    "auren.testing.context.ScriptedContext": {"answers", "colleagues", "computed"},  # names, and values that hide their own
    "auren.facts.Recollection": {"parts"},  # scores by the way of recall
    "auren.readings.metrics.Metric": {"*"},  # a registered quantity
    "auren.safety.taint.detector.Suspicion": {"signs"},  # names of what was noticed, without the words
    "auren.safety.violations.Violation": {"expected"},  # what would have been in order, without the words
    "auren.safety.wellness.verdict.Judged": {"language"},
    "auren.sources.vendors.apple_health.lexer.Element": {"fault"},  # what was expected of an element
    "auren.memory.laws.book.Review": {"p"},  # chances, by candidate
    "auren.memory.graph.person_graph.Edge": {"target"},  # an id
    "auren.memory.graph.person_graph.Mention": {"record"},  # an id
    "auren.pipeline.outcomes.Experience": {"text"},  # a digest of words
    "auren.specialists.framework.premises._Figure": {"*"},  # what a premise may say, which is code
    "auren.pipeline.importing.ImportReport": {"taken", "left"},  # names of parts, and counts
    "auren.pipeline.photos.PhotoReport": {"reminder"},  # a fixed sentence
    "auren.pipeline.targets.Target": {"*"},  # where outcomes are looked for, which is code
    "auren.safety.holds.tools.Reach": {"*"},  # what a hold switches off, which is code
    "auren.safety.support.support.Supported": {"statement"},  # an id
    "auren.testing.audit.checks.Findings": {"wrong"},  # lines without personal data
    "auren.testing.audit.report.Check": {"found"},  # as above
    "auren.memory.recalling._Search": {"found"},  # ids and scores
}
"""What is shown although it is text, by class."""

OWN: Final = {
    "auren.privacy.phi.known.KnownValues": "counts its values",
    "auren.privacy.tokens.device.Grace": "shows its epoch",
    "auren.science.nutrition.supplement_timing.Conflict": "a rule on two supplements, which is code",
}
"""Classes that print themselves and cannot be printed without parts of their own; their own tests look at them."""

FIGURES: Final = (
    ("auren.readings.reading.Reading", ("value",)),
    ("auren.readings.daily.DailyValue", ("value",)),
    ("auren.findings.Measure", ("value",)),
    ("auren.findings.Evidence", ("value",)),
    ("auren.findings.Baseline", ("mean", "sd", "low", "high")),
    ("auren.patterns.sighting.Sighting", ("value",)),
    ("auren.science.parameters.Quantity", ("value",)),
    ("auren.people.Profile", ("birth_year", "sex", "height_m", "sleep_need_h")),
    ("auren.memory.laws.law.PersonalLaw", ("size", "low", "high")),
)
"""Where a figure of a person's body is held."""


def classes() -> dict[str, type]:
    found: dict[str, type] = {}
    for module in pkgutil.walk_packages(auren.__path__, "auren."):
        try:
            loaded = importlib.import_module(module.name)
        except ImportError:  # an adapter whose package is not installed
            continue
        for value in vars(loaded).values():
            if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__ == loaded.__name__:
                found[f"{value.__module__}.{value.__qualname__}"] = value
    return {name: kind for name, kind in sorted(found.items()) if not inspect.isabstract(kind) and name not in OWN}


def printed(kind: type, held: dict[str, object]) -> str:
    """Give all ways in which a value of a class can be printed, without asking whether its parts are valid."""
    made: object = object.__new__(kind)
    for part in dataclasses.fields(kind):
        object.__setattr__(made, part.name, held.get(part.name))
    return f"{made!r} {made!s} {made} {[made]} {ValueError(made)!r}"


def texts(kind: type) -> list[str]:
    fields = dataclasses.fields(kind)
    return [part.name for part in fields if re.search(r"\bstr\b|\bbytes\b|\bobject\b|\bAny\b", str(part.type))]


def shown(kind: type) -> list[str]:
    """Give the text fields of a class that stand in one of its printed forms."""
    names = texts(kind)
    printed_form = printed(kind, {name: CANARY.format(name) for name in names})
    return [name for name in names if CANARY.format(name) in printed_form]


def excused(kind: str, field: str) -> bool:
    if any(kind.startswith(room) for room in ROOMS) and not HOLDING.search(kind):
        return True
    listed: set[str] = EXCEPTIONS.get(kind, set())
    return field in NAMES | REASONS | listed or IDS.search(field) is not None or "*" in listed


def test_no_text_field_is_printed_unless_it_is_listed_with_a_reason() -> None:
    known = classes()
    assert len(known) > 250
    found = {name: [field for field in shown(kind) if not excused(name, field)] for name, kind in known.items()}
    assert {name: fields for name, fields in found.items() if fields} == {}


@pytest.mark.parametrize(("name", "fields"), FIGURES, ids=[name for name, _ in FIGURES])
def test_no_figure_of_a_body_is_printed(name: str, fields: tuple[str, ...]) -> None:
    printed_form = printed(classes()[name], dict.fromkeys(fields, 8271.5346))
    assert "8271" not in printed_form
    assert fields[0] not in re.findall(r"(\w+)=", printed_form)


def test_exceptions_are_of_classes_that_are_there() -> None:
    known = classes()
    assert set(EXCEPTIONS) - set(known) == set()
    for name, fields in EXCEPTIONS.items():
        there = {part.name for part in dataclasses.fields(known[name])}
        assert fields - there - {"*"} == set(), name


def test_a_class_that_shows_a_text_is_found() -> None:
    @dataclasses.dataclass(frozen=True, slots=True)
    class Careless:
        text: str
        hidden: str = dataclasses.field(default="", repr=False)

    assert shown(Careless) == ["text"]
    assert not excused("auren.conversation.Careless", "text")
