"""The page on red flags says what the tables say."""

from __future__ import annotations

import re
from pathlib import Path

from auren.patterns import Rule, shipped_rules
from auren.safety.flags import ENGLISH, FRENCH, GERMAN, LEVELS, PORTUGUESE, ROWS, SPANISH
from auren.safety.flags.turns import TURNS
from auren.safety.holds import HELD

PAGE = Path(__file__).parents[2] / "docs" / "red-flags.md"
IN_DATA = {rule.flag for rule in shipped_rules("all") if isinstance(rule, Rule) and rule.flag}


def line(row: str) -> str:
    """Give the line of one row, as the page must have it."""
    said = dict.fromkeys(ENGLISH.texts[row, level].noticed for level in LEVELS[row])
    heard = ["words", *(["data"] if row in IN_DATA else []), *(["turns"] if row in TURNS["en"] else [])]
    off = ", ".join(HELD.get(row, ())).replace("_", " ") or "–"
    return f"| {row} | {'; '.join(said)} | {', '.join(LEVELS[row])} | {', '.join(heard)} | {off} |"


def test_the_page_has_every_row_as_the_tables_have_it() -> None:
    page = PAGE.read_text(encoding="utf-8").splitlines()
    assert [text for text in page if re.match(r"\| R\d", text)] == [line(row) for row in ROWS]


def test_every_row_that_holds_and_every_flagged_rule_is_of_the_table() -> None:
    assert HELD.keys() <= ROWS.keys()
    assert ROWS.keys() >= IN_DATA


def test_every_language_has_a_text_for_every_row() -> None:
    for pack in (ENGLISH, GERMAN, SPANISH, FRENCH, PORTUGUESE):
        assert {(row, level) for row in ROWS for level in LEVELS[row]} <= pack.texts.keys(), pack.language
