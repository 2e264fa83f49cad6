"""Scenario files, JSON or YAML, made values; whatever does not fit is named by scenario and field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, get_args

from auren._extras import optional
from auren.conversation import ClaimKind, Timing
from auren.errors import InvalidInput
from auren.evaluation.scenario import ActionBound, ClaimLike, Expected, PersonData, Scenario, Turn
from auren.memory.facts.slots import SLOTS, Slots
from auren.readings import STANDARD_METRICS

__all__ = ["load", "shipped"]

TONES: Final = ("kind", "plain")
_TEXTS: Final = ("specialists", "words", "forbidden_words", "no_ceiling", "flags", "tone")


def load(path: Path) -> tuple[Scenario, ...]:
    """Give the scenarios of a file, or of all files of a folder.

    Args:
        path: `.json`, `.yaml` or `.yml`; the schema is in docs/eval.md.

    Raises:
        InvalidInput: the file cannot be read, or something in it does not fit; the scenario and the field are named.
    """
    if path.is_dir():
        return tuple(scenario for file in sorted(path.glob("*.json")) for scenario in load(file))
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            f"The scenario file could not be read ({type(error).__name__}); give a JSON or YAML file."
        ) from error
    return _scenarios(_parsed(text, yaml=path.suffix in (".yaml", ".yml")))


def shipped() -> tuple[Scenario, ...]:
    """Give the scenarios that come with auren."""
    folder = files("auren.evaluation") / "scenarios"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return tuple(scenario for file in found for scenario in _scenarios(_parsed(file.read_text("utf-8"), yaml=False)))


def _parsed(text: str, *, yaml: bool) -> object:
    if yaml:
        reader = optional("yaml", feature="A scenario file in YAML", extra="documents")
        try:
            return reader.safe_load(text)
        except reader.YAMLError as error:
            raise InvalidInput("The scenario file is no valid YAML; see docs/eval.md for its form.") from error
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InvalidInput("The scenario file is no valid JSON; see docs/eval.md for its form.") from error


def _scenarios(document: object) -> tuple[Scenario, ...]:
    rows = document.get("scenarios") if isinstance(document, Mapping) else document
    if not isinstance(rows, list) or not rows:
        raise InvalidInput('The scenario file holds no scenarios; give {"scenarios": [...]} with one at least.')
    found = [_scenario(row, number) for number, row in enumerate(rows, 1)]
    seen: set[str] = set()
    for scenario in found:
        if scenario.id in seen:
            raise InvalidInput(f"Scenario {scenario.id!r} stands twice; give each an id of its own.")
        seen.add(scenario.id)
    return tuple(found)


class _Fields:
    """The fields of one object; each is taken once, and what is left over is refused."""

    def __init__(self, where: str, value: object) -> None:
        self.where = where
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise self.fault("", "an object")
        self._left: dict[str, Any] = dict(value)

    def fault(self, name: str, expected: str) -> InvalidInput:
        return InvalidInput(f"{self.where}{': field ' + name if name else ''} does not fit; expected {expected}.")

    def take(self, name: str, fits: Callable[[Any], bool], expected: str, default: Any = None, *, needed: bool = False) -> Any:
        if name not in self._left:
            if needed:
                raise self.fault(name, f"{expected}, and it is missing")
            return default
        value = self._left.pop(name)
        if not fits(value):
            raise self.fault(name, expected)
        return value

    def text(self, name: str, default: str = "", *, needed: bool = False) -> str:
        value: str = self.take(name, lambda v: isinstance(v, str) and bool(v.strip()), "a text", default, needed=needed)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self.take(name, lambda v: isinstance(v, list) and all(isinstance(t, str) and t for t in v), "texts", ()))

    def number(self, name: str, low: float, high: float) -> float | None:
        value: float | None = self.take(name, lambda v: _number(v) and low <= v <= high, f"a number from {low:g} to {high:g}")
        return value

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int | None:
        value: int | None = self.take(
            name, lambda v: isinstance(v, int) and not isinstance(v, bool) and low <= v <= high, f"{low} to {high}", default
        )
        return value

    def one_of(self, name: str, choices: Iterable[str], default: str = "", *, needed: bool = False) -> str:
        known = tuple(choices)
        value: str = self.take(name, lambda v: v in known, f"one of {', '.join(known)}", default, needed=needed)
        return value

    def flag(self, name: str) -> bool:
        return bool(self.take(name, lambda v: isinstance(v, bool), "true or false", False))

    def rows(self, name: str) -> Sequence[object]:
        rows: Sequence[object] = self.take(name, lambda v: isinstance(v, list), "a list", ())
        return rows

    def mapping(self, name: str, *, of: Callable[[Any], bool], expected: str) -> Mapping[str, Any]:
        value: Mapping[str, Any] = self.take(
            name, lambda v: isinstance(v, Mapping) and all(isinstance(k, str) and of(x) for k, x in v.items()), expected, {}
        )
        return value

    def end(self) -> None:
        if self._left:
            raise InvalidInput(f"{self.where} has the unknown field {min(self._left)!r}; see docs/eval.md for those there are.")


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _scenario(row: object, number: int) -> Scenario:
    known = row.get("id") if isinstance(row, Mapping) else None
    fields = _Fields(f"Scenario {known if isinstance(known, str) else number}", row)
    id = fields.text("id", needed=True)
    turns = tuple(_turn(turn, f"Scenario {id}, turn {index}") for index, turn in enumerate(fields.rows("turns"), 1))
    if not turns:
        raise fields.fault("turns", "one turn at least")
    data = _data(fields.take("data", lambda v: isinstance(v, Mapping), "an object", {}), f"Scenario {id}, data")
    found = Scenario(id, fields.text("specialist", needed=True), fields.text("kind", "plain"), turns, data)
    fields.end()
    return found


def _turn(row: object, where: str) -> Turn:
    fields = _Fields(where, row)
    expect = _expected(fields.take("expect", lambda v: isinstance(v, Mapping), "an object", {}), f"{where}, expect")
    turn = Turn(fields.text("ask", needed=True), expect)
    fields.end()
    return turn


def _expected(row: object, where: str) -> Expected:
    fields = _Fields(where, row)
    texts = {name: fields.texts(name) for name in _TEXTS}
    if not set(texts["tone"]) <= set(TONES):
        raise fields.fault("tone", f"some of {', '.join(TONES)}")
    found = Expected(
        specialists=texts["specialists"],
        words=texts["words"],
        forbidden_words=texts["forbidden_words"],
        no_ceiling=texts["no_ceiling"],
        flags=texts["flags"],
        tone=texts["tone"],
        claims=_claims(fields, where, "claims"),
        forbidden_claims=_claims(fields, where, "forbidden_claims"),
        actions=_actions(fields, where, "actions"),
        forbidden_actions=_actions(fields, where, "forbidden_actions"),
        ceilings=dict(
            fields.mapping("ceilings", of=lambda v: _number(v) and 0 <= v <= 2, expected="shares from 0 to 2 by name")
        ),
        no_flag=fields.flag("no_flag"),
        max_words=fields.whole("max_words", 1, 2000),
        max_questions=fields.whole("max_questions", 0, 20),
        action_first=fields.flag("action_first"),
    )
    fields.end()
    return found


def _claims(fields: _Fields, where: str, name: str) -> tuple[ClaimLike, ...]:
    return tuple(_claim(row, f"{where}, {name}") for row in fields.rows(name))


def _actions(fields: _Fields, where: str, name: str) -> tuple[ActionBound, ...]:
    return tuple(_action(row, f"{where}, {name}") for row in fields.rows(name))


def _claim(row: object, where: str) -> ClaimLike:
    fields = _Fields(where, row)
    kind = fields.one_of("kind", [kind.value for kind in ClaimKind])
    found = ClaimLike(kind, fields.text("specialist"), fields.text("computation"), fields.texts("words"))
    fields.end()
    return found


def _action(row: object, where: str) -> ActionBound:
    fields = _Fields(where, row)
    timing = fields.one_of("timing", get_args(Timing))
    bounds = fields.number("at_least", 0, 2), fields.number("at_most", 0, 2)
    found = ActionBound(fields.text("on"), timing, *bounds, fields.texts("words"))
    fields.end()
    return found


def _data(row: object, where: str) -> PersonData:
    fields = _Fields(where, row)
    seed = fields.take(
        "seed", lambda v: v is None or (isinstance(v, int) and not isinstance(v, bool)), "a whole number or null", 7
    )
    days = fields.whole("days", 1, 400, 60) or 60
    block = fields.take(
        "overreaching",
        lambda v: isinstance(v, list) and len(v) == 2 and all(isinstance(n, int) and n >= 0 for n in v),
        "[after, days]",
    )
    if block is not None and (not block[1] or sum(block) > days):
        raise fields.fault("overreaching", "a block within the days")
    changes = tuple(_change(change, f"{where}, changes") for change in fields.rows("changes"))
    daily = fields.mapping("readings", of=lambda v: isinstance(v, Mapping), expected="values by metric and date")
    readings = tuple(_daily(fields, metric, day, value) for metric, values in daily.items() for day, value in values.items())
    facts = fields.mapping("facts", of=lambda v: isinstance(v, str) and bool(v), expected="values by attribute")
    folder, until = fields.text("folder"), fields.text("until")
    found = PersonData(
        seed,
        days,
        None if block is None else (block[0], block[1]),
        changes,
        readings,
        folder,
        _date(fields, "until", until) if until else None,
        fields.text("zone", "Europe/Berlin"),
        fields.text("locale", "en"),
        tuple((attribute, _known(fields, attribute, value)) for attribute, value in facts.items()),
    )
    fields.end()
    return found


def _known(fields: _Fields, attribute: str, value: str) -> str:
    """Give what is known in the form that memory keeps; a number may have its unit behind it."""
    slot = Slots(SLOTS).of(attribute)
    try:
        return slot.checked(value.removesuffix(slot.unit).rstrip() if slot.is_number else value, slot.unit)
    except InvalidInput as error:
        raise fields.fault(f"facts, {attribute},", f"what memory can hold: {error}") from None


def _change(row: object, where: str) -> tuple[str, int, float]:
    fields = _Fields(where, row)
    metric, last = _metric(fields, fields.text("metric", needed=True)), fields.whole("last_days", 1, 400, 7) or 7
    factor = fields.number("factor", 0, 10)
    fields.end()
    if factor is None:
        raise fields.fault("factor", "a number from 0 to 10, and it is missing")
    return metric, last, factor


def _daily(fields: _Fields, metric: str, day: object, value: object) -> tuple[str, date, float]:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise fields.fault(f"readings.{metric}", "a number for each date")
    return _metric(fields, metric), _date(fields, f"readings.{metric}", str(day)), float(value)


def _metric(fields: _Fields, name: str) -> str:
    if name not in STANDARD_METRICS:
        raise fields.fault("metric", f"a registered metric, and {name!r} is none")
    return name


def _date(fields: _Fields, name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise fields.fault(name, "a date such as 2025-03-01") from None
