"""Numbers, dates and spans read as a person would write them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.readings import Window, known_units
from auren.rendering import day, figure, quantity, span


@pytest.mark.parametrize(
    ("value", "unit", "digits", "shown"),
    [
        (39.5, "ms", 1, "39.5 ms"),
        (52, "bpm", 0, "52 bpm"),
        (378, "min", 0, "6 h 18 min"),
        (45, "min", 0, "45 min"),
        (59.6, "min", 0, "1 h"),
        (59.4, "min", 0, "59 min"),
        (420, "min", 0, "7 h"),
        (-75, "min", 0, "-1 h 15 min"),
        (378.25, "min", 1, "6 h 18.3 min"),
        (87.907, "%", 1, "87.9 %"),
        (7.5, "h", 1, "7.5 h"),
        (3.6763, "ln ms", 4, "3.6763 ln ms"),
        (210, "AU", 0, "210 AU"),
        (2, "1-5", 0, "2 of 5"),
        (7, "0-10", 0, "7 of 10"),
        (10432, "count", 0, "10432"),
        (1.39, "ratio", 2, "1.39"),
        (0.4, "delta degC", 1, "+0.4 °C"),
        (-0.4, "delta degC", 1, "-0.4 °C"),
        (-0.04, "delta degC", 1, "0.0 °C"),
        (36.6, "degC", 1, "36.6 °C"),
        (14.2, "breaths/min", 1, "14.2 breaths/min"),
        (1, "d", 0, "1 day"),
        (14, "d", 0, "14 days"),
        (2.675, "kg", 2, "2.68 kg"),
        (0.5, "bpm", 0, "1 bpm"),
        (1e20, "AU", 0, "100000000000000000000 AU"),
        (float("nan"), "ms", 0, "no number"),
        (float("inf"), "min", 0, "no number"),
    ],
)
def test_quantity(value: float, unit: str, digits: int, shown: str) -> None:
    assert quantity(value, unit, digits) == shown


@given(
    value=st.floats(-1e6, 1e6, allow_nan=False),
    unit=st.sampled_from(sorted(known_units())),
    digits=st.integers(0, 4),
)
def test_what_is_shown_reads_back_as_the_rounded_value(value: float, unit: str, digits: int) -> None:
    text = quantity(value, unit, digits).removesuffix(" per 1,000 h").removesuffix(" 1/s")
    numbers = [Decimal(part.lstrip("+").rstrip("°")) for part in text.split() if part.strip("+-.")[:1].isdigit()]
    shown = numbers[0]
    if unit == "min" and " h" in quantity(value, unit, digits):
        hours, minutes = numbers[0], numbers[1] if len(numbers) > 1 else Decimal(0)
        shown = (abs(hours) * 60 + minutes).copy_sign(Decimal(value))
    assert abs(shown - Decimal(repr(value))) <= Decimal(5).scaleb(-digits - 1)


def test_a_figure_takes_the_decimals_that_suit_its_unit() -> None:
    assert figure(3.6763, "ln ms") == "3.676 ln ms (39.5 ms)"
    assert figure(52.0, "bpm") == "52 bpm"
    assert figure(52.25, "bpm") == "52.3 bpm"
    assert figure(500.0, "ln ms") == "500.000 ln ms (no number)"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2023, 7, 10), date(2023, 7, 16), "10 to 16 July 2023"),
        (date(2023, 7, 16), date(2023, 7, 16), "16 July 2023"),
        (date(2023, 6, 11), date(2023, 7, 9), "11 June to 9 July 2023"),
        (date(2023, 12, 30), date(2024, 1, 5), "30 December 2023 to 5 January 2024"),
        (date(2022, 7, 10), date(2023, 7, 10), "10 July 2022 to 10 July 2023"),
    ],
)
def test_span(first: date, last: date, said: str) -> None:
    assert span(Window(first, last)) == said


@given(first=st.dates(max_value=date(9000, 1, 1)), days=st.integers(0, 800))
def test_a_span_always_names_its_last_day_in_full(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    assert span(Window(first, last)).endswith(day(last))
