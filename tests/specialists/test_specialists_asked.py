"""The index of questions that statements answer: in step with the library, exact through its bytes, and right on new words."""

from __future__ import annotations

import pytest
from benchmarks._train_asked import index, questions
from hypothesis import given
from hypothesis import strategies as st

from auren.science.claims import claims
from auren.specialists.understanding.asked import NEAR, Asked, shipped
from auren.specialists.understanding.plain import plain
from auren.specialists.understanding.stems import stem, stems
from auren.specialists.understanding.usual import usual

_WORDS = st.lists(
    st.sampled_from(["knee", "coffee", "sleep", "squat", "running", "runs", "nap", "gel", "hike"]), min_size=1, max_size=6
)
_TOPICS = {
    "a-knee": ("rehabilitation.pain",),
    "b-coffee": ("nutrition.supplements", "recovery.sleep"),
    "c-nap": ("recovery.sleep",),
}


def _small() -> Asked:
    told = {"a-knee": "knee squat hurts", "b-coffee": "espresso coffee before bed", "c-nap": "nap after lunch"}
    # Words are rare only where there are many statements.
    others = {f"x-{number}": f"matter{number:03} of another kind" for number in range(200)}
    topics = _TOPICS | dict.fromkeys(others, ("training.session",))
    return Asked.of(topics, {id: [(text, 1)] for id, text in (told | others).items()})


def test_the_shipped_index_is_in_step_with_the_library_and_the_questions() -> None:
    asked = questions()
    assert asked.keys() <= claims().keys()
    assert index(asked).packed() == shipped().packed()


def test_packed_and_unpacked_tell_the_same() -> None:
    again = Asked.unpacked(shipped().packed())
    assert again.packed() == shipped().packed()
    assert again.shares("should i nap after a bad night") == shipped().shares("should i nap after a bad night")


@given(_WORDS)
def test_the_order_of_words_and_words_said_twice_change_nothing(words: list[str]) -> None:
    once = shipped().shares(" ".join(words))
    assert shipped().shares(" ".join(reversed(words))) == once
    assert shipped().shares(" ".join(words * 2)) == once


@given(st.text(max_size=60))
def test_shares_lie_between_nothing_and_about_one_and_fall(text: str) -> None:
    shares = list(shipped().shares(plain(text)).values())
    assert all(0 < by < 1.5 for by in shares)
    assert shares == sorted(shares, reverse=True)


def test_words_that_nobody_knows_ask_for_nothing() -> None:
    assert not _small().shares("zxcvb qwertz")
    assert not _small().shares("")


def test_what_is_asked_for_comes_first_with_its_topics() -> None:
    index = _small()
    shares = index.shares("coffee at bed time")
    assert next(iter(shares)) == "b-coffee"
    topics = index.topics(shares)
    assert topics["nutrition.supplements"] > topics["recovery.sleep"] > 0
    assert all(index.topics_of(id) == topics for id, topics in _TOPICS.items())


def test_statements_far_from_the_best_name_no_topic() -> None:
    shares = {"a-knee": 0.5, "c-nap": 0.5 * NEAR - 0.01}
    assert _small().topics(shares) == {"rehabilitation.pain": 0.5}


@pytest.mark.parametrize(
    ("word", "expected"), [("running", "run"), ("runs", "run"), ("stretched", "stretc"), ("gel", "gel"), ("glass", "glass")]
)
def test_stems(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_small_words_and_numbers_tell_nothing() -> None:
    assert stems("how do i the 42") == []


def test_plain_questions_that_the_index_never_read_find_their_statement() -> None:
    asked = questions()
    built = index({id: texts[1:] for id, texts in asked.items()})
    found = sum(id in list(built.shares(plain(texts[0])))[:3] for id, texts in asked.items())
    assert found >= 0.85 * len(asked)


def test_the_index_knows_the_topics_of_every_statement() -> None:
    asked_for = [one for one in claims().values() if "dose" not in one.questions]
    assert all(shipped().topics_of(one.id) == one.topics for one in asked_for)


def test_a_word_that_nobody_asked_with_stands_for_the_usual_one() -> None:
    said = "is a {} late in the day bad for sleep"
    assert usual()[stem("ristretto")] == stem("coffee")
    assert dict(shipped().shares(said.format("ristretto"))) == dict(shipped().shares(said.format("coffee")))


def test_no_usual_word_hides_one_that_the_index_knows() -> None:
    known = {line.partition(" ")[0] for line in shipped().packed().decode().splitlines()[2:]}
    assert len(usual()) > 1_000
    assert known.isdisjoint(usual())
    assert known.issuperset(usual().values())
