"""How the rooms of a database stand, shown; a password in its URL is not."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from sqlalchemy.engine import make_url

from auren.migrations import Standing

__all__ = ["check", "show_standing"]


def check(console: Console, ok: bool, text: str) -> bool:
    """Print whether something is as it should be, and give it back."""
    console.print(f"  {'[green]✓[/]' if ok else '[red]✗[/]'} {escape(text)}", highlight=False, soft_wrap=True)
    return ok


def show_standing(console: Console, url: str, found: Sequence[Standing]) -> bool:
    """Print each room's version, and the command for what is missing; say whether nothing needs attention.

    Rooms that are not there are no fault, since each may live in another database; a database without any is.
    """
    shown = _shown(url)
    console.print(f"database {escape(shown)}", highlight=False, soft_wrap=True)
    standing = [one for one in found if one.state != "absent"]
    absent = [one for one in found if one.state == "absent" and not one.room.asked_for]
    checks = [check(console, one.state == "current", _words(one)) for one in standing]
    if not standing:
        checks.append(check(console, False, "no room has tables here"))
    if absent and standing:
        names = ", ".join(one.room.name for one in absent)
        console.print(f"  [dim]–[/] not here: {names}", highlight=False, soft_wrap=True)
    for what, some in (("upgrade", [one for one in standing if one.state == "behind"]), ("make what is not here", absent)):
        if some:
            rooms = "".join(f" --room {one.room.name}" for one in some)
            console.print(f"  to {what}: auren migrate {escape(shlex.quote(shown))}{rooms}", highlight=False, soft_wrap=True)
    return all(checks)


def _words(standing: Standing) -> str:
    room = standing.room
    said = f"{room.name}: version {standing.version}"
    if standing.state == "behind":
        return f"{said} of {room.version}"
    if standing.state == "ahead":
        return f"{said}, and this auren reads up to {room.version}; install the auren that wrote it, or a newer one"
    if standing.state == "damaged":
        return f"{said}, without {', '.join(standing.missing)}; restore the backup"
    return said


def _shown(url: str) -> str:
    parsed = make_url(url)
    # A server's options may hold a password as well; those of SQLite say which file it is.
    kept = parsed if parsed.get_backend_name() == "sqlite" else parsed.set(query={})
    return kept.render_as_string(hide_password=True)
