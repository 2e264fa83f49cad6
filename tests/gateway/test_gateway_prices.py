"""Every call is priced to the millionth of a dollar, more is never cheaper, and nothing costs more than was held for it."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

import pytest
from benchmarks._usage_forms import FORMS, PRICES, Form
from benchmarks.prices import by_hand, used
from gateway_cases import ANNA, NOW, PLANS, Priced, asked
from hypothesis import example, given
from hypothesis import strategies as st

from auren.clock import FrozenClock
from auren.errors import InvalidInput
from auren.gateway import Gateway
from auren.gateway.budgets import InMemoryLedger
from auren.gateway.prices import PriceTable, bound, cost
from auren.inference import ModelTraits, Price, Usage

WAYS = [(form, stream) for form in FORMS for stream in ((True, False) if form.whole else (True,))]
rates = st.integers(0, 10**9)
parts = st.none() | rates
flat = st.builds(Price, rates, rates, parts, parts, parts, parts)
tokens = st.integers(0, 10**7)
PARTS = ("input", "cached_input", "cache_write", "audio_input", "output", "audio_output")


@st.composite
def prices(draw: st.DrawFn) -> Price:
    """Give a price of one step, two or three."""
    price = draw(flat)
    for _ in range(draw(st.integers(0, 2))):
        price = replace(draw(flat), beyond=(draw(st.integers(0, 10**6)), price))
    return price


def usage_of(counts: dict[str, int]) -> Usage:
    """Give the usage whose parts these are."""
    return Usage(
        input_tokens=counts["input"] + counts["cached_input"] + counts["cache_write"] + counts["audio_input"],
        output_tokens=counts["output"] + counts["audio_output"],
        cached_tokens=counts["cached_input"],
        cache_write_tokens=counts["cache_write"],
        audio_input_tokens=counts["audio_input"],
        audio_output_tokens=counts["audio_output"],
    )


counted = st.fixed_dictionaries(dict.fromkeys(PARTS, tokens))


@pytest.mark.parametrize(("form", "stream"), WAYS, ids=lambda given: given.name if isinstance(given, Form) else str(given))
async def test_every_form_costs_what_was_worked_out_by_hand(form: Form, stream: bool) -> None:
    usage, sent = await used(form, stream=stream)
    assert cost(PRICES[form.price], usage) == by_hand(form, sent)
    assert form.micro_usd in (None, by_hand(form, sent))


def test_there_are_forty_forms_and_no_two_of_a_name() -> None:
    assert len({form.name for form in FORMS}) == len(FORMS) >= 40


class TestArithmetic:
    @given(flat, counted)
    def test_each_part_at_its_own_price_rounded_up_once(self, price: Price, counts: dict[str, int]) -> None:
        own = {part: getattr(price, part) for part in PARTS}
        own = {p: rate if rate is not None else own["output" if "output" in p else "input"] for p, rate in own.items()}
        exact = sum(Fraction(own[part] * count, 1_000_000) for part, count in counts.items())
        assert cost(price, usage_of(counts)) == math.ceil(exact)

    @given(flat, counted, st.sampled_from(PARTS), st.integers(1, 10**6))
    def test_more_of_anything_is_never_cheaper(self, price: Price, counts: dict[str, int], part: str, more: int) -> None:
        assert 0 <= cost(price, usage_of(counts)) <= cost(price, usage_of({**counts, part: counts[part] + more}))

    @given(prices(), counted, st.integers(0, 10**6), st.integers(0, 10**6))
    @example(Price(10, 10, beyond=(1_000_000, Price(1, 1))), dict.fromkeys(PARTS, 0) | {"input": 1_000_000}, 1, 0)
    def test_what_was_held_is_enough(self, price: Price, counts: dict[str, int], spare_in: int, spare_out: int) -> None:
        usage = usage_of({**counts, "audio_input": 0, "audio_output": 0})
        assert cost(price, usage) <= bound(price, usage.input_tokens + spare_in, usage.output_tokens + spare_out)

    @given(prices(), st.builds(Usage, *[tokens] * 2), st.builds(Usage, *[tokens] * 2))
    def test_it_is_never_below_nothing(self, price: Price, usage: Usage, parts: Usage) -> None:
        overlapping = replace(usage, cached_tokens=parts.input_tokens, audio_input_tokens=parts.output_tokens)
        assert cost(price, overlapping) >= 0

    def test_one_token_of_the_cheapest_costs_a_millionth(self) -> None:
        assert cost(Price(1, 1), Usage(1, 0)) == cost(Price(1, 1), Usage(1, 1)) == 1
        assert cost(Price(0, 0), Usage(10**9, 10**9)) == 0
        assert cost(Price(333_333, 0), Usage(3, 0)) == 1

    def test_hidden_reasoning_is_paid_as_text_and_once(self) -> None:
        assert cost(Price(0, 1_000_000), Usage(0, 100, reasoning_tokens=90)) == 100

    def test_a_long_prompt_puts_all_of_the_call_at_another_price(self) -> None:
        price = Price(1_000_000, 1_000_000, beyond=(10, Price(2_000_000, 3_000_000, beyond=(20, Price(5_000_000, 0)))))
        assert [cost(price, Usage(read, 1)) for read in (10, 11, 20, 21)] == [11, 25, 43, 105]

    def test_every_part_of_a_price_is_looked_at(self) -> None:
        assert {each.name for each in fields(Price)} == {*PARTS, "since", "beyond"}


class TestTable:
    def test_the_latest_price_in_force_counts(self) -> None:
        first, second = Price(1, 1), Price(2, 2, since=date(2026, 3, 1))
        later = Price(3, 3, since=date(2026, 6, 1))
        table = PriceTable({"m": [second, later, first]})
        days = [date(2020, 1, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)]
        assert [table.price("m", day) for day in days] == [first, first, second, second, later]
        assert PriceTable({"m": [second]}).price("m", date(2026, 2, 28)) is None

    @pytest.mark.parametrize(
        "name", ["gpt-4o", "openai/gpt-4o", "azure/eu/gpt-4o", "gpt-4o-2024-08-06", "openai/gpt-4o-latest"]
    )
    def test_a_name_is_found_with_a_provider_and_a_date(self, name: str) -> None:
        assert PriceTable.standard().price(name, NOW.date()) == Price(2_500_000, 10_000_000, 1_250_000)

    @pytest.mark.parametrize("name", ["gpt-4o-mini-tts", "gpt-4", "", "my/own"])
    def test_what_is_not_known_is_not_guessed(self, name: str) -> None:
        assert PriceTable.standard().price(name, NOW.date()) is None

    def test_a_longer_name_is_not_taken_for_a_shorter_one(self) -> None:
        table = PriceTable.standard()
        assert table.price("gpt-4o-mini", NOW.date()) != table.price("gpt-4o", NOW.date())

    def test_the_hosts_own_price_stands_in_place_of_the_list(self) -> None:
        standard = PriceTable.standard()
        own = standard.with_prices({"gpt-4o": Price(1, 1), "mine": [Price(0, 0)]})
        assert own.price("openai/gpt-4o", NOW.date()) == Price(1, 1)
        assert own.price("mine", NOW.date()) == Price(0, 0)
        assert own.dated == standard.dated is not None
        assert standard.price("gpt-4o", NOW.date()) != Price(1, 1)

    @pytest.mark.parametrize(
        "price",
        [
            Price(-1, 0),
            Price(0, -1),
            Price(0, 0, cached_input=-1),
            Price(0, 0, cache_write=-1),
            Price(0, 0, audio_input=-1),
            Price(0, 0, audio_output=-1),
            Price(0, 0, beyond=(10, Price(0, -1))),
            Price(0, 0, beyond=(-1, Price(0, 0))),
            Price(0, 0, beyond=(10, Price(0, 0, beyond=(20, Price(-1, 0))))),
        ],
    )
    def test_a_price_below_nothing_is_refused(self, price: Price) -> None:
        with pytest.raises(InvalidInput, match="below 0"):
            PriceTable({"m": [price]})

    def test_every_list_price_is_sound(self) -> None:
        table = PriceTable.standard()
        for name in table._prices:
            price = table.price(name, NOW.date())
            assert price is not None
            assert price.output >= price.input or "embedding" in name
            assert price.cached_input is None or price.cached_input < price.input
            assert price.beyond is None or (price.beyond[0] >= 100_000 and price.beyond[1].input > price.input)


async def test_the_second_replica_of_a_model_has_its_price() -> None:
    first, second = (Priced(name="gpt-4o", traits=ModelTraits()) for _ in range(2))
    async with Gateway([first, second], ledger=InMemoryLedger(), plans=PLANS, clock=FrozenClock(NOW)) as gateway:
        completion = await gateway.complete(asked(account=ANNA))
    assert completion.usage.cost_micro_usd == 450
