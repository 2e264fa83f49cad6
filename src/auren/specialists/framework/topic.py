"""A topic's speaker: what it gathers, and how it decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from auren.conversation import Constraint
from auren.specialists.framework.draft import Draft
from auren.specialists.framework.view import View

__all__ = ["Decide", "Limit", "Speaker"]

Decide = Callable[[View, Draft], Awaitable[None]]
"""Makes claims and actions of what was gathered; deterministic, and asks no language model."""
Limit = Callable[[View], Awaitable[tuple[Constraint, ...]]]
"""Gives demands on all from the data and what was told, and asks nobody."""


class Speaker(NamedTuple):
    """Speaks on one topic.

    Args:
        topic: the topic's id, for example "nutrition.hydration".
        decide: what is said and asked for.
        figures: computations it rests on; they are computed before it decides.
        facts: attributes of facts it rests on, for example "body.weight"; a trailing "*" takes any ending.
        rules: names of rules whose findings it speaks on.
        metrics: families of metrics whose findings it speaks on, for example "sleep".
        asks: the question that helps most when nothing is known, in the person's own terms; empty for none.
    """

    topic: str
    decide: Decide
    figures: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    rules: frozenset[str] = frozenset()
    metrics: frozenset[str] = frozenset()
    asks: str = ""
