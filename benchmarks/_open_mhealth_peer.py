"""The `jsonschema` package over a folder of Open mHealth schemas, as the peer of auren's own judgement.

The folder has a schema's newest version under "1.x" as a file that holds another file's name. It lacks the schemas of
IEEE 1752.1 that newer versions refer to; each is stood in for by the Open mHealth schema that it superseded, of which a
time interval loses the part of the day.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["Peer", "documents_in"]

_HOME = "https://w3id.org/openmhealth/schemas/"
_IEEE = "https://w3id.org/ieee/ieee-1752-schema/"
_SUPERSEDED = (
    *("body-posture", "date-time", "descriptive-statistic", "descriptive-statistic-denominator", "duration-unit-value"),
    *("length-unit-value", "kcal-unit-value", "speed-unit-value", "temperature-unit-value", "time-frame", "unit-value"),
    "unit-value-range",
)
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)"


class Peer:
    """Judges documents with `jsonschema`.

    Args:
        folder: holds `omh/NAME-VERSION.json` and the like.

    Raises:
        ImportError: jsonschema is not installed.
    """

    def __init__(self, folder: Path) -> None:
        self._schemas = {path.relative_to(folder).as_posix(): _loaded(path) for path in sorted(folder.glob("*/*.json"))}
        self._judges: dict[str, Any] = {}
        self._library = import_module("jsonschema")
        self._formats = self._library.FormatChecker(formats=())
        for name, check in (("date-time", _is_date_time), ("uri", _is_uri)):
            self._formats.checks(name)(check)

    def knows(self, namespace: str, name: str, version: str) -> bool:
        """Tell whether the folder, or what stands in for IEEE 1752.1, has a schema."""
        return _uri(namespace, name, version) in self._contents

    def accepts(self, body: object, namespace: str, name: str, version: str) -> bool:
        """Tell whether a document fits its schema."""
        uri = _uri(namespace, name, version)
        if uri not in self._judges:
            draft = self._library.validators.validator_for(self._contents[uri], default=self._library.Draft7Validator)
            self._judges[uri] = draft({"$ref": uri}, registry=self._registry, format_checker=self._formats)
        return bool(self._judges[uri].is_valid(body))

    @cached_property
    def _contents(self) -> dict[str, Any]:
        contents = {_HOME + name: schema for name, schema in self._schemas.items()}
        for name in _SUPERSEDED:
            contents[f"{_IEEE}{name}-1.0.json"] = contents[f"{_HOME}omh/{name}-1.x.json"]
        interval = dict(contents[f"{_HOME}omh/time-interval-1.x.json"])
        interval["oneOf"] = [one for one in interval["oneOf"] if "part_of_day" not in one["required"]]
        contents[f"{_IEEE}time-interval-1.0.json"] = interval
        contents[f"{_IEEE}percent-unit-value-1.0.json"] = {
            "allOf": [{"$ref": "unit-value-1.0.json"}, {"properties": {"unit": {"enum": ["%"]}}}]
        }
        # What stands in for an IEEE schema refers to its neighbours there, which have one version each.
        for uri in [uri for uri in contents if uri.startswith(_IEEE)]:
            contents[uri] = json.loads(json.dumps(contents[uri]).replace("-1.x.json", "-1.0.json"))
        contents[f"{_IEEE}part-of-day-1.0.json"] = contents[f"{_HOME}omh/part-of-day-1.x.json"]
        return contents

    @cached_property
    def _registry(self) -> Any:
        referencing, drafts = import_module("referencing"), import_module("referencing.jsonschema")
        return referencing.Registry().with_resources(
            (uri, referencing.Resource.from_contents(schema, default_specification=drafts.DRAFT7))
            for uri, schema in self._contents.items()
        )


def documents_in(folder: Path) -> list[tuple[str, str, str, bool, object]]:
    """Give every document of a folder: namespace, name, version, whether it should pass, and itself."""
    found = []
    for path in sorted(folder.glob("*/*/*/should*/*.json")):
        namespace, name, version, should = path.relative_to(folder).parts[:4]
        found.append((namespace, name, version, should == "shouldPass", json.loads(path.read_text(encoding="utf-8"))))
    return found


def _uri(namespace: str, name: str, version: str) -> str:
    home = _IEEE if namespace == "ieee" else f"{_HOME}{namespace}/"
    return f"{home}{name}-{version}.json"


def _loaded(path: Path) -> Any:
    text = path.read_text(encoding="utf-8").strip()
    if not text.startswith("{"):
        return _loaded(path.with_name(text))
    schema = json.loads(text)
    # One file states another one's id.
    schema.pop("$id", None)
    return schema


def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    found = re.fullmatch(rf"(\d{{4}})-(0[1-9]|1[0-2])-(\d\d)T{_CLOCK}", value.upper(), re.ASCII)
    return found is not None and 1 <= int(found[3]) <= monthrange(int(found[1]) or 400, int(found[2]))[1]


def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*", value, re.ASCII))
