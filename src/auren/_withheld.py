"""A driver's error without its text, which can quote statements, keys and values: what may be the cause of one of ours."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from auren.errors import AurenError

__all__ = ["withheld"]


def withheld(error: Exception) -> Exception:
    """Give an error of the same class and with the same traceback that prints none of what it was given.

    `original` is the error itself, for a host that looks at it with its own eyes. What is told is the class, and the numbers
    and codes by which drivers and systems name a fault.

    Args:
        error: of a driver; a group that holds nothing but errors of ours is given back as it is.
    """
    kind: Any = type(error)
    if isinstance(error, ExceptionGroup):
        parts = [one if isinstance(one, AurenError) else withheld(one) for one in error.exceptions]
        same = all(one is before for one, before in zip(parts, error.exceptions, strict=True))
        return error if same else ExceptionGroup("its text is withheld, since it may quote values", parts)
    try:
        quiet = _without_text(kind)
        told: Any = kind.__new__(quiet)
        told.told, told.original = _told(error), error
    except Exception:  # noqa: BLE001 - a class that cannot be built this way is only named
        return RuntimeError(_told(error))
    told.__traceback__ = error.__traceback__
    told.__suppress_context__ = True
    built: Exception = told
    return built


@cache
def _without_text(kind: Any) -> Any:
    def shown(self: Any) -> str:
        told: str = self.told
        return told

    def named(self: Any) -> str:
        return f"{kind.__name__}({self.told!r})"

    parts: dict[str, Any] = {"__str__": shown, "__repr__": named}
    parts |= {"__module__": kind.__module__, "__qualname__": kind.__qualname__}
    return type(kind.__name__, (kind,), parts)


def _told(error: Exception) -> str:
    """Give what can be said of an error without its words."""
    codes = [f"{name} {code}" for name in ("sqlite_errorname", "sqlstate", "pgcode") if (code := _code(error, name))]
    number = error.errno if isinstance(error, OSError) else None
    if isinstance(number, int):
        codes.append(f"errno {number}, {os.strerror(number)}")
    return f"{'; '.join(codes) or type(error).__name__}; its text is withheld, since it may quote values"


def _code(error: Exception, name: str) -> str:
    """Give a code of an error, or of the error that it wraps; codes are short words of capitals and digits."""
    for holder in (error, getattr(error, "orig", None)):
        code = getattr(holder, name, None)
        if isinstance(code, str) and code.isascii() and code.replace("_", "").isalnum() and code.isupper() | code.isdecimal():
            return code[:40]
    return ""
