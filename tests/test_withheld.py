"""What a driver says stays out of what ours print; its class, codes and traceback stay in."""

from __future__ import annotations

import asyncio
import logging
import pickle
import sqlite3
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from sqlalchemy import exc

from auren._resource import Resource
from auren._withheld import withheld
from auren.errors import AurenError, StoreError, StoreUnavailable
from auren.facts import MemoryRecord
from auren.memory import SQLStore
from auren.people import Subject

MAIL = "otti@example.org"


class Final(Exception):
    def __new__(cls, word: str) -> Final:
        return super().__new__(cls, word)


ERRORS = (
    KeyError(MAIL),
    OSError(5, f"cannot send {MAIL}", MAIL),
    UnicodeDecodeError("utf-8", MAIL.encode(), 0, 1, MAIL),
    sqlite3.OperationalError(f"cannot write {MAIL}"),
    exc.IntegrityError("INSERT", {"text": MAIL}, sqlite3.IntegrityError(f"Key=({MAIL})")),
    Final(MAIL),
)


def printed(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)) + str(error) + repr(error)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_nothing_of_the_text_is_printed(error: Exception) -> None:
    assert MAIL in printed(error)
    assert MAIL not in printed(withheld(error))
    assert "withheld" in str(withheld(error))


@pytest.mark.parametrize("error", ERRORS[:-1], ids=lambda error: type(error).__name__)
def test_the_class_and_the_error_itself_are_kept(error: Exception) -> None:
    told: Any = withheld(error)
    assert issubclass(type(told), type(error))
    assert type(told).__qualname__ == type(error).__qualname__
    assert told.original is error


def test_codes_and_the_place_are_told() -> None:
    with pytest.raises(sqlite3.Error) as caught:
        sqlite3.connect(":memory:").execute("SELECT 'otti@example.org' FROM nothing")
    told = withheld(caught.value)
    assert "SQLITE_ERROR" in str(told)
    assert "errno 5, Input/output error" in str(withheld(OSError(5, MAIL)))
    shown = "".join(traceback.format_exception(told))
    assert "test_codes_and_the_place_are_told" in shown


def test_a_code_that_is_no_code_is_not_told() -> None:
    error = ValueError()
    vars(error)["sqlstate"] = "Otti Brandvold"
    assert "Otti" not in str(withheld(error))


def test_a_group_is_given_back_as_it_is() -> None:
    group = ExceptionGroup("three", [StoreError("one")])
    assert withheld(group) is group


class Part(Resource):
    _driver_errors: ClassVar[Mapping[type[BaseException], type[AurenError]]] = {Exception: StoreError}
    _timeout_error = StoreUnavailable

    async def work(self, error: Exception | None) -> None:
        async with self._working("work"):
            if error is None:
                await asyncio.sleep(3600)
            else:
                raise error

    async def _open(self) -> None:
        raise ValueError(MAIL)


class Opened(Part):
    async def _open(self) -> None:
        return


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_what_leaves_a_port_prints_nothing_of_its_driver(error: Exception) -> None:
    async with Opened() as part:
        with pytest.raises(StoreError) as caught:
            await part.work(error)
    assert MAIL not in printed(caught.value)


async def test_opening_and_running_out_of_time_print_nothing_either() -> None:
    with pytest.raises(StoreError) as refused:
        await Part().open()
    assert MAIL not in printed(refused.value)
    async with Opened(timeout_s=0.001) as part:
        with pytest.raises(StoreUnavailable, match="took longer") as late:
            await part.work(None)
    assert isinstance(late.value.__cause__, TimeoutError)


def test_ours_can_be_pickled_with_such_a_cause() -> None:
    error = StoreError("The store failed.")
    error.__cause__ = withheld(KeyError(MAIL))
    assert str(pickle.loads(pickle.dumps(error))) == "The store failed."  # noqa: S301 - what was dumped here


async def test_the_log_of_the_driver_holds_no_value(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    now = datetime(2026, 3, 2, tzinfo=UTC)
    async with SQLStore() as store:
        await store.put([MemoryRecord("m1", Subject("anna"), "fact", f"Write to {MAIL}", now)])
        assert (await store.export(Subject("anna")))[0].text.endswith(MAIL)
    assert "executing execute" in caplog.text
    assert MAIL not in caplog.text
    assert logging.getLogger("aiosqlite").filters == []
