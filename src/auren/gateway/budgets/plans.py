"""The plans that people are on: the hook on which a host hangs its payment system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auren.errors import ConfigurationError
from auren.inference import Account, Plan

__all__ = ["Plans"]


class Plans:
    """Maps a person's account to a plan.

    Args:
        plans: each with a name of its own.
        default: name of the plan of accounts that name none; None refuses them.

    Raises:
        ConfigurationError: a name is empty or given twice, or the default is none of them.
    """

    def __init__(self, plans: Iterable[Plan], default: str | None = None) -> None:
        self._plans: dict[str, Plan] = {}
        for plan in plans:
            if not plan.name or plan.name in self._plans:
                raise ConfigurationError(f"Plan {plan.name!r} was given without a name or twice; each needs a name of its own.")
            self._plans[plan.name] = plan
        if default is not None and default not in self._plans:
            raise ConfigurationError(f"The default plan {default!r} is none of the plans; {self._known()}.")
        self._default = default

    def of(self, account: Account) -> Plan:
        """Give the plan of an account.

        Raises:
            ConfigurationError: there is no plan of that name, or none was named and there is no default.
        """
        name = account.plan or self._default
        if name is None:
            raise ConfigurationError(f"An account without a plan was given and there is no default plan; {self._known()}.")
        plan = self._plans.get(name)
        if plan is None:
            raise ConfigurationError(f"Plan {name!r} is not known; {self._known()}.")
        return plan

    def __iter__(self) -> Iterator[Plan]:
        return iter(self._plans.values())

    def _known(self) -> str:
        return f"use one of {', '.join(map(repr, self._plans))}" if self._plans else "no plan was given"
