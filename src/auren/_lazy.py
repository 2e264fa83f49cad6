"""Names of a package that are loaded when they are first asked for, so that who needs one does not pay for all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

__all__ = ["later"]


def later(package: str, homes: Mapping[str, Sequence[str]]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Give a package's `__getattr__` and `__dir__`.

    Args:
        package: its `__name__`.
        homes: the module of each name, as an import statement has it: `.clock`, or `auren.clock`.
    """
    home_of = {name: home for home, names in homes.items() for name in names}
    own = vars(sys.modules[package])

    def load(name: str) -> object:
        home = home_of.get(name)
        if home is None:
            public = ", ".join(own.get("__all__", ()))
            raise AttributeError(f"module {package!r} has no attribute {name!r}; its public names are {public}")
        # Kept, so that it is looked for once.
        own[name] = value = getattr(import_module(home, package), name)
        return value

    def names() -> list[str]:
        return sorted({*own, *home_of})

    return load, names
