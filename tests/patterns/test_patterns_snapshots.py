"""A state's bytes: small, exactly what they were made of, readable from the first version on; damage is told, never a hang."""

from __future__ import annotations

import base64
import random
import struct
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_patterns_state import ANNA, BAND, FIRST, HIGH, played, resting

from auren.errors import InvalidInput, StoreCorrupted
from auren.findings import Coverage, Evidence, Finding, FindingStatus, evidence_digest, finding_id
from auren.patterns import Kernel, Rule, daily, shipped_rules
from auren.patterns.snapshots import VERSION, dump_state, load_state
from auren.patterns.snapshots.bits import BitReader, BitWriter
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.readings import STANDARD_METRICS, Reading, Window

KERNEL, STATE = played(3)
DUMPED = KERNEL.dump(STATE)
HEAD = len(b"auren-state") + 1


def judge_nothing(state: PersonState, rule: str, version: int, day: date) -> tuple[Evidence, ...] | None:
    return None


def again(state: PersonState) -> PersonState:
    return load_state(dump_state(state, "test", judge_nothing), state.subject, state.metrics, "test", judge_nothing)


whole = st.integers(-(10**18), 10**18)


@given(st.lists(st.one_of(whole, st.integers(-3, 3), st.just(7)), max_size=40), st.booleans(), whole, st.text(max_size=3))
def test_numbers_and_texts_are_read_as_they_were_written(numbers: list[int], counted: bool, alone: int, text: str) -> None:
    out = BitWriter()
    out.number(len(numbers))
    out.column(numbers, counted=counted)
    out.text(text)
    out.column(sorted(numbers))
    out.number(alone)
    out.date(None)
    out.date(FIRST)
    source = BitReader(out.to_bytes())
    assert source.number() == len(numbers)
    assert source.column(len(numbers)) == numbers
    assert source.text() == text
    assert source.column(len(numbers)) == sorted(numbers)
    assert source.number() == alone
    assert source.date() is None
    assert source.date() == FIRST


def test_what_was_expected_takes_no_bits() -> None:
    def size(numbers: list[int]) -> int:
        out = BitWriter()
        out.column(numbers)
        return len(out.to_bytes())

    rnd = random.Random(1)
    assert size([10**15] * 1000) < 30
    assert size([10**15 + 86_400 * n for n in range(1000)]) < 40
    assert size([n * n for n in range(1000)]) < 30
    noise = [rnd.randint(0, 255) for _ in range(1000)]
    assert size(noise) < 1250
    assert size([86_400_000_000 * n for n in noise]) < 1260
    assert size([*range(500), 10**9, *range(501, 1000)]) < 300


values = st.one_of(
    st.floats(),
    st.integers(0, 10**6),
    st.integers(-(10**6), 10**6).map(lambda n: n / 10),
    st.sampled_from([0.0, -0.0, 1e300, 5e-324, float(2**53), 0.1 + 0.2, 50, 50.0]),
)
vendors = st.sampled_from(
    [
        lambda n, at: f"watch:{n:05}",
        lambda n, at: f"{n}",
        lambda n, at: f"sleep-{at:%Y-%m-%d}",
        lambda n, at: f"{at:%Y%m%d}-x-{n}",
        lambda n, at: f"s{at:%Y-%m-%dT%H:%M:%S}Z",
        lambda n, at: f"{int(at.timestamp())}",
        lambda n, at: f"{int(at.timestamp() * 1000)}:hr",
        lambda n, at: f"{random.Random(n).getrandbits(128):032x}",
        lambda n, at: f"550e8400-e29b-41d4-a716-{n:012x}",
        lambda n, at: base64.b64encode(random.Random(n).randbytes(9)).decode(),
        lambda n, at: f"heart.resting|{n}|\ue000\uf001\ud800",
        lambda n, at: "",  # an id is derived
    ]
)


