"""Reads a specialist's document, and refuses one that could not keep a specialist's contract, with place and reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from auren.errors import ConfigurationError
from auren.safety import Ground, MedicalSafetyFilter
from auren.science import catalogue
from auren.science.claims import HOLD_CODES, claims
from auren.specialists.documents.tree import MOST_CHARACTERS, Document, parsed
from auren.specialists.documents.words import FORMS, figures_in

if TYPE_CHECKING:
    from auren.specialists.documents.schema import Condition, Line, SpecialistDocument
    from auren.specialists.documents.specialist import DocumentSpecialist

__all__ = ["document_schema", "from_document"]

_MOST_FAULTS: Final = 10
_OWN_WORDS: Final = frozenset({"direction", "fact", "unsure"})
"""A document chooses its names and directions itself, as any specialist's code does."""
_STANDS_FOR_A_FIGURE: Final = "that"

Where = tuple[str | int, ...]
Fault = tuple[Where, str]


def from_document(source: str | Path) -> DocumentSpecialist:
    """Give the specialist that a document describes.

    Args:
        source: a path, or the text itself: one with a line break, or one that begins with a brace. What begins with a brace
            is JSON; else it is YAML, which needs the extra `documents`.

    Raises:
        ConfigurationError: the file cannot be read; or the document is not of the documented form, names what does not
            exist, or has a text that must not be said; the message names each line, field and reason.
        MissingExtra: it is YAML, and PyYAML is not installed.
    """
    from pydantic import ValidationError

    from auren.specialists.documents.schema import SpecialistDocument
    from auren.specialists.documents.specialist import DocumentSpecialist

    document = parsed(_text(source))
    try:
        read = SpecialistDocument.model_validate(document.value)
    except ValidationError as error:
        faults = [(_without_kinds(fault["loc"]), fault["msg"].removeprefix("Value error, ")) for fault in error.errors()]
        raise _refused(document, faults) from None
    faults = list(_faults(read))
    if faults:
        raise _refused(document, faults)
    return DocumentSpecialist(read)


def document_schema() -> dict[str, object]:
    """Give the JSON Schema of a specialist's document, as it is shipped beside this module."""
    from auren.specialists.documents.schema import SpecialistDocument

    return SpecialistDocument.model_json_schema()


def _text(source: str | Path) -> str:
    if isinstance(source, str) and ("\n" in source or source.lstrip("\ufeff ").startswith("{")):
        return source
    if not isinstance(source, str | Path):
        raise ConfigurationError(f"A {type(source).__name__} was given for a specialist's document; expected a path or a text.")
    path = Path(source)
    try:
        with path.open("rb") as file:
            data = file.read(4 * MOST_CHARACTERS + 1)
        return data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"A specialist's document could not be read ({type(error).__name__}); expected a UTF-8 file, or its text."
        ) from None


def _refused(document: Document, faults: list[Fault]) -> ConfigurationError:
    told = [f"{document.where(where)}: {reason}" for where, reason in faults[:_MOST_FAULTS]]
    more = f"; and {len(faults) - _MOST_FAULTS} more" if len(faults) > _MOST_FAULTS else ""
    return ConfigurationError(f"A specialist's document was refused. {'; '.join(told)}{more}.")


def _without_kinds(where: Where) -> Where:
    """Leave out the kind that pydantic puts behind each place of a condition."""
    kept: list[str | int] = []
    skipped = True
    for part in where:
        at_condition = bool(kept) and (
            kept[-1] in ("when", "not") or (isinstance(kept[-1], int) and len(kept) > 1 and kept[-2] in ("all", "any"))
        )
        if at_condition and not skipped:
            skipped = True
            continue
        kept.append(part)
        skipped = False
    return tuple(kept)


def _faults(document: SpecialistDocument) -> Iterator[Fault]:
    """Give what pydantic cannot see: names that do not exist, and texts that must not be said."""
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
    from auren.specialists.documents.schema import All, AnyOf, MeasureIs, Not

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
