"""Open mHealth and IEEE 1752.1, read and written: the neutral form of health data.

- `OpenMHealth` reads data points and bodies from files.
- `to_open_mhealth` writes readings as data points.
- `parse` judges one document against its schema; `Document.dump` gives it back as it came.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auren.sources.vendors.open_mhealth.documents import Document, SchemaID, Unfit, parse
    from auren.sources.vendors.open_mhealth.source import OpenMHealth
    from auren.sources.vendors.open_mhealth.writing import to_open_mhealth, written_metrics

__all__ = ["Document", "OpenMHealth", "SchemaID", "Unfit", "parse", "to_open_mhealth", "written_metrics"]

# What judges documents is built with pydantic, which a caller who only opens files of others need not load.
_HOMES: Final = {
    "documents": ("Document", "SchemaID", "Unfit", "parse"),
    "source": ("OpenMHealth",),
    "writing": ("to_open_mhealth", "written_metrics"),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; its public names are in its __all__")
    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
