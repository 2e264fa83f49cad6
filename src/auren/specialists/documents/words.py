"""Words and figures in a document's texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from auren.findings import Measure
from auren.rendering import span
from auren.specialists.framework import shown

__all__ = ["FORMS", "figures_in", "filled", "says"]

_FIGURE: Final = re.compile(r"\{([^{}]*)\}")
_NAME: Final = re.compile(r"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)(?::([a-z]+))?")
_WORD: Final = re.compile(r"[^\W_]+")

FORMS: Final[dict[str, Callable[[Measure], str]]] = {
    "": shown,
    "title": lambda measure: measure.title,
    "dates": lambda measure: span(measure.window),
}
"""How a figure can be filled in: its value with its unit, how it is called, or its dates."""


def figures_in(text: str) -> list[tuple[str, str]] | None:
    """Give the figures that a text fills in, each with its form; None where a brace stands for nothing of the kind.

    Args:
        text: of a document, for example "Your debt is {sleep.debt}."
    """
    left = _FIGURE.sub("", text)
    matches = [_NAME.fullmatch(found) for found in _FIGURE.findall(text)]
    if "{" in left or "}" in left or None in matches:
        return None
    found = [(match[1], match[2] or "") for match in matches if match is not None]
    return found if all(form in FORMS for _, form in found) else None


def filled(text: str, measures: dict[str, Measure]) -> str:
    """Give a text with its figures filled in.

    Args:
        text: whose figures are all among the measures.
        measures: by name.
    """

    def put(match: re.Match[str]) -> str:
        name, _, form = match[1].partition(":")
        return FORMS[form](measures[name])

    return _FIGURE.sub(put, text)


def says(word: str, text: str) -> bool:
    """Tell whether a text has a word or phrase, whole; a trailing "*" takes any ending.

    Args:
        word: lower-case.
        text: any; untrusted.
    """
    padded = f" {' '.join(_WORD.findall(text.casefold()))} "
    phrase = " ".join(_WORD.findall(word))
    return f" {phrase}" in padded if word.endswith("*") else f" {phrase} " in padded
