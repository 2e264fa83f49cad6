"""What the catalogue offers on RR intervals: guards, notes, and the law that every answer is sound."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from science_days import TODAY, WHO, beside
from training_arguments import complete, measured, missing, sound

from auren.errors import InvalidInput, MissingExtra
from auren.findings import Insufficient, Measure
from auren.safety.wording import check_wording
from auren.science import Inputs
from auren.science.catalogue import gathered
from auren.science.rr import COMPUTATIONS

RR = gathered(COMPUTATIONS)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")


def intervals(count: int, seed: int = 1) -> list[float]:
    drawn = Random(seed)
    return [drawn.gauss(1000, 25) for _ in range(count)]


def with_extra(count: int, every: int) -> list[float]:
    return [part for at, rr in enumerate(intervals(count)) for part in ((0.4 * rr, 0.6 * rr) if at % every == 3 else (rr,))]


def test_every_entry_is_complete_and_every_row_is_there() -> None:
    complete(RR, "rr", {"N1", "N5", "N6"})


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("rr.rmssd", 60),
        ("rr.pnn50", 60),
        ("rr.dfa_alpha1", 120),
        ("rr.sdnn", 300),
        ("rr.poincare", 300),
        ("rr.power_welch", 300),
        ("rr.power_lomb", 300),
    ],
)
def test_a_recording_must_be_long_enough(name: str, seconds: int) -> None:
    steady = [990.0, 1010.0] * (seconds // 2)
    assert isinstance(measured(RR[name], rr=steady).value, float)
    short = missing(RR[name], rr=[*steady[:-1], 1009.0])
    assert (short.have, short.need) == (seconds - 1, seconds)
    assert short.missing == "a longer recording, in seconds"


@pytest.mark.parametrize("name", RR)
def test_too_many_artefacts_give_no_number(name: str) -> None:
    lacking = missing(RR[name], rr=with_extra(600, 8))
    assert "cleaner recording" in lacking.missing
    assert lacking.need == (97 if name == "rr.dfa_alpha1" else 90)


@pytest.mark.parametrize("name", sorted(set(RR) - {"rr.dfa_alpha1"}))
def test_more_than_a_twentieth_is_said(name: str) -> None:
    assert "% are affected by artefacts, so read it with care." in measured(RR[name], rr=with_extra(600, 16)).note
    assert "with care" not in measured(RR[name], rr=with_extra(600, 100)).note


def test_dfa_is_stricter() -> None:
    assert isinstance(measured(RR["rr.dfa_alpha1"], rr=with_extra(600, 100)), Measure)
    lacking = missing(RR["rr.dfa_alpha1"], rr=with_extra(600, 25))
    assert (lacking.have, lacking.need) == (96, 97)


def test_a_flat_line_has_no_slope() -> None:
    assert missing(RR["rr.dfa_alpha1"], rr=[800.0] * 400).missing == "RR intervals that differ from one another"


def test_the_length_and_the_share_are_said() -> None:
    result = measured(RR["rr.rmssd"], rr=[990.0, 1010.0] * 45)
    assert (result.value, result.unit) == (20.0, "ms")
    assert result.note == "1 min 30 s long; 0.0 % of the beats were corrected."


def test_what_belongs_together_stands_together() -> None:
    rr = intervals(400)
    assert beside(measured(RR["rr.mean"], rr=rr))["rr.mean.rate"].value == pytest.approx(60, abs=1)
    assert set(beside(measured(RR["rr.poincare"], rr=rr))) == {"rr.poincare.sd2"}
    assert set(beside(measured(RR["rr.power_welch"], rr=rr))) == {
        "rr.power_welch.lf",
        "rr.power_welch.vlf",
        "rr.power_welch.lf_hf",
    }
    counted = beside(measured(RR["rr.artefacts"], rr=with_extra(400, 100)))
    assert counted["rr.artefacts.extra"].value == 4
    assert counted["rr.artefacts.missed"].value == 0


@pytest.mark.parametrize(("kept", "words"), [(-0.6, "at or below 0.5"), (0.0, "between 0.5 and 0.75"), (0.8, "above 0.75")])
def test_the_zone_of_alpha1_is_said(kept: float, words: str) -> None:
    drawn, swing, rr = Random(7), 0.0, []
    for _ in range(600):
        swing = kept * swing + drawn.gauss(0, 10)
        rr.append(900 + swing)
    assert words in measured(RR["rr.dfa_alpha1"], rr=rr).note


@pytest.mark.parametrize("bad", [[0.0] * 20, [10_001] * 20, "800", 800, ["800"] * 20, [True] * 20, []])
def test_what_does_not_fit_is_refused(bad: object) -> None:
    with pytest.raises(InvalidInput, match="rr was given as an unfit"):
        RR["rr.rmssd"].run(Inputs(), today=TODAY, profile=WHO, rr=bad)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(RR)),
    st.one_of(
        st.lists(st.floats(1, 10_000), min_size=1, max_size=60),
        st.lists(st.sampled_from([300.0, 400.0, 800.0, 1600.0, 2000.0]), min_size=100, max_size=500),
        st.tuples(st.integers(11, 700), st.integers(0, 99), st.floats(0, 200)).map(
            lambda drawn: [max(1.0, Random(drawn[1] + at).gauss(800, drawn[2])) for at in range(drawn[0])]
        ),
    ),
)
def test_every_answer_is_sound(name: str, rr: list[float]) -> None:
    try:
        result = RR[name].run(Inputs(), today=TODAY, profile=WHO, rr=rr)
    except InvalidInput:
        # Intervals that differ by rounding only have no slope.
        assert name == "rr.dfa_alpha1"
        return
    sound(result)
    said = result.missing if isinstance(result, Insufficient) else result.note
    # A gap may name whose matter it is, such as a doctor's; nothing else of what a clinician does is said.
    wrong = [v for sentence in _SENTENCE.split(said) for v in check_wording(sentence) if v.kind != "clinical"]
    assert not wrong, said


def test_without_scipy_the_pip_command_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(module: str) -> object:
        raise ModuleNotFoundError(f"No module named {module!r}", name="scipy")

    monkeypatch.setattr("auren._extras.import_module", refusing)
    with pytest.raises(MissingExtra, match=r'pip install "auren\[signals\]"'):
        RR["rr.power_welch"].run(Inputs(), today=TODAY, profile=WHO, rr=intervals(400))
