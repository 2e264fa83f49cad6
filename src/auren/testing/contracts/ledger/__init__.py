"""What every ledger must do."""

from __future__ import annotations

from auren.testing.contracts.ledger._holding import HoldingContract
from auren.testing.contracts.ledger._limits import LimitsContract
from auren.testing.contracts.ledger._people import PeopleContract
from auren.testing.contracts.ledger._races import RacesContract
from auren.testing.contracts.ledger._settling import SettlingContract
from auren.testing.contracts.ledger._windows import WindowsContract

__all__ = ["LedgerContract"]


class LedgerContract(HoldingContract, SettlingContract, WindowsContract, LimitsContract, PeopleContract, RacesContract):
    """Subclass it with a fixture `ledger` that gives a ledger that holds nothing and is not open yet."""
