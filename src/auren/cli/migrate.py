"""auren migrate: the tables of a database, brought to the versions that this auren writes, or the SQL that would do it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from auren.cli.databases import show_standing
from auren.errors import InvalidInput
from auren.migrations import statements, upgrade

__all__ = ["run_migrate"]


async def run_migrate(
    console: Console, url: str, *, rooms: Iterable[str], since: Iterable[str], to: Iterable[str], sql: bool
) -> bool:
    """Upgrade a database and show how its rooms stand then; or write the SQL, and touch nothing."""
    if sql:
        # Past the console, which would fold its lines.
        print(statements(url, rooms, since=_versions(since), to=_versions(to)), end="")
        return True
    if list(since):
        raise InvalidInput("--since was given without --sql; a database knows itself at which version it stands.")
    show_standing(console, url, await upgrade(url, rooms, to=_versions(to)))
    return True


def _versions(given: Iterable[str]) -> dict[str, int]:
    pairs = [(room, version) for room, _, version in (word.partition("=") for word in given)]
    for room, version in pairs:
        if not room or not version.isdecimal():
            raise InvalidInput("A version that cannot be read was given; write it as ROOM=NUMBER, for example journal=1.")
    return {room: int(version) for room, version in pairs}
