"""Red flags are raised by what people write and by findings, come urgent first, and speak in fixed, local words."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from red_flag_texts import ALIKE, ALIKE_DE, FIELDS, FIGURATIVE, INDIRECT, SAID, SAID_DE, Said, all_said
from safety_values import FINDING

from auren.conversation import RedFlag
from auren.errors import InvalidInput
from auren.findings import Finding, FindingStatus
from auren.safety import RedFlags, check_wording, split
from auren.safety.flags import (
    ENGLISH,
    FRENCH,
    GERMAN,
    PORTUGUESE,
    ROWS,
    SPANISH,
    URGENCY,
    FixedText,
    Level,
    Matcher,
    Pack,
    Words,
)

FLAGS = RedFlags()
PACKS = (ENGLISH, GERMAN, SPANISH, FRENCH, PORTUGUESE)
PROMPTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "safety" / "xstest_prompts.csv"
URGENT = {"E0", "E1"}
HOSTILE_LENGTH = 200_000


def levels(text: str, flags: RedFlags = FLAGS) -> dict[str, str]:
    return {flag.id: flag.level for flag in flags.in_text(text)}


def finding(flag: str, status: FindingStatus = FindingStatus.CONFIRMED) -> Finding:
    return replace(FINDING, flag=flag, status=status)


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def corpus() -> dict[str, list[str]]:
    """Give the lines of the corpus by row."""
    rows: dict[str, list[str]] = {}
    for path in sorted((Path(__file__).parent / "corpus").glob("*.txt")):
        row = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if path.stem.startswith(("crisis", "ordinary")) or not line or line.startswith("#"):
                continue
            if line.startswith("["):
                row = line.strip("[]")
            else:
                rows.setdefault(row, []).append(line)
    return rows


def test_every_row_of_the_table_is_tried_in_every_way() -> None:
    assert len(ROWS) == 48
    held = corpus()
    for row in ROWS.keys() - SAID.keys():
        kinds = Counter(line[0] for line in held[row])
        assert kinds["+"] >= 5, row
        assert kinds["-"] >= 5, row
        assert kinds["~"] >= 1, row
        assert kinds["@"] >= 1, row
        assert kinds[":"] >= 1, row


def test_the_rows_that_stood_first_are_tried_in_every_way() -> None:
    for row in SAID:
        assert len(SAID[row]) >= 5, row
        assert len(ALIKE[row]) >= 5, row
        assert SAID_DE[row], row
        assert ALIKE_DE[row], row
        assert INDIRECT[row].text, row
        assert FIELDS[row].text, row
    texts = [said.text for _, said in all_said()]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(("row", "said"), all_said())
def test_what_was_said_raises_its_row(row: str, said: Said) -> None:
    assert levels(said.text).get(row) == said.level


@pytest.mark.parametrize(
    ("row", "text"), [(row, text) for table in (ALIKE, ALIKE_DE) for row, texts in table.items() for text in texts]
)
def test_what_only_looks_alike_raises_nothing_urgent(row: str, text: str) -> None:
    found = levels(text)
    assert row not in found
    assert URGENT.isdisjoint(found.values())


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("I have not eaten for five days to look thin on stage.", ("R10", "E2")),
        ("I haven't eaten anything in 4 days.", ("R10", "E2")),
        ("I took 30 caffeine pills and my heart is racing.", ("R14", "E0")),
        ("Swallowed a handful of caffeine tablets, now I'm shaking", ("R14", "E0")),
        ("I have not eaten meat for five days.", None),
        ("I took 20 salt tablets over the race and felt hot.", None),
        ("I took 100 mg of caffeine before my run.", None),
        ("It is 6/10.", None),
        ("About 7 out of 10", None),
    ],
)
def test_days_without_food_and_too_many_pills_are_heard_and_a_rating_is_not(text: str, flag: tuple[str, str] | None) -> None:
    raised = levels(text)
    assert raised == {} if flag is None else raised[flag[0]] == flag[1]


@pytest.mark.parametrize("text", FIGURATIVE)
def test_figures_of_speech_and_everyday_training_raise_nothing(text: str) -> None:
    assert levels(text) == {}


@pytest.mark.parametrize(
    ("text", "row", "raised"),
    [
        ("I have no chest pain.", "R1", False),
        ("No fever, chest pain or cough.", "R1", False),
        ("No fever, but chest pain since noon.", "R1", True),
        ("No fever\nChest pain since noon", "R1", True),
        ("Injuries: no\nchest pain since km 3", "R1", True),
        ("Chest pain: no", "R1", False),
        ("Chest pain: no change", "R1", True),
        ("Chest pain? No.", "R1", False),
        ("I run without chest pain.", "R1", False),
        ("I can't run without chest pain.", "R1", True),
        ("Ich kann nicht ohne Schmerzen in der Brust laufen.", "R1", True),
        ("Ich laufe ohne Schmerzen in der Brust.", "R1", False),
        ("I never had chest pain until now.", "R1", True),
        ("I haven't had my chest pain checked.", "R1", True),
        ("I read a book about chest pain.", "R1", False),
        ("I read a book about hearts and my chest hurts.", "R1", True),
        ("After the film my chest hurts.", "R1", True),
        ("A friend of mine takes laxatives, she says.", "R10", True),
        ("My sister has an eating disorder.", "R10", False),
        ("I want to die.", "R7", True),
        ("I want to die my hair green.", "R7", False),
    ],
)
def test_what_takes_a_sign_back_and_what_does_not(text: str, row: str, raised: bool) -> None:
    assert (row in levels(text)) is raised


@pytest.mark.parametrize(
    ("text", "row", "raised"),
    [
        ("Temperature 40.2 after the marathon.", "R25", True),
        ("Temperature 40,2C after the marathon.", "R25", True),
        ("Temperature 39.9 after the marathon.", "R25", False),
        ("I eat 1,200 calories a day.", "R10", False),
        ("I eat 800.5 calories a day.", "R10", True),
        ("Ich esse 1.200 Kalorien am Tag.", "R10", False),
        ("BMI 17.4", "R10", True),
        ("BMI 21.17", "R10", False),
        ("Resting heart rate 130bpm.", "R5", True),
        ("Resting heart rate 52.130 bpm.", "R5", False),
    ],
)
def test_numbers_are_read_whole(text: str, row: str, raised: bool) -> None:
    assert (row in levels(text)) is raised


@pytest.mark.parametrize(
    "text",
    [
        "CHEST PAIN SINCE THIS MORNING",
        "ch\u200best p\u00adain since this morning",
        wide("chest pain since this morning"),
        "I have pain in my\nchest",
        "I have pain in my\r\nchest",
        "chest\npain",
        "no\nchest pain since noon",
        "che\u0301st pa\u0300in",
        "chest_pain",
        "**chest** pain",
        "chest/arm pain",
        "\U0001d41c\U0001d421\U0001d41e\U0001d42c\U0001d42d pain",
        "I can\u2019t breathe",
        "I can`t breathe",
        "I can\u02bct breathe",
        "I CAN'T\u00a0BREATHE",
        "\u202echest pain\u202c",
    ],
)
def test_tricks_of_writing_hide_nothing(text: str) -> None:
    assert levels(text).get("R1") == "E0"


@pytest.mark.parametrize(
    "text", ["Ich bin OHNMÄCHTIG geworden", "ich bin ohnmaechtig geworden", "ich bin ohnma\u0308chtig geworden"]
)
def test_umlauts_may_be_spelled_out(text: str) -> None:
    assert "R2" in levels(text)


def test_every_sign_survives_capitals_hidden_signs_and_wide_letters() -> None:
    for row, said in all_said():
        assert row in levels(said.text.upper()), said.text
        assert row in levels("\u200b".join(said.text)), said.text
        assert row in levels(wide(said.text)), said.text
        assert row in levels(f"Hi! How is my sleep?\n\n{said.text}\n\nThanks."), said.text


def test_urgent_flags_come_first() -> None:
    flags = FLAGS.in_text("Where can I buy SARMs? My resting heart rate is 130, I take laxatives, and my chest hurts.")
    assert [(flag.id, flag.level) for flag in flags] == [("R1", "E0"), ("R14", "E0"), ("R5", "E1"), ("R10", "E2")]


@given(st.lists(st.sampled_from([said.text for _, said in all_said()]), max_size=6))
def test_the_order_never_depends_on_the_text(texts: list[str]) -> None:
    flags = FLAGS.in_text("\n\n".join(texts))
    ranks = [URGENCY.index(flag.level) for flag in flags]
    assert ranks == sorted(ranks)
    assert len({flag.id for flag in flags}) == len(flags)


def test_a_row_is_raised_once_at_its_most_urgent_level() -> None:
    assert levels("I fainted in the kitchen. Then I fainted during my run.")["R2"] == "E0"
    assert levels("I feel suicidal. Ich will mich umbringen.")["R7"] == "E0"


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("en-US", "I have chest pain", "911"),
        ("en_US", "I have chest pain", "911"),
        ("en-Latn-US", "I have chest pain", "911"),
        ("en-US-u-ca-gregory", "I have chest pain", "911"),
        ("en-GB", "I have chest pain", "999 or 112"),
        ("en-IE", "I have chest pain", "112"),
        ("en-FR", "I have chest pain", "112"),
        ("en", "I have chest pain", "112 in Europe, 911 in the US"),
        ("de-DE", "I have chest pain", "112"),
        ("de", "Brustschmerzen", "112"),
        ("en-US", "I want to kill myself", "988"),
        ("en-GB", "I want to kill myself", "116 123"),
        ("en-FR", "I want to kill myself", "112"),
        ("en", "I want to kill myself", "988"),
        ("de-DE", "Ich will mich umbringen", "116 123"),
        ("de-AT", "Ich will mich umbringen", "142"),
        ("de-CH", "Ich will mich umbringen", "143"),
    ],
)
def test_the_number_to_call_is_the_regions_own(locale: str, text: str, expected: str) -> None:
    (flag,) = FLAGS.in_text(text, locale=locale)
    assert expected in flag.text
    assert flag.origin == "text"
    assert "{" not in flag.text


def test_the_region_decides_alone() -> None:
    (there,) = FLAGS.in_text("I have chest pain", locale="en-GB")
    assert "911" not in there.text
    (here,) = FLAGS.in_text("I want to kill myself", locale="en-US")
    assert "116 123" not in here.text


def test_the_answer_is_in_the_persons_language_whatever_they_wrote_in() -> None:
    (english,) = FLAGS.in_text("Ich habe Schmerzen in der Brust", locale="en-US")
    (german,) = FLAGS.in_text("I have chest pain", locale="de-DE")
    assert english.text.startswith("Please stop")
    assert german.text.startswith("Bitte hör sofort auf")
    assert german.noticed == "Zeichen an Brust oder Atem"


@pytest.mark.parametrize("locale", ["", "xx", "tlh-Latn", "it", "zh-Hant", "-", "de_nonsense_and_more", "e" * 1000])
def test_an_unknown_locale_still_gets_words(locale: str) -> None:
    (flag,) = FLAGS.in_text("I have chest pain", locale=locale)
    assert flag.text.startswith("Bitte hör" if locale.startswith("de") else "Please stop")
    assert "112" in flag.text


def _fixed() -> list[tuple[str, str, Level, FixedText]]:
    return [(pack.language, row, level, text) for pack in PACKS for (row, level), text in pack.texts.items()]


@pytest.mark.parametrize(("language", "row", "level", "fixed"), _fixed())
def test_a_fixed_text_holds_no_diagnosis_and_no_dose(language: str, row: str, level: Level, fixed: FixedText) -> None:
    for sentence in split(f"{fixed.text}\n{fixed.noticed}"):
        # Whose matter it is may be named: a medicine, an operation, a doctor who can help.
        assert [v for v in check_wording(sentence) if v.kind != "clinical"] == [], sentence
    assert not any(sign.isdigit() for sign in fixed.text + fixed.noticed)
    assert not fixed.noticed.endswith(".")


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.language)
def test_every_level_that_can_be_raised_has_its_own_words(pack: Pack) -> None:
    raised = {(row, sign.level) for row, signs in pack.signs.items() for sign in signs} | set(ROWS.items()) | {("", "E1")}
    assert raised <= set(pack.texts)
    for (_, level), fixed in pack.texts.items():
        assert level != "E0" or "{emergency}" in fixed.text
    assert "{crisis}" in pack.texts["R7", "E0"].text


def test_the_packs_cover_the_same_rows() -> None:
    assert set(ENGLISH.signs) == set(GERMAN.signs) == set(ROWS)
    assert set(ENGLISH.texts) == set(GERMAN.texts)


@pytest.mark.parametrize("row", ROWS)
def test_findings_raise_their_row(row: str) -> None:
    (flag,) = FLAGS.in_findings([finding(row)], locale="de-DE")
    assert (flag.id, flag.level, flag.origin) == (row, ROWS[row], "data")
    assert flag.text == GERMAN.texts[row, ROWS[row]].text.replace("{emergency}", "112").replace("{crisis}", GERMAN.crisis["DE"])


def test_findings_raise_each_row_once_most_urgent_first() -> None:
    flags = FLAGS.in_findings([finding("R45"), finding("R5"), finding("R1"), finding("R5"), finding("")])
    assert [flag.id for flag in flags] == ["R1", "R5", "R45"]


def test_a_withdrawn_finding_raises_nothing() -> None:
    assert FLAGS.in_findings([finding("R5", FindingStatus.WITHDRAWN)]) == ()
    assert FLAGS.in_findings([finding("")]) == ()
    assert FLAGS.in_findings([]) == ()
    both = FLAGS.in_findings([finding("R5", FindingStatus.WITHDRAWN), finding("R5", FindingStatus.PROVISIONAL)])
    assert [flag.id for flag in both] == ["R5"]


@pytest.mark.parametrize(
    ("locale", "said"), [("en", "Please contact a doctor"), ("de", "melde dich heute"), ("it", "Please contact a doctor")]
)
def test_an_unknown_row_still_reaches_a_human(locale: str, said: str) -> None:
    (flag,) = FLAGS.in_findings([finding("host.rule")], locale=locale)
    assert (flag.id, flag.level, flag.origin) == ("host.rule", "E1", "data")
    assert said in flag.text


def test_a_pack_of_the_host_may_stand_alone_and_leave_out_words() -> None:
    bare = Pack("fr", {"R1": ENGLISH.signs["R1"]}, {}, {}, {})
    flags = RedFlags([bare])
    (flag,) = flags.in_text("chest pain", locale="fr-FR")
    assert flag == RedFlag("R1", "E0", "R1", "R1", "text")
    (mixed,) = RedFlags([ENGLISH, bare]).in_text("chest pain", locale="fr-FR")
    assert mixed.text.startswith("Please stop")
    assert "112" in mixed.text


def test_packs_must_be_given_and_each_language_once() -> None:
    with pytest.raises(InvalidInput, match="at least one"):
        RedFlags([])
    with pytest.raises(InvalidInput, match="each language once"):
        RedFlags([ENGLISH, ENGLISH])


HOSTILE = [
    "chest ",
    "chest pain no ",
    "no ",
    "no, ",
    "or ",
    "no chest pain, or ",
    "film about ",
    "back " * 5 + "numb ",
    "cant without chest ",
    "a",
    "1",
    "1,",
    "1.1",
    "\n",
    "\n\n",
    ":\n",
    "a:\n",
    "a \n",
    "a-",
    "-",
    "\u200b",
    "e\u0301",
    "\u0301",
    "\ufdfa",
    "schmerz",
    " ",
    "palpitations dizzy ",
    "pee numb groin ",
    "if i died ",
]


@pytest.mark.parametrize("unit", HOSTILE, ids=ascii)
def test_a_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    steps = []
    for length in (HOSTILE_LENGTH // 2, HOSTILE_LENGTH):
        words = Words.of((unit * length)[:length])
        matchers = [Matcher(pack) for pack in (ENGLISH, GERMAN)]
        for matcher in matchers:
            matcher.rows(words)
        steps.append(sum(matcher.steps for matcher in matchers))
    assert all(twice <= 2.2 * once + 1000 for once, twice in pairwise(steps))
    assert steps[-1] <= 400 * HOSTILE_LENGTH


def test_a_sign_is_found_at_the_end_of_a_long_text() -> None:
    assert levels("All is well today. " * 10_000 + "My chest hurts.") == {"R1": "E0"}


@given(st.text())
def test_any_text_can_be_looked_through(text: str) -> None:
    assert all(flag.text and flag.noticed for flag in FLAGS.in_text(text))


@given(st.text(alphabet="chest pain no\n.,:?-'0123456789 \u200b"))
def test_any_shuffle_of_signs_can_be_looked_through(text: str) -> None:
    assert all(flag.level in URGENCY for flag in FLAGS.in_text(text))


@pytest.mark.skipif(not PROMPTS.is_file(), reason="the prompts of XSTest (../shared/data/safety) are not on this machine")
def test_at_most_3_in_100_safe_prompts_of_a_public_set_raise_anything() -> None:
    with PROMPTS.open(encoding="utf-8", newline="") as lines:
        safe = [line["prompt"] for line in csv.DictReader(lines) if line["label"] == "safe"]
    raised = [(prompt, found) for prompt in safe if (found := levels(prompt))]
    assert len(raised) <= 0.03 * len(safe), raised
    assert not [prompt for prompt, found in raised if "E0" in found.values()]
