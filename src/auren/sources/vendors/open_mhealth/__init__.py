"""Open mHealth and IEEE 1752.1, read and written: the neutral form of health data.

- `OpenMHealth` reads data points and bodies from files.
- `to_open_mhealth` writes readings as data points.
- `parse` judges one document against its schema; `Document.dump` gives it back as it came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auren._lazy import later

if TYPE_CHECKING:
    from auren.sources.vendors.open_mhealth.documents import Document, SchemaID, Unfit, parse
    from auren.sources.vendors.open_mhealth.source import OpenMHealth
    from auren.sources.vendors.open_mhealth.writing import to_open_mhealth, written_metrics

__all__ = ["Document", "OpenMHealth", "SchemaID", "Unfit", "parse", "to_open_mhealth", "written_metrics"]

# What judges documents is built with pydantic, which a caller who only opens files of others need not load.

__getattr__, __dir__ = later(
    __name__,
    {
        ".documents": ("Document", "SchemaID", "Unfit", "parse"),
        ".source": ("OpenMHealth",),
        ".writing": ("to_open_mhealth", "written_metrics"),
    },
)
