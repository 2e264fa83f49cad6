"""The blocking face: the same answers without `await`, also where a loop is already running."""

from __future__ import annotations

import inspect
import threading
from datetime import UTC, datetime, timedelta

import pytest

from auren import blocking
from auren.clock import SimulatedClock
from auren.errors import InvalidInput, LifecycleError
from auren.history import InMemoryHistory
from auren.journal import InMemoryJournal
from auren.people import Subject
from auren.pipeline import Pipeline
from auren.testing import SimulatedAthlete

NOBODY = Subject("nobody")


def test_it_does_the_whole_journey() -> None:
    athlete = SimulatedAthlete()
    last = datetime.combine(athlete.window.last, datetime.min.time(), UTC) + timedelta(hours=18)

    def build() -> Pipeline:
        return Pipeline(history=InMemoryHistory(), journal=InMemoryJournal(), clock=SimulatedClock(last))

    with blocking.Pipeline(build) as auren:
        report = auren.ingest(athlete.readings())
        assert report.new > 1000
        assert any(finding.rule == "hrv_drop" for finding in auren.history(athlete.subject).findings())
        reply = auren.ask(athlete.subject, "How is my recovery?")
        assert [s.text for s in auren.stream(athlete.subject, "How is my recovery?")] == [s.text for s in reply.sentences]
        assert len(auren.history(athlete.subject).replies()) == 2
        auren.advance_to(last + timedelta(days=1))
        assert auren.health().ok
        assert auren.erase(athlete.subject).complete


async def test_it_works_inside_a_running_loop() -> None:
    with blocking.Pipeline() as auren:
        assert auren.ask(NOBODY, "How did I sleep?").text


def test_errors_come_through_as_they_are() -> None:
    with blocking.Pipeline() as auren, pytest.raises(InvalidInput, match="empty question"):
        auren.ask(NOBODY, " ")


def test_a_stream_may_be_left_early() -> None:
    with blocking.Pipeline() as auren:
        for _ in auren.stream(NOBODY, "How did I sleep?"):
            break
        assert auren.history(NOBODY).replies() == []


def test_what_was_exported_is_shared_and_imported() -> None:
    with blocking.Pipeline() as auren:
        auren.ask(NOBODY, "How did I sleep?")
        shared = auren.share(NOBODY, "doctor")
        assert shared == auren.export(NOBODY)
    with blocking.Pipeline() as auren:
        assert auren.import_(shared).taken["replies"] == 1


def test_it_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    with blocking.Pipeline() as auren:
        auren.health()
    assert threading.active_count() == before


def test_it_says_when_it_is_used_while_closed_or_opened_twice() -> None:
    pipeline = blocking.Pipeline()
    with pytest.raises(LifecycleError, match="while closed"):
        pipeline.health()
    with pipeline, pytest.raises(LifecycleError, match="twice"):
        pipeline.__enter__()


def test_a_pipeline_that_cannot_be_built_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    with pytest.raises(Exception, match="out of range"), blocking.Pipeline(lambda: Pipeline(daily_cap=0)):
        pass
    assert threading.active_count() == before


def test_it_has_the_same_methods_with_the_same_arguments() -> None:
    """A method added to the asynchronous pipeline must not be forgotten here."""

    def public(kind: type[object]) -> dict[str, list[str]]:
        methods = {name: member for name, member in inspect.getmembers(kind, callable) if not name.startswith("_")}
        return {name: list(inspect.signature(member).parameters) for name, member in methods.items()}

    ours, theirs = public(blocking.Pipeline), public(Pipeline)
    for name in ("open", "close"):
        theirs.pop(name)
    assert ours == theirs