@st.composite
def states(draw: st.DrawFn) -> PersonState:
    state = PersonState(ANNA, STANDARD_METRICS)
    places: set[tuple[str, date]] = set()
    zones, sources = st.sampled_from(["UTC", "Europe/Oslo", "+01:00"]), st.sampled_from(["watch", "a|b"])
    for metric in draw(st.sets(st.sampled_from(["heart.resting", "hrv.rmssd"]))):
        named = [draw(vendors) for _ in range(draw(st.integers(1, 2)))]
        for n in range(draw(st.integers(0, 12))):
            at = datetime.combine(FIRST + timedelta(days=n), time(), UTC)
            at += timedelta(minutes=draw(st.integers(-2000, 2000)), microseconds=draw(st.sampled_from([0, 0, 0, 1])))
            end = at + timedelta(seconds=draw(st.sampled_from([0, 0, 30, 10**6])))
            reading = Reading.of(
                ANNA, metric, 50.0, unit=STANDARD_METRICS[metric].unit, start=at, end=end, zone=draw(zones),
                source=draw(sources), id=named[n % len(named)](n, at), device=draw(st.text(max_size=2)),
                revision=draw(st.sampled_from([0, 0, 1, 1_700_000_000])), kind=draw(st.text(max_size=2)),
            )  # fmt: skip
            reading = Reading(
                ANNA, metric, draw(values), at, end, reading.day, reading.zone, reading.source, reading.id, reading.device,
                reading.revision, draw(st.booleans()), reading.kind,
            )  # fmt: skip
            places |= state.take(reading)
    for metric, day in places:
        state.reform(metric, day)
    return state


@settings(max_examples=300, deadline=None)
@given(states())
def test_every_reading_comes_back_as_it_was(state: PersonState) -> None:
    def form(some: PersonState) -> list[str]:
        return sorted(map(repr, some.readings))

    assert form(again(state)) == form(state)


finding_days = st.builds(lambda n: FIRST + timedelta(days=n), st.integers(0, 20))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["high", "other"]),
            st.integers(1, 2),
            finding_days,
            st.sampled_from(FindingStatus),
            st.sampled_from(["", "R5"]),
            st.floats(allow_nan=False),
            st.none() | st.floats(allow_nan=False),
            st.booleans(),
        ),
        max_size=20,
    ),
    st.none() | finding_days,
)
def test_every_finding_comes_back_as_it_was(rows: list[Any], floor: date | None) -> None:
    kernel = Kernel([HIGH])
    state, _ = kernel.restore(ANNA, [resting(n, 55 + n % 10) for n in range(0, 20, 2)], [])
    before = Kernel([BAND]).restore(ANNA, [resting(n, 50 + n % 2, revision=7) for n in range(20)], [])[0]
    for rule, version, day, status, flag, value, limit, held in rows:
        window = Window.ending(day, 5)
        inputs = tuple(
            item for on in window.dates() if (item := (state if held else before).value("heart.resting", on)) is not None
        )
        evidence = (
            Evidence("what it says", "heart.resting", value, "bpm", window, Coverage(len(inputs), 5), inputs, None, limit),
        )
        id = finding_id(ANNA, rule, version, day)
        state.keep(Finding(id, ANNA, rule, version, "High", day, status, evidence_digest(evidence), evidence, flag))
    state.floor = floor
    loaded = kernel.load(ANNA, kernel.dump(state))
    assert loaded.findings == state.findings
    assert loaded.open_findings == state.open_findings
    assert (loaded.last_day, loaded.furthest, loaded.floor) == (state.last_day, state.furthest, state.floor)
    assert kernel.dump(loaded) == kernel.dump(state)


@pytest.mark.parametrize(
    ("named", "most"),
    [
        (lambda n, at: f"watch:hrv:{n:05}", 700),
        (lambda n, at: f"sleep-{at:%Y-%m-%d}", 700),
        (lambda n, at: f"{int(at.timestamp())}", 700),
        (lambda n, at: "", 700),
        (lambda n, at: f"{random.Random(n).getrandbits(128):032x}", 700 + 190 * 17),
    ],
)
def test_half_a_year_of_a_metric_takes_less_than_a_kilobyte(named: Callable[[int, datetime], str], most: int) -> None:
    rnd = random.Random(1)
    kernel = Kernel([rule for rule in shipped_rules() if rule.name == "hrv_drop"])
    state, _ = kernel.restore(ANNA, [], [])
    for n in range(240):
        at = datetime.combine(FIRST + timedelta(days=n), time(6, rnd.randint(0, 59)), UTC)
        value = round(60 - 15 * (n % 50 > 44) + rnd.gauss(0, 5), 1)
        kernel.advance(
            state,
            [Reading.of(ANNA, "hrv.rmssd", value, unit="ms", start=at, zone="UTC", source="watch", id=named(n, at))],
        )
        kernel.advance_time(state, at)
    assert len(list(state.readings)) == 187
    assert len(state.findings) > 5
    assert len(kernel.dump(state)) < most


