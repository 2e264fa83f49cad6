"""The error of a limit that has none left."""

from __future__ import annotations

from auren.errors import RateLimited

__all__ = ["refusal"]


def refusal(wait_us: int, scope: str) -> RateLimited:
    """Give the error; it names nobody, waits long enough, and says what kind of limit it is."""
    wait_s = wait_us / 1_000_000
    error = RateLimited(
        f"A rate limit has none left for {wait_s:.3f} s; wait that long, or give the plan a higher rate.",
        retry_after_s=wait_s,
        scope=scope,
    )
    error.unbilled = True
    return error
