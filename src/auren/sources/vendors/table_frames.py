"""What is used of a pandas or polars data frame, without importing either: whoever hands one in has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from numbers import Real
from typing import Protocol, runtime_checkable

from auren.errors import InvalidInput, MalformedRow
from auren.sources.record import Record

__all__ = ["Frame", "PandasFrame", "PolarsFrame", "frame_of", "frame_records", "refuse_durations"]


@runtime_checkable
class PandasFrame(Protocol):
    """What is used of a pandas data frame."""

    @property
    def columns(self) -> Iterable[object]:
        """The column names."""
        ...

    def itertuples(self, index: bool = ..., name: str | None = ...) -> Iterable[Sequence[object]]:
        """Give the rows."""
        ...


@runtime_checkable
class PolarsFrame(Protocol):
    """What is used of a polars data frame."""

    @property
    def columns(self) -> Iterable[object]:
        """The column names."""
        ...

    def iter_rows(self) -> Iterable[Sequence[object]]:
        """Give the rows."""
        ...


Frame = PandasFrame | PolarsFrame


def frame_of(value: object, time: str) -> Frame:
    """Give a value as the frame it is; of pandas with its index as a column, if that is the time.

    Args:
        value: what the caller gave.
        time: name of the time column; a daily table often has it as its index.

    Raises:
        InvalidInput: it is no data frame, or a lazy one.
    """
    if callable(getattr(value, "collect", None)) and callable(getattr(value, "lazy", None)):
        # Asking it for its columns would already run the query.
        raise InvalidInput("A lazy frame was given, which holds a query and no rows; pass frame.collect().")
    if isinstance(value, PandasFrame):
        return _with_index(value, time)
    if isinstance(value, PolarsFrame):
        return value
    raise InvalidInput("Neither a path nor a data frame of pandas or polars was given; expected one of them.")


def refuse_durations(frame: Frame, names: Iterable[str]) -> None:
    """Check that none of the named columns holds durations, whose unit a declared one would contradict.

    Raises:
        InvalidInput: one does.
    """
    wanted = set(names)
    for name, dtype in _types(frame):
        if name in wanted and str(dtype).casefold().startswith(("timedelta", "duration")):
            raise InvalidInput(
                f"Column {name!r} of the data frame holds durations; give numbers in the unit that you declare, "
                "for example minutes."
            )


def frame_records(frame: Frame) -> Iterator[Record | MalformedRow]:
    """Give the rows of a frame; missing cells are None."""
    names = [str(name) for name in frame.columns]
    rows = frame.itertuples(index=False, name=None) if isinstance(frame, PandasFrame) else frame.iter_rows()
    for number, cells in enumerate(rows, 1):
        yield Record("data frame", number, {name: _plain(cell) for name, cell in zip(names, cells, strict=True)})


def _with_index(frame: PandasFrame, time: str) -> PandasFrame:
    index_name = getattr(getattr(frame, "index", None), "name", None)
    reset = getattr(frame, "reset_index", None)
    if index_name == time and time not in [str(name) for name in frame.columns] and callable(reset):
        widened: object = reset()
        if isinstance(widened, PandasFrame):
            return widened
    return frame


def _types(frame: Frame) -> list[tuple[str, object]]:
    # polars keeps its types in the schema, which is a mapping, and pandas in the dtypes, which only look like one.
    held = getattr(frame, "schema", None) if isinstance(frame, PolarsFrame) else getattr(frame, "dtypes", None)
    items: Callable[[], Iterable[tuple[object, object]]] | None = getattr(held, "items", None)
    return [(str(name), dtype) for name, dtype in items()] if items is not None else []


def _plain(cell: object) -> object:
    # Missing cells are nan, None, NaT or NA; NaT is a datetime and NA refuses to be compared, so they go by their type's name.
    if type(cell).__name__ in ("NaTType", "NAType"):
        return None
    if isinstance(cell, Decimal):
        return float(cell) if cell.is_finite() else None
    return None if isinstance(cell, Real) and cell != cell else cell
