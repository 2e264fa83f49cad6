"""All checks over one configuration, one after another; what breaks a check fails it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from types import MappingProxyType
from typing import Final

from auren.errors import AurenError, InvalidInput
from auren.testing.audit.checks import Findings, NothingToCheck
from auren.testing.audit.checks.privacy import consent, erasure, isolation, logs, personal_data
from auren.testing.audit.checks.safety import containment, injection, red_flags, specialists, wording
from auren.testing.audit.configuration import Build
from auren.testing.audit.report import AuditReport, Check

__all__ = ["CHECKS", "audit"]

CHECKS: Final = MappingProxyType[str, Callable[[Build], Awaitable[Findings]]](
    {
        "red-flags": red_flags,
        "wording": wording,
        "containment": containment,
        "specialists": specialists,
        "injection": injection,
        "personal-data": personal_data,
        "logs": logs,
        "consent": consent,
        "isolation": isolation,
        "erasure": erasure,
    }
)
"""By name, in the order in which they run; the first line of each one's docstring says what holds when it passes."""


async def audit(build: Build, *, only: Collection[str] = ()) -> AuditReport:
    """Run the checks over a configuration.

    Its models and channels are replaced with stand-ins, so that nothing leaves; everything else is the host's own, and people
    who are nobody live in its stores for a moment. Hand in stores that are for tests.

    Args:
        build: gives a new pipeline on each call. It is called with those of `model`, `channel` and `clock` that it has
            parameters for; a model or channel that it brings itself is cut off behind its guards.
        only: names of checks; empty for all.

    Raises:
        InvalidInput: there is no check of a name.
    """
    if unknown := sorted(set(only) - set(CHECKS)):
        raise InvalidInput(f"There is no check {unknown[0]!r}; the checks are {', '.join(CHECKS)}.")
    return AuditReport(tuple([await _checked(name, build) for name in CHECKS if not only or name in only]))


async def _checked(name: str, build: Build) -> Check:
    try:
        found = await CHECKS[name](build)
    except NothingToCheck as nothing:
        return Check(name, "skipped", found=(str(nothing),))
    except AurenError as error:
        return Check(name, "failed", found=(f"the check broke off with {type(error).__name__}: {error}",))
    except Exception as error:  # noqa: BLE001 - a configuration that breaks has not passed; its message may quote anything
        return Check(name, "failed", found=(f"the check broke off with {type(error).__name__}",))
    return Check(name, "failed" if found.wrong else "passed", found.looked, tuple(found.wrong))
