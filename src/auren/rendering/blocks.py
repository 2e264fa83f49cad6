"""The few shapes a rendered value is made of, and how each is written as text and as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape as html_escape

__all__ = ["Block", "Paragraph", "Points", "Section", "Terms", "as_html", "as_text", "printable"]

# Device names and reading ids come from outside; a control character in one must not drive the reader's terminal.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short lines."""

    items: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Terms:
    """Names with what they stand for."""

    pairs: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading."""

    title: str = field(repr=False)
    blocks: tuple[Block, ...]


Block = Paragraph | Points | Terms | Section


def as_text(blocks: Sequence[Block]) -> str:
    """Give blocks as plain text.

    Args:
        blocks: in order.
    """
    return printable("\n".join(_text_lines(blocks, "")).strip("\n"))


def as_html(blocks: Sequence[Block]) -> str:
    """Give blocks as an HTML fragment: every text escaped, no style and no script.

    Args:
        blocks: in order.
    """
    return "\n".join(_html_lines(blocks))


def printable(text: str) -> str:
    """Give a text with its control characters, all but tab and line feed, replaced.

    Args:
        text: any text.
    """
    return _CONTROL.sub("\ufffd", text)


def _text_lines(blocks: Sequence[Block], indent: str) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(text):
                yield f"{indent}{text}"
            case Points(items):
                yield from (f"{indent}- {item}" for item in items)
            case Terms(pairs):
                yield from (f"{indent}{name}: {text}" for name, text in pairs)
            case Section(title, inner):
                if not indent:
                    yield ""
                yield f"{indent}{title}"
                yield from _text_lines(inner, f"{indent}  ")


def _escape(text: str) -> str:
    return html_escape(printable(text))


def _html_lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(text):
                yield f"<p>{_escape(text)}</p>"
            case Points(items):
                yield f"<ul>{''.join(f'<li>{_escape(item)}</li>' for item in items)}</ul>"
            case Terms(pairs):
                yield f"<dl>{''.join(f'<dt>{_escape(name)}</dt><dd>{_escape(text)}</dd>' for name, text in pairs)}</dl>"
            case Section(title, inner):
                yield "<section>"
                yield f"<h3>{_escape(title)}</h3>"
                yield from _html_lines(inner)
                yield "</section>"
