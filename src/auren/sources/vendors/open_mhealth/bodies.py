"""What a body without a header is: told by the folders that its file stands in, or by its own fields."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from auren.sources.vendors.open_mhealth.documents import SchemaID, versions_of
from auren.sources.vendors.open_mhealth.measures import NAMESPACES, TYPES

__all__ = ["schema_of_path", "types_of_fields"]


def schema_of_path(file: str) -> SchemaID | None:
    """Give the schema that the folders of a file name, as in omh/heart-rate/2.0/a.json, or None; data points name their own.

    Args:
        file: its name with "/" between folders; the namespace and the version may be left out, which means Open mHealth's
            and the newest.
    """
    steps = PurePosixPath(file).parts[:-1]
    for at in range(len(steps) - 1, -1, -1):
        if steps[at] == "data-point":
            continue
        after = steps[at + 1] if at + 1 < len(steps) else ""
        version = after if _is_version(after) else ""
        if at and steps[at - 1] in NAMESPACES and (version or versions_of(steps[at - 1], steps[at])):
            namespace = steps[at - 1]
        elif f"omh:{steps[at]}" in TYPES:
            namespace = "omh"
        else:
            continue
        return SchemaID(namespace, steps[at], version or versions_of(namespace, steps[at])[0])
    return None


def types_of_fields(body: Mapping[str, object]) -> list[str]:
    """Give the types that a body can be by its fields; one that reads all that another reads stands for both."""
    fitting = [name for name, kind in TYPES.items() if any(field in body for field in kind.known_by)]
    left: list[str] = []
    for name in fitting:
        wider = [other for other in fitting if other != name and _reads(name) <= _reads(other)]
        # Of two types that read the same, the first one listed stands for both.
        if all(_reads(name) == _reads(other) and fitting.index(name) < fitting.index(other) for other in wider):
            left.append(name)
    return left


def _reads(name: str) -> frozenset[str]:
    return frozenset(measure.field for measure in TYPES[name].measures)


def _is_version(text: str) -> bool:
    major, dot, minor = text.partition(".")
    return bool(dot) and major.isdecimal() and (minor.isdecimal() or minor == "x")
