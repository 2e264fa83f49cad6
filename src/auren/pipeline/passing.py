"""The last door for text that no model worded: it passes the filter, or a plain sentence goes out in its place."""

from __future__ import annotations

from auren.safety import MedicalSafetyFilter, Violation

__all__ = ["passed", "violations_of"]

_CLOSED = "I can only speak about general wellness here."


def passed(text: str, safety: MedicalSafetyFilter) -> str:
    """Give a text as it may be sent; a filter that fails lets nothing through.

    Args:
        text: on its way to a person.
        safety: what it must pass.
    """
    try:
        return safety.rewrite(text)
    except Exception:  # noqa: BLE001  a guard of the host that fails must not let the text pass
        return _CLOSED


def violations_of(text: str, safety: MedicalSafetyFilter) -> tuple[Violation, ...]:
    """Give what is wrong with a text; a filter that fails counts as a fault of the text.

    Args:
        text: what a specialist wrote.
        safety: what it must pass.
    """
    try:
        return safety.check(text).violations
    except Exception:  # noqa: BLE001  a guard of the host that fails must not let the text pass
        return (Violation("error", "", "a text that can be checked"),)
