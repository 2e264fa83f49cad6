"""Who a person is, kept apart from all that is known of them."""

from auren.privacy.directory import InMemoryDirectory

__all__ = ["InMemoryDirectory"]
