"""Personal data is found by form, check digit, context and the person's own values; what is none is left alone."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from auren.privacy.phi import KnownValues, PhiDetector, PhiKind, PhiSpan, PresidioRecognizer
from auren.privacy.phi.national_ids import NATIONAL_IDS, NationalIds
from auren.privacy.phi.spans import disjoint

DETECTOR = PhiDetector()

SAFE_HARBOR = [
    ("My name is Ottilie Brandvold.", "Ottilie Brandvold", PhiKind.PERSON),
    ("I live at 12 Birchwood Lane, Tarrytown.", "12 Birchwood Lane, Tarrytown", PhiKind.ADDRESS),
    ("My zip code is 10591.", "10591", PhiKind.ADDRESS),
    ("She was born on 1961-02-07.", "1961-02-07", PhiKind.DATE),
    ("He is 93 years old.", "93", PhiKind.AGE),
    ("Call me on (914) 555-0142.", "(914) 555-0142", PhiKind.PHONE),
    ("The fax is 0171 555 01 42.", "0171 555 01 42", PhiKind.PHONE),
    ("Write to o.brandvold@example.org please.", "o.brandvold@example.org", PhiKind.EMAIL),
    ("My SSN is 212-09-4321.", "212-09-4321", PhiKind.NATIONAL_ID),
    ("Medical record number MRN-448812.", "MRN-448812", PhiKind.MEDICAL_RECORD),
    ("My health plan number is HP99812X.", "HP99812X", PhiKind.HEALTH_PLAN),
    ("The account number is 8841-2210-7.", "8841-2210-7", PhiKind.ACCOUNT),
    ("My driver's license is D8841221.", "D8841221", PhiKind.LICENCE),
    ("The licence plate is KA-PX 8841.", "KA-PX 8841", PhiKind.VEHICLE),
    ("VIN 1HGCM82633A004352 it is.", "1HGCM82633A004352", PhiKind.VEHICLE),
    ("The watch's serial number is 7C9X-221.", "7C9X-221", PhiKind.DEVICE),
    ("See https://brandvold.example/me today.", "https://brandvold.example/me", PhiKind.URL),
    ("It came from 203.0.113.77.", "203.0.113.77", PhiKind.IP),
    ("It came from 2001:db8:85a3::8a2e:370:7334.", "2001:db8:85a3::8a2e:370:7334", PhiKind.IP),
    ("The strap is 00:1B:44:11:3A:B7.", "00:1B:44:11:3A:B7", PhiKind.DEVICE),
    ("My fingerprint template is FP8812AC.", "FP8812AC", PhiKind.BIOMETRIC),
    ("I attached ottilie_face.jpg here.", "ottilie_face.jpg", PhiKind.PHOTO),
    ("Charge 4539148803436467 now.", "4539148803436467", PhiKind.CARD),
    ("Pay to DE89 3704 0044 0532 0130 00 today.", "DE89 3704 0044 0532 0130 00", PhiKind.IBAN),
]

NATIONAL = [
    ("US", "212-09-4321"),
    ("GB", "943 476 5919"),
    ("DE", "86095742719"),
    ("ES", "12345678Z"),
    ("ES", "X1234567L"),
    ("FR", "255081416802538"),
    ("IT", "RSSMRA85T10A562S"),
    ("BR", "529.982.247-25"),
    ("NL", "111222333"),
    ("SE", "811218-9876"),
    ("PL", "44051401359"),
    ("FI", "131052-308T"),
    ("IN", "2341 2341 2346"),
    ("AU", "123 456 782"),
    ("CA", "046 454 286"),
    ("BE", "85.07.30-033.28"),
    ("CH", "756.9217.0769.85"),
]

WELLNESS = [
    "Your resting heart rate was 61 bpm, 8 % above your baseline of 56 bpm.",
    "HRV (RMSSD) fell from 54 ms to 41 ms on 3 of the last 7 days.",
    "Do 3 sets of 10 squats at 60 kg, RPE 7, then walk 10 000 steps.",
    "how did i sleep last week? my garmin says 6h 12m",
    "Meine Herzfrequenz war gestern hoch, soll ich heute trotzdem trainieren?",
    "Wie war mein Schlaf letzte Woche? Ich hatte Muskelkater nach dem Training.",
    "J'ai couru 12 km hier, est-ce que je dois me reposer aujourd'hui ?",
    "[1] Your training load of 412 AU is 1.4 times your chronic load.\n[2] Keep today easy: 30 min in Zone 2.",
]


def texts(spans: Iterable[PhiSpan], text: str) -> list[str]:
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(("text", "value", "kind"), SAFE_HARBOR)
def test_each_identifier_is_found_and_named(text: str, value: str, kind: PhiKind) -> None:
    at = text.index(value)
    covering = [span for span in DETECTOR.find(text) if span.start <= at and at + len(value) <= span.end]
    assert [span.kind for span in covering] == [kind]


@pytest.mark.parametrize(("country", "number"), NATIONAL)
def test_a_national_number_is_known_by_its_check_digit(country: str, number: str) -> None:
    table = [row for row in NATIONAL_IDS if row.country == country]
    label = next((row.labels[0] for row in table if row.labels), "id")
    text = f"My {label} number: {number} is mine."
    assert number in texts(NationalIds(table).find(text), text)


@pytest.mark.parametrize(("country", "number"), [pair for pair in NATIONAL if pair[0] not in ("US", "GB")])
def test_a_national_number_with_one_digit_changed_is_not_believed(country: str, number: str) -> None:
    place = max(index for index, sign in enumerate(number[:-1]) if sign.isdecimal())
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    table = [row for row in NATIONAL_IDS if row.country == country]
    labels = " ".join(row.labels[0] for row in table if row.labels)
    text = f"My {labels} number: {wrong} is mine."
    assert wrong not in texts(NationalIds(table).find(text), text)


def test_a_card_number_that_fails_luhn_is_not_a_card() -> None:
    assert PhiKind.CARD not in {span.kind for span in DETECTOR.find("Item 4539148803436468 is in stock.")}


@pytest.mark.parametrize("text", WELLNESS)
def test_ordinary_wellness_text_is_left_alone(text: str) -> None:
    assert texts(DETECTOR.find(text), text) == []


@pytest.mark.parametrize(
    "text",
    [
        "MÜLLER was here",
        "muller was here",
        "M-ü-l-l-e-r was here",
        "Anna-Lena Müller was here",
        "mail ANNA.LENA@example.org was here",
        "call +49 171/555 01-42 was here",
        "call 00491715550142 was here",
        "Seestr. 5, 8002 Zürich was here",
    ],
)
def test_known_values_are_found_in_any_spelling(text: str) -> None:
    known = KnownValues(
        names=("Anna-Lena Müller",),
        addresses=("Seestr. 5\n8002 Zürich",),
        emails=("anna.lena@example.org",),
        phones=("+49 171 5550142", "0049 171 5550142"),
    )
    spans = disjoint(PhiDetector([]).find(text, known))
    assert spans
    assert spans[-1].end == text.index(" was here")


def test_known_values_show_none_of_them() -> None:
    assert "Müller" not in repr(KnownValues(names=("Anna Müller",), ids=("A-1",)))
    assert repr(KnownValues(names=("Anna Müller",), ids=("A-1",))) == "KnownValues(2 values)"


def test_a_known_value_is_found_although_its_kind_may_stay() -> None:
    detector = PhiDetector(keep=frozenset(PhiKind))
    assert detector.find("Ottilie Brandvold") == []
    assert len(detector.find("Ottilie Brandvold", KnownValues(names=("Brandvold",)))) == 1


def test_overlapping_spans_become_one_that_covers_both() -> None:
    spans = [
        PhiSpan(0, 5, PhiKind.PERSON, 0.4),
        PhiSpan(3, 9, PhiKind.EMAIL, 0.9),
        PhiSpan(9, 12, PhiKind.DATE),
        PhiSpan(4, 4, PhiKind.IP),
    ]
    assert disjoint(spans) == [PhiSpan(0, 9, PhiKind.EMAIL, 0.9), PhiSpan(9, 12, PhiKind.DATE)]


def test_presidio_is_one_more_recognizer() -> None:
    class Result:
        def __init__(self, entity_type: str, start: int, end: int, score: float) -> None:
            self.entity_type, self.start, self.end, self.score = entity_type, start, end, score

    class Analyzer:
        def analyze(self, *, text: str, language: str, entities: list[str] | None) -> list[Result]:
            return [Result("PERSON", 0, 4, 0.85), Result("UNHEARD", 5, 7, 0.9), Result("PERSON", 8, 9, 0.1)]

    recognizer = PresidioRecognizer(analyzer=Analyzer())
    assert PhiDetector([recognizer]).find("Anna is x") == [
        PhiSpan(0, 4, PhiKind.PERSON, 0.4),
        PhiSpan(5, 7, PhiKind.OTHER_ID, 0.4),
    ]


def test_presidio_itself() -> None:
    pytest.importorskip("presidio_analyzer", reason="presidio-analyzer is not installed")
    pytest.importorskip("en_core_web_lg", reason="Presidio's spaCy model is not installed")
    text = "My name is David Miller."
    assert "David Miller" in texts(PresidioRecognizer().find(text), text)


@pytest.mark.parametrize(
    "value",
    [
        "ottilie.brandvold@post.example.org",
        "14 Long Orchard Road, Ormskirk",
        "KV-8841-2207-A",
        "https://own.example.net/u/ottilie",
    ],
)
def test_a_known_value_that_a_cut_leaves_half_is_found_at_either_end(value: str) -> None:
    known = KnownValues(ids=(value,))
    signs = [place for place, sign in enumerate(value) if sign.isalnum()]
    for place in signs[6:]:
        text = f"Write to me: {value[:place]}"
        assert _covered(known, text, text.index(value[:place]), len(text)), place
    for place in signs[1:-5]:
        text = f"{value[place:]} is where I am."
        assert _covered(known, text, 0, len(value) - place), place
    assert not list(known.find("Write to me tonight, please."))


def _covered(known: KnownValues, text: str, first: int, last: int) -> bool:
    hidden = {place for span in known.find(text) for place in range(span.start, span.end)}
    return all(place in hidden for place in range(first, last) if text[place].isalnum())
