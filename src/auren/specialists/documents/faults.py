"""What speaks against a document beyond its form: names that do not exist, and texts that must not be said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auren.safety import Ground, MedicalSafetyFilter
from auren.science import catalogue
from auren.science.claims import HOLD_CODES, claims
from auren.specialists.documents.schema import All, AnyOf, Condition, Line, MeasureIs, Not, SpecialistDocument
from auren.specialists.documents.words import FORMS, figures_in

__all__ = ["Fault", "Where", "faults_of"]

_OWN_WORDS: Final = frozenset({"direction", "fact", "unsure"})
"""A document chooses its names and directions itself, as any specialist's code does."""
_STANDS_FOR_A_FIGURE: Final = "that"

Where = tuple[str | int, ...]
"""The way to a place in a document, key by key."""
Fault = tuple[Where, str]
"""A place, and what is wrong there."""


def faults_of(document: SpecialistDocument) -> Iterator[Fault]:
    """Give every fault, with its place.

    Args:
        document: of the documented form.
    """
    safety = MedicalSafetyFilter()
    for part in ("title", "field", "voice"):
        yield from _wording(("persona", part), getattr(document.persona, part), safety)
    ids = [topic.id for topic in document.topics]
    for place, topic in enumerate(document.topics):
        at: Where = ("topics", place)
        if ids.index(topic.id) != place:
            yield (*at, "id"), "this topic stands twice"
        for number, name in enumerate(topic.figures):
            yield from _figure((*at, "figures", number), name)
        for number, line in enumerate(topic.say):
            yield from _line((*at, "say", number), line, safety)


def _line(at: Where, line: Line, safety: MedicalSafetyFilter) -> Iterator[Fault]:
    for number, code in enumerate(line.unless):
        if code not in HOLD_CODES:
            yield (*at, "unless", number), f"no such code; expected some of {', '.join(sorted(HOLD_CODES))}"
    if line.cite is not None and line.cite not in claims():
        yield (*at, "cite"), "no cited statement of the claim library has this id"
    if line.when is not None:
        yield from _condition((*at, "when"), line.when)
    for name in ("observation", "meaning", "missing", "question"):
        text = getattr(line, name)
        if text is not None:
            yield from _said((*at, name), text, safety, asks=name == "question")
    if line.action is not None:
        yield from _said((*at, "action", "text"), line.action.text, safety)
    if line.demand is not None:
        yield from _said((*at, "demand", "reason"), line.demand.reason, safety, figures=False)


def _said(at: Where, text: str, safety: MedicalSafetyFilter, *, asks: bool = False, figures: bool = True) -> Iterator[Fault]:
    found = figures_in(text)
    if found is None:
        yield (
            at,
            f"a brace that fills in nothing; expected {{figure}}, or {{figure:form}} with a form of {', '.join(FORMS)[2:]}",
        )
        return
    if found and not figures:
        yield at, "a figure cannot be filled in here"
    for name, _ in found:
        yield from _figure(at, name)
    if asks != text.endswith("?"):
        yield at, "a question ends with a question mark, and nothing else does"
    plain = text
    for name, form in found:
        plain = plain.replace(f"{{{name}:{form}}}" if form else f"{{{name}}}", _STANDS_FOR_A_FIGURE)
    yield from _wording(at, plain, safety)


def _wording(at: Where, text: str, safety: MedicalSafetyFilter) -> Iterator[Fault]:
    untraced = [violation for violation in Ground.of([]).check(text) if violation.kind not in _OWN_WORDS]
    if untraced:
        yield at, f"{untraced[0].found or 'a number'!r} can be traced to no figure; fill a figure in, or write it without"
    violations = safety.check(text).violations
    if violations:
        yield at, f"this is not wellness wording: {violations[0]}"


def _condition(at: Where, condition: Condition) -> Iterator[Fault]:
    match condition:
        case MeasureIs():
            yield from _figure((*at, "measure"), condition.measure)
            computation = catalogue().get(condition.measure)
            if computation is not None and condition.unit is not None and condition.unit != computation.unit:
                yield (*at, "unit"), f"{condition.measure} is in {computation.unit}"
        case All():
            for place, part in enumerate(condition.all):
                yield from _condition((*at, "all", place), part)
        case AnyOf():
            for place, part in enumerate(condition.any):
                yield from _condition((*at, "any", place), part)
        case Not():
            yield from _condition((*at, "not"), condition.not_)
        case _:
            return


def _figure(at: Where, name: str) -> Iterator[Fault]:
    if name not in catalogue():
        yield at, f"no computation of the catalogue is called {name!r}"
