"""Placeholders come back exactly: on any text, altered by a model, and cut anywhere."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.privacy.phi import KnownValues, PhiDetector, PhiKind, PhiSpan, Pseudonymizer
from auren.privacy.phi.placeholders import PlaceholderForm

KNOWN = KnownValues(
    names=("Ottilie Brandvold", "Zoë Ångström"), emails=("otti@example.org",), phones=("+49 171 5550142",), ids=("KV-8841",)
)
FORM = PlaceholderForm("c")
PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *("Ottilie Brandvold", "ottilie", "BRANDVOLD", "Zoe Angstrom", "otti@example.org", "+49-171-555 0142", "kv 8841"),
            " ",
            "\n",
            "\\n",
            '\\"',
            "\\u00e9",
            "[",
            "]",
            "[[",
            "1",
            "PERSON",
            "[PERSON_",
            "person",
            "Mr. Smith",
            "4539148803436467",
            FORM.write("PERSON", 1),
            FORM.write("PERSON", 2).lower(),
            FORM.write("TEXT", 1)[:-1],
            FORM.write("OTHER_ID", 3).replace("_", " "),
        ]
    ),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


def pseudonyms() -> Pseudonymizer:
    return Pseudonymizer(known=KNOWN, conversation="c")


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_replacing_and_restoring_is_the_identity(text: str) -> None:
    names = pseudonyms()
    assert names.restore(names.replace(text)) == text


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.lists(st.integers(0, 200), max_size=30))
def test_pieces_restore_to_the_whole_wherever_they_are_cut(text: str, cuts: list[int]) -> None:
    names = pseudonyms()
    sent = names.replace(text)
    restorer = names.restorer(into="same")
    places = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
    said = [restorer.feed(sent[start:end]) for start, end in pairwise(places)]
    assert "".join(said) + restorer.rest() == text


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(1, 5))
def test_what_a_model_says_restores_the_same_in_pieces_as_whole(answer: str, size: int) -> None:
    names = pseudonyms()
    names.replace("Ottilie Brandvold and Mr. Smith, kv 8841")
    restorer = names.restorer()
    pieces = "".join(restorer.feed(answer[at : at + size]) for at in range(0, len(answer), size)) + restorer.rest()
    assert pieces == names.restore(answer, into="prose")


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_nothing_known_remains(text: str) -> None:
    sent = pseudonyms().replace(text)
    assert list(KNOWN.find(FORM.pattern.sub("\x00\x00\x00\x00", sent))) == []


@pytest.mark.parametrize(
    "alter",
    [
        str.lower,
        str.title,
        lambda said: said.replace("_", " "),
        lambda said: said.replace("_", ""),
        lambda said: said.replace("_", " - "),
        lambda said: said[1:-1],
        lambda said: f"[ {said[1:-1]} ]",
        lambda said: f"<{said[1:-1]}>",
        lambda said: f"⟦{said[1:-1]}⟧",
        lambda said: said.replace("_", "\n"),
    ],
)
def test_an_altered_placeholder_is_known_again(alter: object) -> None:
    assert callable(alter)
    names = pseudonyms()
    sent = names.replace("KV-8841")
    assert sent != "KV-8841"
    assert names.restore(f"Your number {alter(sent)}, yes.", into="prose") == "Your number KV-8841, yes."


def test_the_same_value_has_the_same_placeholder_and_another_has_its_own() -> None:
    names = pseudonyms()
    first, second, third = names.replace("Ottilie met Brandvold met Ottilie").split(" met ")
    assert first == third != second
    assert names.replace("Ottilie") == first


def test_placeholders_are_bound_to_their_conversation() -> None:
    here, there = Pseudonymizer(known=KNOWN, conversation="a"), Pseudonymizer(known=KNOWN, conversation="b")
    assert here.replace("Ottilie") == Pseudonymizer(known=KNOWN, conversation="a").replace("Ottilie")
    assert here.replace("Ottilie") != there.replace("Ottilie")
    assert there.restore(here.replace("Ottilie")) == here.replace("Ottilie")


def test_a_placeholder_that_stands_for_nothing_is_left() -> None:
    names = pseudonyms()
    names.replace("Ottilie")
    stranger = FORM.write("PERSON", 7)
    assert names.restore(f"{stranger} and person 1") == f"{stranger} and person 1"


def test_a_name_inside_json_is_seen_and_restored_for_where_it_goes() -> None:
    names = pseudonyms()
    sent = names.replace(json.dumps("Dear team,\nZoë Ångström here"))
    assert "ngstr" not in sent
    held = FORM.pattern.search(sent)
    assert held is not None
    assert "Zoë Ångström" in names.restore(held[0], into="prose")
    assert "Zoë Ångström" in json.loads(f'"{names.restore(held[0], into="json")}"')


def test_nested_and_overlapping_spans_are_replaced_as_one() -> None:
    class Overlapping:
        def find(self, text: str) -> list[PhiSpan]:
            return [PhiSpan(0, 6, PhiKind.PERSON), PhiSpan(2, 4, PhiKind.DATE), PhiSpan(5, 8, PhiKind.EMAIL)]

    names = Pseudonymizer(PhiDetector([Overlapping()]))
    sent = names.replace("abcdefgh!")
    assert sent.endswith("]!")
    assert sent.count("[") == 1
    assert names.restore(sent) == "abcdefgh!"


def test_it_shows_none_of_its_values() -> None:
    names = pseudonyms()
    names.replace("Ottilie Brandvold")
    assert repr(names) == "Pseudonymizer(1 values)"
