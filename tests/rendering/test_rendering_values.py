"""Every value has a text and an HTML form, and no text escapes into the markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendering_values import ADVICE, CLAIM, EVIDENCE, FINDING, FLAG, GAP, MEASURE, REPLY, WEEK

from auren.conversation import Claim, ClaimKind, Sentence
from auren.findings import Coverage, Evidence
from auren.readings import Window
from auren.rendering import Renderable, render, summary

EVERY: list[Renderable] = [REPLY, ADVICE, CLAIM, FINDING, MEASURE, GAP, FLAG, EVIDENCE]
ALLOWED = {"p", "ul", "li", "dl", "dt", "dd", "section", "h3"}


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader


@pytest.mark.parametrize("value", EVERY, ids=lambda value: type(value).__name__)
def test_both_forms_say_the_same_words(value: Renderable) -> None:
    html = read(render(value, format="html"))
    assert set(html.tags) <= ALLOWED
    text = render(value)
    assert text
    assert text == text.strip()

    def letters(words: str) -> str:
        return "".join(sign for sign in words if sign.isalnum())

    assert letters(html.words) == letters(text)


@given(st.text())
def test_html_escapes_everything(words: str) -> None:
    reader = read(render(Claim(words, ClaimKind.MEANING), format="html"))
    assert reader.tags == ["p"]
    expected = "".join(s if s in "\t\n" or not (s < " " or "\x7f" <= s <= "\x9f") else "\ufffd" for s in words)
    assert reader.words == expected


def test_a_text_form_carries_no_control_characters() -> None:
    assert "\x1b" not in render(Claim("calm \x1b[31mred", ClaimKind.MEANING))


def test_summary_names_value_window_and_band() -> None:
    assert summary(FINDING) == (
        "HRV below your usual band: 7-day mean of ln RMSSD was 3.675 (39.5 ms) over 10 to 16 July 2023, "
        "under the band from 3.694 to 3.829 of 11 June to 9 July 2023 (29 of 60 days)."
    )


def test_summary_of_a_plain_limit_and_of_a_gap() -> None:
    day = Window(date(2023, 7, 16), date(2023, 7, 16))
    short = Evidence("time asleep", "sleep.duration", 290, "min", day, Coverage(1, 1), limit=360)
    fast = Evidence("mean resting heart rate", "heart.resting", 58.25, "bpm", WEEK, Coverage(5, 7), limit=55)
    assert summary(replace(FINDING, title="Short night", evidence=(short, fast))) == (
        "Short night: time asleep was 4 h 50 min on 16 July 2023, under the limit of 6 h; "
        "mean resting heart rate was 58.3 bpm over 10 to 16 July 2023 (5 of 7 days), above the limit of 55 bpm."
    )
    assert summary(replace(FINDING, evidence=())) == "HRV below your usual band."


def test_a_flag_that_nobody_said_comes_first() -> None:
    assert render(REPLY).startswith(FLAG.text)
    said = replace(REPLY, sentences=(Sentence(FLAG.text, "fixed"), *REPLY.sentences))
    assert render(said).count(FLAG.text) == 1


@pytest.mark.parametrize("level", ["E0", "E1", "R"])
def test_an_urgent_flag_leaves_no_plan_beside_it(level: Literal["E0", "E1", "R"]) -> None:
    urgent = replace(REPLY, flags=(replace(FLAG, level=level),))
    assert "To do" in render(REPLY)
    assert "To do" not in render(urgent)


def test_what_is_to_do_is_said_once() -> None:
    assert render(REPLY).count("Keep today easy") == 1
    assert "Be in bed by 22:30 (tonight)" in render(REPLY)
