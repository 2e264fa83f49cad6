"""Cited statements as data: what may be said beyond a person's own numbers, when, and when not."""

from auren.science.claims.library import CitedStatement, claims

__all__ = ["CitedStatement", "claims"]
