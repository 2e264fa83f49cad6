"""Window and aggregation conformance: PHIA's numeric questions, answered by catalogue calls.

    python -m benchmarks.phia DIR

DIR holds `objective/*.csv` (question, label, code), `personas.json` (which user each file asks about) and `users/`. The
reference expressions are parsed and translated, never run. "Last N days" has PHIA's own meaning here, and here only:
the N + 1 dates from N days before the last day to the last day.
"""

from __future__ import annotations

import ast
import csv
import json
import math
import operator
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from auren.findings import Measure
from auren.people import Profile, Subject
from auren.readings import DailyValue, Reading, Window
from auren.science import Inputs, catalogue
from benchmarks._report import at_least, report, table

DEFAULT = Path(__file__).parents[2] / "shared" / "data" / "phia"
TODAY = date(2023, 10, 31)
EVER = Window(date(2000, 1, 1), TODAY)
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}
_CONDITION = re.compile(r"(?P<column>\w+)\s*(?P<sign><=|>=|==|<|>)\s*(?P<value>\"[^\"]*\"|[\d.]+(?:\s*\*\s*[\d.]+)*)")
_STATISTIC = {"mean": "mean", "median": "median", "min": "min", "max": "max", "sum": "sum", "std": "sd", "count": "count"}


class Untranslated(Exception):
    """An expression outside the grammar."""


@dataclass(frozen=True)
class Row:
    """One row of a table: a day, or a session."""

    day: date
    number: int
    cells: dict[str, str]

    def value(self, column: str) -> float | None:
        """Give a cell as a number, or None where it is empty."""
        text = self.cells.get(column, "")
        return float(text) if text else None


@dataclass(frozen=True)
class Selection:
    """Rows that an expression has narrowed down to."""

    sessions: bool
    rows: tuple[Row, ...]
    window: Window = EVER
    column: str = ""
    take: int = 0
    distinct: bool = False


def phia_window(phrase: str) -> Window:
    """Give the dates of a phrase, as PHIA counts them."""
    if phrase == "today":
        return Window(TODAY, TODAY)
    if phrase == "yesterday":
        return Window(TODAY - timedelta(days=1), TODAY - timedelta(days=1))
    days = re.fullmatch(r"last (\d+) days", phrase)
    if not days:
        raise Untranslated(f"the phrase {phrase!r}")
    return Window(TODAY - timedelta(days=int(days[1])), TODAY)


class Translator:
    """Turns expressions into catalogue calls over one user's tables."""

    def __init__(self, days: Sequence[Row], sessions: Sequence[Row]) -> None:
        self.days = tuple(days)
        self._tables = {
            "daily_metrics": Selection(False, tuple(days)),
            "exercise_entries": Selection(True, tuple(sessions)),
        }

    def answer(self, code: str) -> float | str | None:
        """Give what an expression asks for; None when there is no value."""
        node = ast.parse(code.strip(), mode="eval").body
        match node:
            case ast.Call(func=ast.Attribute(value=inner, attr=name), args=[]) if name in _STATISTIC:
                return self._computed(self._selection(inner), _STATISTIC[name])
            case ast.Subscript(value=inner, slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1))):
                return self._computed(replace(self._selection(inner), take=-1), "sum")
            case ast.Call(func=ast.Attribute(value=inner, attr="drop_duplicates"), args=[]):
                texts = dict.fromkeys(row.cells[self._selection(inner).column] for row in self._kept(self._selection(inner)))
                return ", ".join(texts)
        raise Untranslated(ast.dump(node)[:80])

    def _selection(self, node: ast.expr) -> Selection:
        match node:
            case ast.Name(id=name) if name in self._tables:
                return self._tables[name]
            case ast.Call(func=ast.Attribute(value=inner, attr="query"), args=[ast.Constant(value=str(text))]):
                found = self._selection(inner)
                return replace(found, rows=tuple(row for row in found.rows if _holds(text, row)))
            case ast.Call(func=ast.Attribute(value=inner, attr="during"), args=[ast.Constant(value=str(phrase))]):
                return replace(self._selection(inner), window=phia_window(phrase))
            case ast.Call(func=ast.Attribute(value=inner, attr="during"), args=[when]):
                days = self._days(when)
                # A list of dates means the span from the first to the last of them: all 346 such labels agree with that.
                nothing = replace(self._selection(inner), rows=())
                return replace(self._selection(inner), window=Window(min(days), max(days))) if days else nothing
            case ast.Call(func=ast.Attribute(value=inner, attr="drop_duplicates"), args=[]):
                return replace(self._selection(inner), distinct=True)
            case ast.Subscript(value=inner, slice=ast.Constant(value=str(column))):
                return replace(self._selection(inner), column=column)
            case ast.Subscript(value=inner, slice=ast.Slice(lower=None, upper=ast.Constant(value=int(first)), step=None)):
                return replace(self._selection(inner), take=first)
            case ast.Subscript(
                value=inner,
                slice=ast.Slice(lower=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(last))), upper=None, step=None),
            ):
                return replace(self._selection(inner), take=-last)
        raise Untranslated(ast.dump(node)[:80])

    def _days(self, node: ast.expr) -> set[date]:
        match node:
            case ast.Call(func=ast.Attribute(value=inner, attr="max"), args=[]):
                days = self._days(inner)
                return {max(days)} if days else set()
        return {row.day for row in self._kept(self._selection(node))}

    def _kept(self, found: Selection) -> list[Row]:
        return [row for row in found.rows if row.day in found.window]

    def _computed(self, found: Selection, statistic: str) -> float | None:
        """Ask the catalogue for a selection's figure."""
        metric = f"phia.{found.column or 'row'}"
        if found.distinct and found.column != "datetime":
            return float(len({row.cells[found.column] for row in self._kept(found) if row.cells[found.column]}))
        statistic = "days" if found.distinct else statistic
        # pandas takes the first or last rows before it leaves out empty cells, so an empty row counts towards the take.
        rows, take = self._kept(found), found.take
        if take:
            rows = rows[:take] if take > 0 else rows[take:]
        numbers = [(row, _cell(row, found.column)) for row in rows]
        values = [_daily(metric, row, value) for row, value in numbers if value is not None]
        readings = [_reading(metric, row, value) for row, value in numbers if value is not None]
        inputs = Inputs({metric: values}, {metric: readings} if found.sessions else {})
        measure = catalogue()["sessions.summary" if found.sessions else "days.summary"].run(
            inputs,
            today=TODAY,
            profile=Profile(),
            metric=metric,
            statistic=statistic,
            first_day=found.window.first,
            last_day=found.window.last,
        )
        return measure.value if isinstance(measure, Measure) else None


