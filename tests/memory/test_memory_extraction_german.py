"""What the German tables make of a turn, beside the English ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from auren.memory.extraction import ENGLISH, GERMAN
from auren.memory.extraction.grammar import Said, read

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2024, 5, 20, 12, tzinfo=UTC)


def _said(*turns: str) -> list[Said]:
    before: list[Said] = []
    last: list[Said] = []
    for n, text in enumerate(turns):
        at = AT + timedelta(minutes=5 * n)
        last = read(text, at, f"t{n}", zone=BERLIN, languages=[ENGLISH, GERMAN], before=before)
        before += last
    return last


@pytest.mark.parametrize(
    ("text", "act", "attribute", "value"),
    [
        ("Ich wiege 80,5 kg", "holds", "body.weight", "80.5"),
        ("Die Waage sagt 81 kg", "holds", "body.weight", "81"),
        ("Ich bin 1,80 m groß", "holds", "body.height", "180"),
        ("Mein Ruhepuls ist 48", "holds", "heart.resting_rate", "48"),
        ("Ich gehe um halb elf ins Bett", "holds", "sleep.usual_bedtime", "22:30"),
        ("Ich stehe um 6 Uhr auf", "holds", "sleep.usual_waketime", "06:00"),
        ("Ich schlafe 7 Stunden pro Nacht", "holds", "sleep.usual_duration", "7"),
        ("Ich trainiere viermal pro Woche", "holds", "training.days_per_week", "4"),
        ("Ich laufe 40 km pro Woche", "holds", "training.weekly_distance", "40"),
        ("Ich mache jetzt Yoga", "holds", "training.sport", "yoga"),
        ("Mein linkes Knie tut weh", "holds", "injury", "left knee"),
        ("Ich habe mir den rechten Knöchel verstaucht", "holds", "injury", "right ankle (sprain)"),
        ("Mein linkes Knie ist wieder gut", "ended", "injury", "left knee"),
        ("Ich bin allergisch gegen Erdnüsse", "holds", "allergy", "erdnüsse"),
        ("Ich bin nicht mehr vegan", "ended", "diet", "vegan"),
        ("Ich lebe vegetarisch", "holds", "diet", "vegetarian"),
        ("Ich nehme Metformin", "holds", "medication", "metformin"),
        ("Ich trinke 3 Tassen Kaffee am Tag", "holds", "caffeine", "3"),
        ("Ich rauche nicht mehr", "holds", "smoking", "no"),
        ("Ich wohne in Berlin", "holds", "home", "Berlin"),
        ("Ich bin am 3. Mai 1988 geboren", "holds", "birthday", "1988-05-03"),
        ("Ich habe die Grippe", "holds", "illness", "flu"),
    ],
)
def test_a_statement_becomes_a_value(text: str, act: str, attribute: str, value: str) -> None:
    assert [(one.act, one.found.attribute, one.found.value) for one in _said(text)] == [(act, attribute, value)]


def test_a_supplement_begins_and_ends_with_its_dose() -> None:
    for text, act, value in (("Ich nehme täglich 5 g Kreatin", "holds", "5"), ("Ich nehme kein Kreatin mehr", "ended", "")):
        assert [(one.act, one.found.attribute, one.found.value) for one in _said(text)] == [
            (act, "supplement", "creatine"),
            (act, "supplement.creatine.dose", value),
        ]


@pytest.mark.parametrize(
    "text",
    [
        "Wiege ich 80 kg?",
        "Meine Schwester wiegt 60 kg",
        "Wenn ich 70 kg wiegen würde, wäre ich schneller",
        "Wenn ich 70 kg wiege, ist das gut",
        "Soll ich 5 g Kreatin nehmen",
        "Vielleicht nehme ich 5 g Kreatin",
        "Mein Trainer sagt, ich wiege 90 kg",
        "Früher habe ich 5 g Kreatin genommen",
        "Als ich 20 war, wog ich 70 kg",
    ],
)
def test_what_is_no_fact_about_the_person_is_left_alone(text: str) -> None:
    assert _said(text) == []


def test_a_correction_means_what_was_said_before() -> None:
    for fix in ("Sorry, ich meinte 80 kg", "nicht 82, 80", "Korrektur: ich wiege 80 kg"):
        assert [(one.act, one.found.value) for one in _said("Ich wiege 82 kg", fix)] == [("corrects", "80")]


def test_a_month_is_of_the_persons_calendar() -> None:
    (one,) = _said("Im Januar wog ich 85 kg")
    assert one.span is not None
    assert one.span.instants(BERLIN) == (datetime(2024, 1, 1, tzinfo=BERLIN), datetime(2024, 2, 1, tzinfo=BERLIN))
    assert one.past
