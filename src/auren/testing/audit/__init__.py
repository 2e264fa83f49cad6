"""A look at a host's own configuration: does anything leak, is anything dangerous said, is anybody mixed up with somebody else?

`auren audit` prints it; a host's own tests may run it, too:

    report = await audit(build)
    assert report.ok, report.found
"""

from __future__ import annotations

from auren.testing.audit.configuration import Build, demo_configuration
from auren.testing.audit.report import AuditReport, Check, Status
from auren.testing.audit.run import CHECKS, audit

__all__ = ["CHECKS", "AuditReport", "Build", "Check", "Status", "audit", "demo_configuration"]
