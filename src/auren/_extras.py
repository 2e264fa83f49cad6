"""The only importer of optional packages: a missing one ends in the exact pip command."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from auren.errors import MissingExtra

__all__ = ["optional"]


def optional(module: str, *, feature: str, extra: str) -> ModuleType:
    """Import an optional package when the adapter that needs it is built.

    Args:
        module: dotted name to import.
        feature: what needs it, as the user would name it.
        extra: the extra of auren that brings it.

    Raises:
        MissingExtra: the package is not installed; the message holds the pip command.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name and module.split(".")[0] != error.name.split(".")[0]:
            raise
        raise MissingExtra(feature, extra) from error
