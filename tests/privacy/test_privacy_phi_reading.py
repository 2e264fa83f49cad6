"""Asked only where their words begin, patterns find what they find when asked everywhere."""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.privacy.phi import PhiDetector, PhiSpan, addresses, codes, moments, names, occupations, shipped_recognizers
from auren.privacy.phi.folding import matches
from auren.privacy.phi.reading import Reading, heads

_MOMENTS: Final = moments.Moments()
_FORMS: Final = {
    **{f"core {number}": (form, begins, numbered) for number, (_, begins, numbered, form) in enumerate(addresses._CORES)},
    "code": (addresses._CODE, addresses._CODE_HEADS, False),
    "told": (addresses._TOLD, addresses._TOLD_HEADS, False),
    "plate": (codes._PLATE, codes._PLATE_HEADS, False),
    "labelled": (codes.Codes()._labelled, codes._LABEL_HEADS, False),
    "title": (names._TITLE, names._TITLE_HEADS, False),
    "titled": (names._TITLED, names._TITLE_HEADS, False),
    "organisation": (names._ORGANISATION, names._OFFICE_HEADS, False),
    "dates": (_MOMENTS._dates, moments._MONTH_HEADS, True),
    "meeting": (_MOMENTS._meeting, moments._MEETING_HEADS, False),
    "born": (_MOMENTS._born, moments._BORN_HEADS, False),
    "works as": (occupations._WORKS_AS, occupations._WORK, False),
}


@pytest.mark.parametrize("name", _FORMS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_form_asked_where_its_words_begin_finds_what_it_finds_everywhere(name: str, data: st.DataObject) -> None:
    form, begins, numbered = _FORMS[name]
    text = data.draw(st.from_regex(re.compile(form.pattern, re.ASCII if data.draw(st.booleans()) else 0)))
    reading = Reading(text)
    starts = reading.places_or_numbers(begins) if numbered else reading.places(begins)
    asked = [found.span() for found in matches(form, reading.low, starts)]
    assert asked == [found.span() for found in form.finditer(reading.low)]


@given(st.text(alphabet="ab1_ .é\n'İ"))
def test_places_are_where_words_begin(text: str) -> None:
    reading = Reading(text)
    begun = [found.start() for found in re.finditer(r"\b\w", reading.low)]
    every = heads(reading.low)
    assert reading.places(every) == begun
    assert reading.numbers == [start for start in begun if reading.low[start] == "1"]


class _OnlyFinds:
    def find(self, text: str) -> list[PhiSpan]:
        return [span for each in shipped_recognizers() for span in each.find(text)]


@given(st.lists(st.sampled_from(["Dr. Ottilie Brandt", "12 Elm Street", "dob 1961", "mrn 88A12", ", ", "\n", " lives at "])))
def test_a_recognizer_that_only_finds_does_as_well_as_one_that_shares(parts: list[str]) -> None:
    text = "".join(parts)
    assert PhiDetector([_OnlyFinds()]).find(text) == PhiDetector().find(text)
