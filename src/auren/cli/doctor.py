"""auren doctor: whether the installation can do its work."""

from __future__ import annotations

import platform
import re
import sqlite3
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires, version
from zoneinfo import available_timezones

from rich.console import Console
from rich.markup import escape

from auren.cli.databases import check, show_standing
from auren.errors import AurenError
from auren.migrations import status
from auren.pipeline import Pipeline

__all__ = ["run_doctor"]

_REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9._-]+).*?(?:extra\s*==\s*['\"](?P<extra>[^'\"]+)['\"])?$")


async def run_doctor(console: Console, databases: Iterable[str] = ()) -> bool:
    """Check interpreter, packages, extras, an in-memory pipeline and the tables of databases, and say whether all is well."""
    well = True
    console.print(
        f"auren {version('auren')}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}", highlight=False
    )
    zones = len(available_timezones())
    well &= check(console, zones > 0, f"time zones: {zones} known")
    missing: dict[str, list[str]] = {}
    for name, extra in _requirements():
        try:
            version(name)
        except PackageNotFoundError:
            missing.setdefault(extra, []).append(name)
    well &= check(console, not missing.get(""), "required packages" + _without(missing.pop("", [])))
    for extra, names in sorted(missing.items()):
        console.print(
            f"  [dim]–[/] extra {escape(extra)}: not installed: {', '.join(names)}"
            f' [dim](python -m pip install "auren\\[{extra}]")[/]',
            highlight=False,
        )
    async with Pipeline() as auren:
        for part in (await auren.health()).parts:
            well &= check(console, part.ok, f"{part.part}{': ' + part.detail if part.detail else ''}")
    for url in databases:
        well &= await _database(console, url)
    console.print("All is well." if well else "Something needs attention.")
    return well


def _requirements() -> list[tuple[str, str]]:
    found = (_REQUIREMENT.match(requirement) for requirement in requires("auren") or ())
    return [
        (match["name"], match["extra"] or "")
        for match in found
        if match and match["extra"] not in ("dev", "docs", "all") and match["name"] != "auren"
    ]


def _without(names: list[str]) -> str:
    return f": not installed: {', '.join(names)}" if names else ""


async def _database(console: Console, url: str) -> bool:
    try:
        return show_standing(console, url, await status(url))
    except AurenError as error:
        # Neither the URL nor the cause, which may both hold a password.
        return check(console, False, f"a database could not be looked at: {error}")
