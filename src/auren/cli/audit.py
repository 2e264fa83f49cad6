"""auren audit: whether a host's own configuration leaks, says what is dangerous, or mixes people up."""

from __future__ import annotations

import importlib
import json
import socket
import sys
from collections.abc import Collection
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from auren.errors import ConfigurationError
from auren.testing.audit import AuditReport, Build, Check, Status, audit, demo_configuration

__all__ = ["run_audit"]

_SHOWN: dict[Status, str] = {"passed": "[green]passed[/]", "failed": "[bold red]failed[/]", "skipped": "[dim]skipped[/]"}
_LOCAL = ("127.0.0.1", "::1", "localhost")


async def run_audit(console: Console, target: str | None, *, only: Collection[str] = (), as_json: bool = False) -> bool:
    """Run the checks, print the report, and say whether none failed; connections to other machines are refused meanwhile.

    Args:
        console: where the table goes.
        target: "module:function" that gives a pipeline; None takes auren's own configuration.
        only: names of checks; empty for all.
        as_json: print JSON in place of the table.
    """
    refused = _closed()
    # After the door is closed: a module may connect while it is imported.
    build = demo_configuration if target is None else _found(target)
    report = await audit(build, only=only)
    found = (f"a connection to another machine was tried and refused, {len(refused)} times",) if refused else ()
    report = AuditReport((*report.checks, Check("network", "failed" if refused else "passed", 1, found)))
    if as_json:
        # Past the console, which would fold its lines.
        print(json.dumps({"configuration": target or "auren's own", **report.as_json()}, indent=2))
    else:
        _show(console, target, report)
    return report.ok


def _show(console: Console, target: str | None, report: AuditReport) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("check", "result", "looked at", "found"):
        table.add_column(heading, justify="right" if heading == "looked at" else "left")
    for check in report.checks:
        table.add_row(check.name, _SHOWN[check.status], str(check.looked), escape("\n".join(check.found)))
    console.print(f"Configuration: {escape(target or 'auren’s own')}", highlight=False)
    console.print(table, highlight=False)
    failed = sum(check.status == "failed" for check in report.checks)
    console.print("Nothing was found." if report.ok else f"{failed} of {len(report.checks)} checks failed.")


def _found(target: str) -> Build:
    module, _, function = target.partition(":")
    if not module or not function:
        raise ConfigurationError("A configuration that cannot be read was given; write it as module:function.")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        build: Build = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise ConfigurationError(
            f"The configuration was not found ({type(error).__name__}); write it as module:function."
        ) from error
    if not callable(build):
        raise ConfigurationError("The configuration is no function; give one that returns a new Pipeline.")
    return build


def _closed() -> list[str]:
    """Refuse connections to other machines for the rest of this process, and give the list of those that were tried."""
    tried: list[str] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event not in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
            return
        to = arguments[1] if event == "socket.connect" else arguments[0]
        host = to[0] if isinstance(to, tuple) else to
        at_home = event == "socket.connect" and not isinstance(to, tuple)
        if not at_home and host not in (*_LOCAL, None, b"localhost", b"127.0.0.1"):
            tried.append(event)
            raise socket.gaierror("auren audit connects to no other machine")

    sys.addaudithook(hook)
    return tried
