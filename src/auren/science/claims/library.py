"""The claim library: loaded once from the package's own files, and checked as it is loaded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, cast, get_args

from auren.errors import ConfigurationError
from auren.findings import Citation, Grade
from auren.science.citations import CITATIONS

__all__ = ["CitedStatement", "claims"]

_DOMAINS: Final = ("recovery", "nutrition", "training", "rehabilitation", "physique")
_FIELDS: Final = {"id", "text", "grade", "row", "applies_when", "contraindications"}


@dataclass(frozen=True, slots=True)
class CitedStatement:
    """One statement that a specialist may make.

    Args:
        id: lower-case words joined by hyphens, unique in the library.
        domain: the file it stands in.
        text: the statement, one sentence.
        grade: strength of the evidence for acting on it; D describes only.
        source: the reference; its row's constants may still be unverified.
        applies_when: when it may be said.
        contraindications: when it must not be acted on.
    """

    id: str
    domain: str
    text: str
    grade: Grade
    source: Citation
    applies_when: str
    contraindications: tuple[str, ...]


@cache
def claims() -> Mapping[str, CitedStatement]:
    """Give every statement by id.

    Raises:
        ConfigurationError: a shipped file is damaged.
    """
    found: dict[str, CitedStatement] = {}
    for domain in _DOMAINS:
        for row in json.loads(files("auren.science.claims").joinpath(f"{domain}.json").read_text(encoding="utf-8")):
            statement = _statement(domain, row)
            if found.setdefault(statement.id, statement) is not statement:
                raise ConfigurationError(f"Statement {statement.id!r} stands twice in the claim library; give each its own id.")
    return MappingProxyType(found)


def _statement(domain: str, row: dict[str, object]) -> CitedStatement:
    if set(row) != _FIELDS or row["grade"] not in get_args(Grade) or row["row"] not in CITATIONS:
        raise ConfigurationError(f"A statement in {domain}.json does not fit; expected {', '.join(sorted(_FIELDS))}.")
    return CitedStatement(
        id=str(row["id"]),
        domain=domain,
        text=str(row["text"]),
        grade=cast("Grade", row["grade"]),
        source=CITATIONS[str(row["row"])],
        applies_when=str(row["applies_when"]),
        contraindications=tuple(str(item) for item in cast("list[object]", row["contraindications"])),
    )
