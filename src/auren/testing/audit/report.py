"""What an audit found, check by check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["AuditReport", "Check", "Status"]

Status = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Args:
        name: of the check, for example "red-flags".
        status: whether it passed; "skipped" when the configuration has nothing that it could look at.
        looked: how many things were looked at.
        found: one line for each thing that is wrong, or why it was skipped; no personal data.
    """

    name: str
    status: Status
    looked: int = 0
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All checks of one audit."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether no check failed."""
        return all(check.status != "failed" for check in self.checks)

    @property
    def found(self) -> tuple[str, ...]:
        """What is wrong, each line with the name of its check."""
        return tuple(f"{check.name}: {line}" for check in self.checks if check.status == "failed" for line in check.found)

    def as_json(self) -> dict[str, object]:
        """Give the report as plain values ready for JSON."""
        rows = [
            {"name": check.name, "status": check.status, "looked": check.looked, "found": list(check.found)}
            for check in self.checks
        ]
        return {"format": "auren-audit-report-1", "ok": self.ok, "checks": rows}
