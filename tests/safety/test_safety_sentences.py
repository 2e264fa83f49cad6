"""Sentences come out whole, nothing is lost, and the cutting of the stream does not matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.safety.sentences import SentenceStream, split

PIECES = st.lists(
    st.sampled_from(
        [
            ".",
            "!",
            "?",
            "…",
            "...",
            " ",
            "\n",
            "\r\n",
            "39.5",
            "16.",
            "July",
            "Juli",
            "e.g.",
            "Dr.",
            "z.B.",
            "no.",
            "5",
            "Sleep",
            "ms",
            *['"', ")", "(", "**", "-", "1.", "\u3002", "\uff01", "h", "L", "A.", "also", "\u00a0", "睡眠"],
        ]
    )
).map("".join)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("HRV was 39.5 ms. Rest today.", ["HRV was 39.5 ms.", "Rest today."]),
        ("You slept 7.5 h. Good.", ["You slept 7.5 h.", "Good."]),
        ("You drank 2 L. Good.", ["You drank 2 L.", "Good."]),
        ("Try this, e.g. a walk. Then sleep.", ["Try this, e.g. a walk.", "Then sleep."]),
        ("Easy days, e.g. Monday, help.", ["Easy days, e.g. Monday, help."]),
        ("As Dr. Plews wrote. Yes.", ["As Dr. Plews wrote.", "Yes."]),
        ("On 16. Juli 2023 war es hoch. Gut.", ["On 16. Juli 2023 war es hoch.", "Gut."]),
        ("On Jul. 16 it was low. Rest.", ["On Jul. 16 it was low.", "Rest."]),
        ("It was 52. Sleep more.", ["It was 52.", "Sleep more."]),
        ("Is it low? No. Train!", ["Is it low?", "No.", "Train!"]),
        ("See no. 5 below. Fine.", ["See no. 5 below.", "Fine."]),
        ("Well... maybe. Sure… Yes.", ["Well... maybe.", "Sure…", "Yes."]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        ("- Sleep early\n- Eat well\n\n1. Walk.\n2. Rest.", ["- Sleep early", "- Eat well", "1. Walk.", "2. Rest."]),
        ("At 10 p.m. go to bed.", ["At 10 p.m. go to bed."]),
        ("今日はHRVが39.5 msです。休んでください！はい", ["今日はHRVが39.5 msです。", "休んでください！", "はい"]),
        ("He said \u201cRest.\u201d Then he left.", ["He said \u201cRest.\u201d", "Then he left."]),
        ("(Good.) **Rest.** Now.", ["(Good.)", "**Rest.**", "Now."]),
        ("See auren.dev for more. Bye.", ["See auren.dev for more.", "Bye."]),
        ("", []),
        ("  \n ", []),
        ("no stop at the end", ["no stop at the end"]),
    ],
)
def test_split(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@given(st.text() | PIECES)
def test_joining_gives_the_text_back_up_to_white_space(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())


@given(text=st.text() | PIECES, data=st.data())
def test_any_chunking_gives_the_same_sentences(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=12)))
    stream = SentenceStream()
    sentences: list[str] = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        sentences += stream.feed(text[start:end])
    rest = stream.rest()
    assert [*sentences, *([rest] if rest else [])] == split(text)


@given(PIECES)
def test_what_was_given_is_never_taken_back(text: str) -> None:
    stream = SentenceStream()
    given_out = [sentence for sign in text for sentence in stream.feed(sign)]
    assert split(text)[: len(given_out)] == given_out


def test_a_stream_can_be_used_again_after_its_rest() -> None:
    stream = SentenceStream()
    assert stream.feed("One. Two") == ["One."]
    assert stream.rest() == "Two"
    assert stream.rest() == ""
    assert stream.feed("Three. ") == []
    assert stream.feed("Four") == ["Three."]
