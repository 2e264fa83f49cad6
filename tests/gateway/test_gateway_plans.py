"""Plans map an account to what a person may use."""

from __future__ import annotations

import pytest

from auren.errors import ConfigurationError
from auren.gateway.budgets import Plans
from auren.inference import Account, Plan
from auren.people import Subject

PIONEER = Plan("Early Pioneer", limit_micro_usd=200_000)
VANGUARD = Plan("Vanguard", limit_micro_usd=2_000_000, features=frozenset({"voice"}))


def account(plan: str = "") -> Account:
    return Account(Subject("anna"), plan)


def test_an_account_is_on_the_plan_it_names_or_on_the_default() -> None:
    plans = Plans([PIONEER, VANGUARD], default="Early Pioneer")
    assert plans.of(account("Vanguard")) is VANGUARD
    assert plans.of(account()) is PIONEER
    assert list(plans) == [PIONEER, VANGUARD]


def test_a_plan_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(ConfigurationError, match="'Early Pioneer', 'Vanguard'"):
        Plans([PIONEER, VANGUARD]).of(account("Co-Creator"))
    with pytest.raises(ConfigurationError, match="no plan was given"):
        Plans([]).of(account("Vanguard"))


def test_without_a_default_an_account_has_to_name_its_plan() -> None:
    with pytest.raises(ConfigurationError, match="no default"):
        Plans([PIONEER]).of(account())


def test_plans_that_cannot_be_told_apart_are_refused() -> None:
    for plans in ([PIONEER, PIONEER], [Plan("")]):
        with pytest.raises(ConfigurationError, match="name of its own"):
            Plans(plans)
    with pytest.raises(ConfigurationError, match="default"):
        Plans([PIONEER], default="Vanguard")
