"""The claim library: complete, cited, and worded as wellness."""

from __future__ import annotations

import re

from auren.safety import check_wording
from auren.science.claims import claims


def test_there_are_thirty_statements_or_more_over_five_domains() -> None:
    assert len(claims()) >= 30
    assert {statement.domain for statement in claims().values()} == {
        "recovery",
        "nutrition",
        "training",
        "rehabilitation",
        "physique",
    }


def test_every_statement_is_one_cited_sentence_that_says_when_it_applies() -> None:
    for statement in claims().values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", statement.id)
        assert statement.text.endswith(".")
        assert statement.applies_when
        assert statement.source.text
        # A statement is never surer than the row it rests on.
        assert statement.grade >= statement.source.grade


def test_no_statement_diagnoses_treats_or_promises() -> None:
    for statement in claims().values():
        assert check_wording(statement.text) == (), statement.id