def test_settled_findings_that_nothing_can_change_are_left_to_the_journal() -> None:
    kernel = Kernel([HIGH], horizon_days=10)
    state, _ = kernel.restore(ANNA, [], [])
    for n in range(30):
        kernel.advance(state, [resting(n, 65)])
        kernel.advance_time(state, datetime.combine(FIRST + timedelta(days=n - 5), time(), UTC))
    assert sorted(finding.day for finding in state.findings.values()) == [FIRST + timedelta(days=n) for n in range(19, 30)]


def test_bytes_of_another_version_person_or_rules_are_refused() -> None:
    with pytest.raises(InvalidInput, match="version 99"):
        KERNEL.load(ANNA, DUMPED[: HEAD - 1] + bytes([99]) + DUMPED[HEAD:])
    with pytest.raises(InvalidInput, match="another person"):
        KERNEL.load(Subject("ben"), DUMPED)
    with pytest.raises(InvalidInput, match="other rules"):
        Kernel([HIGH], horizon_days=60).load(ANNA, DUMPED)


def test_every_byte_that_is_damaged_lost_or_added_is_told() -> None:
    for at in range(len(DUMPED)):
        broken = [DUMPED[:at], DUMPED[:at] + bytes([DUMPED[at] ^ (1 << at % 8)]) + DUMPED[at + 1 :]]
        if at != HEAD - 1:  # an unknown version is another error
            for data in broken:
                with pytest.raises(StoreCorrupted):
                    KERNEL.load(ANNA, data)
    for data in (b"", DUMPED + b"\x00", DUMPED + DUMPED):
        with pytest.raises(StoreCorrupted):
            KERNEL.load(ANNA, data)


def sealed(body: bytes) -> bytes:
    """Give bytes whose checksum is right, as nobody but an attacker could."""
    return DUMPED[:HEAD] + struct.pack(">I", zlib.crc32(body)) + body


@settings(max_examples=300, deadline=None)
@given(st.integers(24, len(DUMPED) - HEAD - 5), st.binary(min_size=1, max_size=6), st.booleans())
def test_damage_behind_a_right_checksum_is_loaded_or_told_in_little_memory(at: int, bytes_: bytes, cut: bool) -> None:
    body = DUMPED[HEAD + 4 :]
    broken = body[:at] + bytes_ + (b"" if cut else body[at + len(bytes_) :])
    tracemalloc.start()
    with suppress(InvalidInput, StoreCorrupted):
        KERNEL.load(ANNA, sealed(broken))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def made_up(*texts: Any) -> BitWriter:
    out = BitWriter()
    out.date(None)
    out.date(None)
    for text in texts:
        out.text(text)
    return out


