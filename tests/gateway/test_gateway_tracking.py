"""What a host's own client says was used is read in every form, and booked to the millionth of a dollar."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
from benchmarks._usage_forms import FORMS, PRICES, Form
from gateway_cases import ANNA, NOW, PLANS, balance
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from auren.clock import FrozenClock
from auren.errors import InvalidInput
from auren.gateway import Gateway
from auren.gateway.budgets import InMemoryLedger
from auren.gateway.prices import cost
from auren.gateway.tracking import usage_of
from auren.inference import Usage

WHOLE = [form for form in FORMS if form.whole and form.usage is not None and form.micro_usd is not None]
COMPLETE = [form for form in WHOLE if form.name != "only what was read"]


class Details(BaseModel):
    cached_tokens: int | None = None
    audio_tokens: int | None = None


class Said(BaseModel):
    """As clients of the OpenAI API answer: what they do not know is an extra."""

    model_config = ConfigDict(extra="allow")
    prompt_tokens: int
    completion_tokens: int
    prompt_tokens_details: Details | None = None


@dataclass(slots=True)
class Slotted:
    input_tokens: int
    output_tokens: int
    input_tokens_details: dict[str, int] = field(default_factory=dict)


@pytest.mark.parametrize("form", COMPLETE, ids=lambda form: form.name)
def test_every_form_costs_what_was_worked_out_by_hand(form: Form) -> None:
    assert form.usage is not None
    assert cost(PRICES[form.price], usage_of(form.usage)) == form.micro_usd
    assert cost(PRICES[form.price], usage_of(_as_object(form.usage))) == form.micro_usd


def _as_object(said: Any) -> object:
    return SimpleNamespace(**{name: _as_object(value) if isinstance(value, dict) else value for name, value in said.items()})


def test_objects_of_every_kind() -> None:
    assert usage_of(Said(prompt_tokens=9, completion_tokens=2, prompt_tokens_details=Details(cached_tokens=4))) == Usage(
        9, 2, 4
    )
    extra = Said.model_validate({"prompt_tokens": 9, "completion_tokens": 2, "prompt_cache_hit_tokens": 4})
    assert usage_of(extra) == Usage(9, 2, 4)
    assert usage_of(Slotted(9, 2, {"cached_tokens": 4})) == Usage(9, 2, 4)
    assert usage_of(Usage(1, 2, 3, 4)) == Usage(1, 2, 3, 4)


@pytest.mark.parametrize(
    "said",
    [
        None,
        "prompt_tokens",
        3,
        [],
        {},
        {"prompt_tokens": 1},
        {"completion_tokens": 1},
        {"prompt_tokens": "1", "completion_tokens": "2"},
        {"prompt_tokens": True, "completion_tokens": 2},
        {"prompt_tokens": -1, "completion_tokens": 2},
        {"prompt_tokens": 1.5, "completion_tokens": 2},
        MagicMock(),
        object(),
    ],
    ids=repr,
)
def test_what_says_nothing(said: object) -> None:
    with pytest.raises(InvalidInput):
        usage_of(said)


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner) | st.lists(inner)))
def test_anything_is_read_or_refused(said: object) -> None:
    for given_ in (said, {"prompt_tokens": 1, "completion_tokens": 2, "prompt_tokens_details": said}):
        try:
            usage = usage_of(given_)
        except InvalidInput:
            continue
        assert usage.input_tokens >= 0


def test_an_object_that_holds_itself() -> None:
    ring = SimpleNamespace(prompt_tokens=9, completion_tokens=2)
    ring.prompt_tokens_details = ring.other = ring
    assert usage_of(ring) == Usage(9, 2)


async def test_it_is_booked() -> None:
    ledger = InMemoryLedger()
    form = next(form for form in FORMS if form.name == "Anthropic, read from and written to the cache")
    async with Gateway([], ledger=ledger, plans=PLANS, clock=FrozenClock(NOW)) as gateway:
        price = PRICES[form.price]
        async with gateway.track_tokens(ANNA, model="own", input_tokens=1300, max_tokens=100, price=price) as call:
            call.used(form.usage)
        after = await balance(ledger)
    assert (after.spent_micro_usd, after.uncertain_micro_usd, after.held_micro_usd) == (form.micro_usd, 0, 0)
