"""The error of a limit that has none left."""

from __future__ import annotations

from auren.errors import RateLimited

__all__ = ["refusal"]


def refusal(wait_us: int) -> RateLimited:
    """Give the error; it names nobody and waits long enough."""
    wait_s = wait_us / 1_000_000
    error = RateLimited(
        f"A rate limit has none left for {wait_s:.3f} s; wait that long, or give the plan a higher rate.",
        retry_after_s=wait_s,
    )
    error.unbilled = True
    return error
