"""What is used of a pandas data frame, without importing pandas: whoever hands one in has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from numbers import Real
from typing import Protocol, runtime_checkable

from auren.errors import MalformedRow
from auren.sources.record import Record

__all__ = ["Frame", "frame_records", "with_index"]


@runtime_checkable
class Frame(Protocol):
    """What is used of a pandas data frame."""

    @property
    def columns(self) -> Iterable[object]:
        """The column names."""
        ...

    def itertuples(self, index: bool = ..., name: str | None = ...) -> Iterable[Sequence[object]]:
        """Give the rows."""
        ...


def with_index(frame: Frame, time: str) -> Frame:
    """Give the frame with its index as a column, if the index is the time; a daily table often has it there."""
    index_name = getattr(getattr(frame, "index", None), "name", None)
    reset = getattr(frame, "reset_index", None)
    if index_name == time and time not in [str(name) for name in frame.columns] and callable(reset):
        widened: object = reset()
        if isinstance(widened, Frame):
            return widened
    return frame


def frame_records(frame: Frame) -> Iterator[Record | MalformedRow]:
    """Give the rows of a frame; missing cells are None."""
    names = [str(name) for name in frame.columns]
    for number, cells in enumerate(frame.itertuples(index=False, name=None), 1):
        yield Record("data frame", number, {name: _plain(cell) for name, cell in zip(names, cells, strict=True)})


def _plain(cell: object) -> object:
    # Missing cells are nan, None, NaT or NA; NaT is a datetime and NA refuses to be compared, so they go by their type's name.
    if type(cell).__name__ in ("NaTType", "NAType"):
        return None
    return None if isinstance(cell, Real) and cell != cell else cell
