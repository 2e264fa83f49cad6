"""What a call costs: a dated table of list prices, and exact integer arithmetic over it."""

from auren.gateway.prices.arithmetic import bound, cost
from auren.gateway.prices.table import PriceTable

__all__ = ["PriceTable", "bound", "cost"]
