"""The catalogue: every computation by name, gathered from the files of this room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from auren.errors import ConfigurationError
from auren.science.contents import CONTENTS

if TYPE_CHECKING:
    from auren.science.computation import Computation

__all__ = ["catalogue", "gathered"]


def gathered(*groups: tuple[Computation, ...]) -> Mapping[str, Computation]:
    """Give groups of computations as one table by name.

    Args:
        groups: computations; a name stands once.

    Raises:
        ConfigurationError: a name stands twice.
    """
    table: dict[str, Computation] = {}
    for computation in (computation for group in groups for computation in group):
        if table.setdefault(computation.name, computation) is not computation:
            raise ConfigurationError(f"Computation {computation.name!r} stands twice; give each a name of its own.")
    return MappingProxyType(dict(sorted(table.items())))


class _Catalogue(Mapping[str, "Computation"]):
    """Every computation by name, in order of name; a file is loaded when one of its computations is first looked at."""

    def __init__(self, contents: Mapping[str, tuple[str, ...]]) -> None:
        self._home_of = {name: home for home, names in contents.items() for name in names}
        self._names = tuple(sorted(self._home_of))
        self._known: dict[str, Computation] = {}

    def __getitem__(self, name: str) -> Computation:
        if name not in self._known:
            file = import_module(self._home_of[name], __package__)
            self._known.update(gathered(file.COMPUTATIONS))
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._home_of

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@cache
def catalogue() -> Mapping[str, Computation]:
    """Give every computation by name, in order of name."""
    return _Catalogue(CONTENTS)
