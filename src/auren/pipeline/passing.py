"""The last door for text that no model worded: it passes the filter, or a plain sentence goes out in its place."""

from __future__ import annotations

from functools import cache
from typing import Final

from auren.conversation import Claim, ClaimKind
from auren.safety import MedicalSafetyFilter, Support, Violation
from auren.science.claims import claims

__all__ = ["passed", "unborne", "violations_of"]

_NO_CLAIM_ON_HEALTH: Final = frozenset({ClaimKind.ACTION, ClaimKind.QUESTION})
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


def unborne(claim: Claim) -> tuple[Violation, ...]:
    """Give what a claim says on health at large that no cited statement is confidently known to say.

    Args:
        claim: of a specialist; what it cites in the statement's own words is borne out.
    """
    if claim.kind in _NO_CLAIM_ON_HEALTH:
        return ()
    try:
        cited = [statement.text for id in claim.statements if (statement := claims().get(id)) is not None]
        if any(text.rstrip(".") in claim.text for text in cited):
            return ()
        return _support().check(claim.text)
    except Exception:  # noqa: BLE001  a guard that fails must not let the text pass
        return (Violation("error", "", "a text that can be checked"),)


@cache
def _support() -> Support:
    return Support()