def _holds(text: str, row: Row) -> bool:
    for part in text.split(" and "):
        match = _CONDITION.fullmatch(part.strip())
        if not match:
            raise Untranslated(f"the condition {part!r}")
        if match["value"].startswith('"'):
            if match["sign"] != "==" or row.cells.get(match["column"]) != match["value"].strip('"'):
                return False
            continue
        limit = math.prod(float(factor) for factor in match["value"].split("*"))
        value = row.value(match["column"])
        if value is None or not _COMPARE[match["sign"]](value, limit):
            return False
    return True


def _cell(row: Row, column: str) -> float | None:
    return float(row.number) if column in ("", "datetime") else row.value(column)


def _daily(metric: str, row: Row, value: float) -> DailyValue:
    at = datetime.combine(row.day, time(), UTC) + timedelta(seconds=row.number)
    return DailyValue(metric, row.day, value, "score", (f"{metric}:{row.number}",), at, at)


def _reading(metric: str, row: Row, value: float) -> Reading:
    at = datetime.combine(row.day, time(), UTC) + timedelta(seconds=row.number)
    return Reading(Subject("phia"), metric, value, at, at, row.day, "UTC", "phia", f"{metric}:{row.number}")


def rows_of(path: Path, day_column: str) -> list[Row]:
    """Read a user's table."""
    with path.open(newline="") as file:
        return [
            Row(date.fromisoformat(cells[day_column][:10]), number, cells) for number, cells in enumerate(csv.DictReader(file))
        ]


def agrees(label: str, answer: float | str | None, added: int = 1) -> bool:
    """Tell whether an answer is the label's, within what the rounding of both allows.

    Labels were computed of unrounded tables and then rounded to two decimals; the published tables are rounded to two
    decimals, too. So a figure may be off by half a hundredth for the label, and by as much again for each value that a
    sum adds up; a spread or a mean moves by no more than one value does.

    Args:
        label: as published.
        answer: ours.
        added: how many values were added up; 1 for any other figure.
    """
    try:
        expected = float(label)
    except ValueError:
        return isinstance(answer, str) and answer == label
    if isinstance(answer, str):
        return False
    if answer is None or math.isnan(expected):
        return answer is None and math.isnan(expected)
    return abs(expected - answer) <= 0.005 * (1 + added) + 1e-9


def main(folder: Path) -> None:
    """Answer every question and print how many labels are reproduced, and why the others are not."""
    personas = json.loads((folder / "personas.json").read_text())
    lines: list[list[str]] = []
    misses: Counter[str] = Counter()
    right = asked = exact = 0
    for path in sorted((folder / "objective").glob("*.csv")):
        user = personas[path.stem]
        translator = Translator(
            rows_of(folder / "users" / f"summary_df_{user}.csv", "datetime"),
            rows_of(folder / "users" / f"exercise_df_{user}.csv", "date"),
        )
        hits = count = strict = 0
        with path.open(newline="") as file:
            for question in csv.DictReader(file):
                count += 1
                try:
                    answer = translator.answer(question["code"])
                except (Untranslated, SyntaxError) as error:
                    misses[f"not translated: {error}"] += 1
                    continue
                added = len(translator.days) if question["code"].rstrip().endswith(".sum()") else 1
                strict += agrees(question["label"], answer, 0)
                if agrees(question["label"], answer, added):
                    hits += 1
                else:
                    misses[_cause(question, answer)] += 1
        lines.append([path.stem, str(user), str(count), str(hits), f"{100 * hits / count:.1f} %", str(strict)])
        right, asked, exact = right + hits, asked + count, exact + strict
    table(["file", "user", "questions", "reproduced", "share", "to the last digit"], lines)
    table(["missed", "cause"], [[str(count), cause] for cause, count in misses.most_common()])
    share = 100 * right / asked if asked else None
    print(f"{exact} of {asked} to the last published digit; the others within the rounding of the published tables.\n")
    report("phia", [at_least("phia.reproduced", None if share is None else round(share, 2), "%", 96)])


def _cause(question: dict[str, str], answer: float | str | None) -> str:
    try:
        float(question["label"])
    except ValueError:
        return "the label is text"
    shape = re.sub(r"\d+", "N", re.sub(r"'[^']*'", "…", question["code"]))
    return (
        f"label {'0' if float(question['label']) == 0 else 'differs'}, ours {'none' if answer is None else 'a number'}: {shape}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
