"""What a question means: whom it concerns, what is wanted and for when; spelling and politeness change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.specialists.understanding import understand
from auren.specialists.understanding.understand import is_elsewhere


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Hello!", "greeting"),
        ("Guten Morgen", "greeting"),
        ("Why is my HRV low?", "why"),
        ("Warum ist mein Ruhepuls hoch?", "why"),
        ("What is RMSSD?", "what_is"),
        ("Should I train today?", "plan"),
        ("Soll ich heute trainieren?", "plan"),
        ("I ran 5 km.", "report"),
        ("How did I sleep?", "status"),
    ],
)
def test_what_is_wanted(text: str, act: str) -> None:
    assert understand(text).act == act
    assert understand(f"Please, {text.upper()}").act == act


@pytest.mark.parametrize(
    ("text", "timing"),
    [
        ("What should I train today?", "today"),
        ("What do I eat tonight?", "tonight"),
        ("Plan my week, this week", "this_week"),
        ("Was trainiere ich in den nächsten vier Wochen?", "this_block"),
        ("How did I sleep?", None),
    ],
)
def test_the_time_that_is_asked_about(text: str, timing: str | None) -> None:
    assert understand(text).timing == timing


def test_a_follow_up_keeps_the_topic_and_takes_its_own_time() -> None:
    before = understand("How should I train today?")
    after = understand("And tomorrow?", ("How should I train today?",))
    assert after.follows_up
    assert after.topics == before.topics
    assert after.timing == "tomorrow"
    assert not understand("What about protein?", ("How did I sleep?",)).follows_up


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("How do I take progress photos?", "And at what time?"),
        ("How is my posture?", "Which exercise first?"),
        ("My hips feel stiff.", "How often should I do that?"),
        ("My knee hurts.", "It is 6/10."),
        ("My shoulder hurts.", "About 3 out of 10 when I move"),
        ("What should I eat this morning?", "And in the evening?"),
        ("How is my HRV?", "What should I do about it?"),
        ("How did I sleep?", "Is that normal?"),
    ],
)
def test_a_sentence_that_names_nothing_goes_on_from_the_one_before(before: str, after: str) -> None:
    meant = understand(after, (before,))
    assert meant.follows_up
    assert meant.topics == understand(before).topics


@pytest.mark.parametrize("text", ["How often should I eat?", "At what time should I train?", "Which exercise helps my knee?"])
def test_a_sentence_that_names_something_stands_alone(text: str) -> None:
    assert not understand(text, ("How is my posture?",)).follows_up


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("When should I have my last coffee if I go to bed at eleven?", "Sorry, I meant half past nine, not eleven."),
        ("I rolled my ankle four weeks ago. How do I get back to running?", "Correction: it was seven weeks ago, not four."),
        ("How much protein do I need at 80 kg?", "wait, make it 85 kg"),
    ],
)
def test_an_amount_that_is_put_right_goes_on_from_the_question(before: str, after: str) -> None:
    meant = understand(after, (before,))
    assert meant.follows_up
    assert meant.topics == understand(before).topics


def test_another_topic_that_was_meant_is_not_the_one_before() -> None:
    meant = understand("Sorry, I meant protein.", ("How much water do I need?",))
    assert "nutrition.macros" in meant.topics
    assert meant.topics != understand("How much water do I need?").topics


def test_a_time_that_is_ruled_out_is_not_asked_about() -> None:
    meant = understand("Not today, this week please.", ("Plan a run for today.",))
    assert (meant.follows_up, meant.timing) == (True, "this_week")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Is coffee bad for my sleep?", "nutrition.supplements"),
        ("My achilles is at 4/10 after running.", "rehabilitation.pain"),
        ("Which SPF do I need for a run?", "physique.skin"),
    ],
)
def test_what_a_word_names_beyond_doubt_is_meant_too(text: str, topic: str) -> None:
    found = understand(text).topics
    assert found[topic] >= 0.3 * max(found.values())


@given(st.text(max_size=200))
def test_any_text_means_something_or_nothing_and_always_the_same(text: str) -> None:
    assert understand(text) == understand(text)
    assert understand(f"  {text}  ") == understand(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("My lower back aches after a day at the desk.", "Do I need a scan?"),
        ("My Achilles has been nagging for three weeks.", "so can I at least do something this week?"),
        ("How should I take progress photos?", "I measured again, it's only 3 mm. does it matter?"),
        ("How often should I stretch my hamstrings?", "and before I go out, should I hold them long?"),
    ],
)
def test_a_turn_that_leans_on_the_one_before_and_names_no_topic_goes_on_from_it(before: str, after: str) -> None:
    meant = understand(after, (before,))
    assert meant.follows_up
    assert meant.topics == understand(before).topics


@pytest.mark.parametrize(
    "text",
    ["different thing, should I sleep longer?", "How much protein do I need?", "My shoulder clicks when I press, is that bad?"],
)
def test_a_turn_of_its_own_does_not_lean(text: str) -> None:
    assert not understand(text, ("Is creatine any good?",)).follows_up


def test_who_comes_back_to_an_earlier_turn_goes_on_from_that_one() -> None:
    talk = ("How do I handle jet lag on my flight to Tokyo?", "How much protein do I need?")
    meant = understand("ok back to the flight. When will I feel normal again?", talk)
    assert meant.topics == understand(talk[0]).topics
    assert understand("back to that other thing", talk).topics == understand(talk[0]).topics
    assert understand("How much is that?", talk).topics == understand(talk[1]).topics


@pytest.mark.parametrize(
    "question",
    ["What data do you have about me?", "How many days of data do you have?", "How do I get better data from my watch?"],
)
def test_a_question_on_what_is_kept_of_oneself_is_on_no_other_matter(question: str) -> None:
    assert not is_elsewhere(question)
