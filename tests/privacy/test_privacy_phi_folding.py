"""Text in lower case keeps its places, and a pattern for it finds what one without regard to case would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.privacy.phi import PhiDetector, PhiKind
from auren.privacy.phi.folding import caseless, last_word, lowered
from auren.privacy.phi.placeholders import PlaceholderForm


@given(st.text())
def test_places_stay_where_they_are(text: str) -> None:
    low = lowered(text)
    assert len(low) == len(text)
    assert all(small == sign.lower() or len(sign.lower()) > 1 for small, sign in zip(low, text, strict=True))


@pytest.mark.parametrize("pattern", [r"(?P<MRN>MRN)\s\W?[A-F0-9]{4}\b", r"[^\W\d_]+\S\D", r"(?P<A>Über)\.?(?P=A)?"])
@given(text=st.text(alphabet="MRNmrn aAfF09 .-Üübe\n", max_size=40))
def test_a_caseless_pattern_finds_the_same(pattern: str, text: str) -> None:
    usual = [found.span() for found in re.finditer(pattern, text, re.IGNORECASE)]
    assert [found.span() for found in caseless(pattern).finditer(lowered(text))] == usual


@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("I live in ", "in"), ("Dear Dr. ", "dr"), ("name: \n", "name"), ("Je m'appelle  ", "appelle"), ("xin", ""),
        ("", ""), (" ", ""), ("… ", ""), ("CALL ME ", "me"),
    ],
)  # fmt: skip
def test_the_last_word(before: str, word: str) -> None:
    assert last_word(before + "Ottilie", len(before)) == word


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("write to a@b.example/c@d.example now", PhiKind.EMAIL, "c@d.example"),
        ("Otti [at] mail.example", PhiKind.EMAIL, "Otti [at] mail.example"),
        ("OTTI.B+x@MAIL.EXAMPLE", PhiKind.EMAIL, "OTTI.B+x@MAIL.EXAMPLE"),
        ("İ my SSN is 212-09-4321", PhiKind.NATIONAL_ID, "212-09-4321"),
        ("İİ Am Lindenweg 12", PhiKind.ADDRESS, "Lindenweg 12"),
        ("Bahnhofstr. 5", PhiKind.ADDRESS, "Bahnhofstr. 5"),
        ("Anna Brandvold, the senior nurse, called", PhiKind.OCCUPATION, "senior nurse"),
        ("codice RSSMRA85T10A562S", PhiKind.NATIONAL_ID, "RSSMRA85T10A562S"),
    ],
)
def test_what_is_looked_for_from_its_rarest_sign_is_found_whole(text: str, kind: PhiKind, value: str) -> None:
    found = [(span.kind, text[span.start : span.end]) for span in PhiDetector().find(text)]
    assert any(each is kind and value in said for each, said in found), found


def test_an_at_sign_without_a_box_is_no_mail_address() -> None:
    assert not [span for span in PhiDetector().find("meet @ mail.example, @") if span.kind is PhiKind.EMAIL]


def test_a_placeholder_in_another_case_may_be_there() -> None:
    form = PlaceholderForm("c-1")
    written = form.write("PERSON", 1)
    assert form.may_be_in(written.lower())
    assert [found[0] for found in form.found(f"so {written.lower()} said")] == [written.lower()]
    assert not form.may_be_in("nothing of the kind")
    assert list(form.found("nothing of the kind")) == []
