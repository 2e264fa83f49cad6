"""Any of auren's values as plain text or HTML, standard library only: what is sent when no model words it."""

from auren.rendering.dates import day, span
from auren.rendering.explain import explain
from auren.rendering.quantity import figure, quantity
from auren.rendering.render import Renderable, render
from auren.rendering.summary import evidence_text, summary

__all__ = ["Renderable", "day", "evidence_text", "explain", "figure", "quantity", "render", "span", "summary"]