@pytest.mark.parametrize("count", [10**7, -1])
def test_more_readings_than_there_are_bits_are_told_before_they_take_memory(count: int) -> None:
    out = made_up(["heart.resting"], [["watch", "", "UTC", ""]])
    out.number(count)
    out.number(1)
    out.column([0] * 9)  # so many that are equal take no more bits than any other number of them
    tracemalloc.start()
    with pytest.raises(StoreCorrupted):
        KERNEL.load(ANNA, sealed(DUMPED[HEAD + 4 : HEAD + 28] + out.to_bytes()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_texts_that_are_missing_are_told() -> None:
    with pytest.raises(StoreCorrupted):
        KERNEL.load(ANNA, sealed(DUMPED[HEAD + 4 : HEAD + 28] + made_up().to_bytes()))


def test_a_number_larger_than_any_that_is_written_is_told() -> None:
    out = BitWriter()
    out.number(1 << 5000)
    with pytest.raises(ValueError, match="too large"):
        BitReader(out.to_bytes()).number()


def test_evidence_that_is_another_by_now_is_told() -> None:
    kernel = Kernel([HIGH])
    state, _ = kernel.restore(ANNA, [resting(0, 65)], [])
    data = kernel.dump(state)
    assert kernel.load(ANNA, data).findings == state.findings
    other = Kernel([Rule("high", 1, "High", daily("heart.resting").above(61, "bpm"))])  # changed, and the version was forgotten
    with pytest.raises(StoreCorrupted, match="other evidence"):
        other.load(ANNA, data)


def test_a_state_of_the_first_version_is_read_still() -> None:
    kernel = Kernel([HIGH, BAND], horizon_days=60)
    loaded = kernel.load(ANNA, VERSION_1)
    assert len(loaded.readings) == 22
    assert sum(reading.value for reading in loaded.readings) == pytest.approx(1250.6)
    assert {reading.id for reading in loaded.readings} == {resting(n, 50).id for n in range(29)} - UNWORN
    assert (loaded.last_day, loaded.furthest, loaded.floor) == (FIRST + timedelta(days=28),) * 2 + (FLOOR,)
    stages: dict[str, list[int]] = {}
    for finding in sorted(loaded.findings.values(), key=lambda found: found.day):
        stages.setdefault(f"{finding.rule} {finding.status}", []).append((finding.day - FIRST).days)
    assert stages == {
        "band withdrawn": [5],
        "band confirmed": [6, 13],
        "band provisional": [17],
        "band revised": [27],
        "high confirmed": [3, 4, 5, 6, 10, 13],
        "high provisional": [17, 27],
    }
    renewed = kernel.dump(loaded)
    assert renewed[HEAD - 1] == VERSION == 2
    assert len(renewed) < len(VERSION_1)
    assert kernel.load(ANNA, renewed).findings == loaded.findings
    for broken in (VERSION_1[:-9], VERSION_1[:HEAD] + b"\x00" + VERSION_1[HEAD + 1 :]):
        with pytest.raises(StoreCorrupted):
            kernel.load(ANNA, broken)


FLOOR = FIRST + timedelta(days=-46)
UNWORN = {resting(n, 50).id for n in [7, 9, 11, 15, 16, 20, 24]}
VERSION_1 = base64.b85decode(
    "VRdq4ZY^_kVRU5yc-oy*OOM+)4E`$vp9Mn{^`LUy%ii{~dkS*UbK)X(3db|WqMiS~l%068gSP05Wl$2yj}$42-@1C9x?N}G_ZY^!192Q4k30B&"
    "EMc1asa)n^eC$Mbd5WJ(npriBV_-%-og31jR{*?yn&u;GuN*R>n@Y%xy>z>8-T$pIW60fZ-_6X}g&I;-N}7xXF(gxxV*85>p`_q_4mr6Ly-UXF"
    "o2;M=MpdU(sx{c+t*SR!QlV-aoVCdUVp2Ako6P&juB=gn1(cLJhC6@K7FU%_2~AAZS?zB!D{GdB6|~dF2lh(wCUd&RN?EtFqw!i{rtK^~ur`<&"
    "tIWkz4{3`*7pX~llnQDsHDw#O7_`nLL-M2wI#h-o$eXODm~7O+MnbFEK-L?MB7~R-P*uYwOriuE&Q?<)SX+xm>$8t>lOf3%oXaj~pA}0Sm77d*"
    "?xRkWOChf~B3HM3=1hq!`HI0?NQfqHGL9;6`eU^K7||n@{CW?vQ1Tpi3dN<W0k@n*Rb(b#Jh~iYg;MNxM;wt=KIr09tXgJYaLcEWoGe`pO5-Yd"
    "k5z{5AiC#pdMaFT26`=w=|O12D+@g};v3;D_DX2#jj*bB!uTfDOc(~j8rCz^TcK@}QjbkpHYslv!;EXDbmRHnv){|ib<chkSb6;fNpw!=yFtrn"
    "D^OR)E7fe~RK~~o$aX-;-yaOj;ok+--lTB??uJ@MTj6#8N`ay0X?Pq)e!ctkopOr#|L5;N+TyS&u>8>8`txuZ&TY4sLLJ0jEmSvCd%IA#P+F*8"
    "D6Fag>u!YruG0zyvrcwpx^<$}MZ>iq%c;zzHI&243wNSny!IVFdFy5!N7VhfELt9{6kR%xb(lUc#n_4Q>2zXyKU7vfQ*P~YQU2?>Ob^`q9#+l`"
    "^>vt!c?w_01;t0XcE5+E7d}j3Zm;W2n_bGVi(fu7;%ewREjfb4I~!|EO{)w9=ZLGsVDFW%J$DobM2=CCoEO^l%uocN96HZwZpCTul<3|im&r1%"
    "){VdAZ2$JGH|OnHT=BnXuzYyOt%``YhwzqhSiYa!1H9+b@I#k|?{VSYq3q;G&g0%wr;f|!%XD5}VL1K1lV9L|;D$cvrs0+zaUaRy<v+1EQyu"
)
