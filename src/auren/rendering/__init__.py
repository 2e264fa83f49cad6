"""Any of auren's values as plain text or HTML, standard library only: what is sent when no model words it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.rendering.dates import day, span
    from auren.rendering.numbers import figure, quantity
    from auren.rendering.provenance import explain
    from auren.rendering.rendered import Renderable, render
    from auren.rendering.sentence import evidence_text, summary

__all__ = ["Renderable", "day", "evidence_text", "explain", "figure", "quantity", "render", "span", "summary"]

# Who words one number does not pay for pages and trees. No file bears the name of a function, which it would hide.
__getattr__, __dir__ = later(
    __name__,
    {
        ".dates": ("day", "span"),
        ".numbers": ("figure", "quantity"),
        ".provenance": ("explain",),
        ".rendered": ("Renderable", "render"),
        ".sentence": ("evidence_text", "summary"),
    },
)
