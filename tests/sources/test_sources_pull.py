"""What every client that pulls must do, held against a real server for each of five vendors."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pull_service import SINCE, TOKEN, UNTIL, VENDORS, Behaviour, Call, answer, serving
from sources_examples import OSLO, SOMEONE

from auren import Pipeline
from auren.clock import SimulatedClock
from auren.errors import (
    ConfigurationError,
    InvalidInput,
    LifecycleError,
    MalformedRow,
    SourceError,
    SourceRateLimited,
    SourceUnauthorized,
    SourceUnavailable,
)
from auren.readings import Reading
from auren.sources.files import Limits
from auren.sources.pull.client import PullClient, page_of
from auren.sources.pull.cursor import Cursor
from auren.sources.pull.google_health import GoogleHealthClient
from auren.sources.pull.oura import OuraClient
from auren.sources.pull.polar import PolarClient
from auren.sources.pull.run import Run
from auren.sources.pull.step import Span, windows
from auren.sources.pull.whoop import WhoopClient
from auren.sources.pull.withings import WithingsClient

CLIENTS: dict[str, type[PullClient]] = {
    kind.vendor.name: kind for kind in (OuraClient, WhoopClient, PolarClient, WithingsClient, GoogleHealthClient)
}
every_vendor = pytest.mark.parametrize("vendor", CLIENTS)
NOW = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)


class HurriedClock:
    """A clock that jumps over every wait, and keeps how long each would have been."""

    def __init__(self) -> None:
        self._now = NOW
        self.waits_s: list[float] = []

    def now(self) -> datetime:
        return self._now

    async def sleep_until(self, instant: datetime) -> None:
        self.waits_s.append((instant - self._now).total_seconds())
        self._now = max(self._now, instant)


def client_of(vendor: str, url: str, **options: Any) -> PullClient:
    given = {"subject": SOMEONE, "zone": OSLO, "token": TOKEN, "clock": HurriedClock(), "base_url": url, **options}
    return CLIENTS[vendor](**given)


async def pulled(vendor: str, behaviour: Behaviour | None = None, **options: Any) -> list[Reading]:
    async with serving(behaviour or VENDORS[vendor].behave) as wire, client_of(vendor, wire.url, **options) as client:
        return [reading async for reading in client.readings(since=SINCE, until=UNTIL)]


async def failure_of(vendor: str, behaviour: Behaviour, **options: Any) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await pulled(vendor, behaviour, **options)
    for shown in (caught.value, caught.value.__cause__, caught.value.__context__):
        assert TOKEN not in f"{shown!s} {shown!r} {vars(shown) if shown is not None else ''}"
    return caught.value


def failing_first(vendor: str, *failures: bytes, nth: int = 0) -> Behaviour:
    """Answer the nth request with each of these first, and everything else as the vendor does."""
    left = list(failures)
    count = 0

    async def behave(call: Call) -> None:
        nonlocal count
        if left and count >= nth:
            call.send(left.pop(0))
            return
        count += 1
        await VENDORS[vendor].behave(call)

    return behave


def always(data: bytes) -> Behaviour:
    async def behave(call: Call) -> None:
        call.send(data)

    return behave


def hanging_up_after(data: bytes) -> Behaviour:
    async def behave(call: Call) -> None:
        call.send(data)
        await call.writer.drain()
        call.writer.close()

    return behave


def by_id(readings: list[Reading]) -> dict[str, Reading]:
    return {reading.id: reading for reading in readings}


class TestEveryClient:
    @every_vendor
    async def test_reads_every_page_and_keeps_account(self, vendor: str) -> None:
        async with serving(VENDORS[vendor].behave) as wire, client_of(vendor, wire.url) as client:
            run = client.readings(since=SINCE, until=UNTIL)
            readings = [reading async for reading in run]
            pages = sum(len(pages) for pages in VENDORS[vendor].pages.values())
            assert len(wire.calls) >= pages
        assert client.report == run.report
        assert run.report.adds_up
        assert run.report.complete
        assert run.report.readings == len(readings)
        records = sum(len(records) for pages in VENDORS[vendor].pages.values() for records in pages)
        assert sum(run.report.records.values()) == records
        assert {reading.source for reading in readings} == {vendor}
        assert len(by_id(readings)) == len(readings)

    @every_vendor
    async def test_goes_on_from_the_cursor_after_a_crash_at_each_page(self, vendor: str) -> None:
        whole = by_id(await pulled(vendor))
        requests = 0

        async def counting(call: Call) -> None:
            nonlocal requests
            requests += 1
            await VENDORS[vendor].behave(call)

        await pulled(vendor, counting)
        for crash in range(requests):
            taken: list[Reading] = []
            async with serving(failing_first(vendor, answer({}, 403), nth=crash)) as wire:
                async with client_of(vendor, wire.url) as client:
                    with pytest.raises(SourceError):
                        await _take(client.readings(since=SINCE, until=UNTIL), taken)
                    cursor = client.cursor
                async with client_of(vendor, wire.url) as later:
                    taken += [reading async for reading in later.readings(cursor=cursor)]
            assert by_id(taken) == whole, f"after a crash at request {crash + 1} of {requests}"

    @pytest.mark.parametrize("vendor", ["oura", "polar", "google_health"])
    async def test_going_on_fetches_no_page_twice(self, vendor: str) -> None:
        async with serving(VENDORS[vendor].behave) as wire, client_of(vendor, wire.url) as client:
            _ = [reading async for reading in client.readings(since=SINCE, until=UNTIL)]
            whole = len(wire.calls)
        for crash in range(whole):
            async with serving(failing_first(vendor, answer({}, 403), nth=crash)) as wire:
                async with client_of(vendor, wire.url) as client:
                    with pytest.raises(SourceError):
                        await _take(client.readings(since=SINCE, until=UNTIL), [])
                    await _take(client.readings(cursor=client.cursor), [])
                assert len(wire.calls) == whole + 1

    @every_vendor
    async def test_a_page_that_was_not_taken_whole_comes_again(self, vendor: str) -> None:
        whole = by_id(await pulled(vendor))
        async with serving(VENDORS[vendor].behave) as wire, client_of(vendor, wire.url) as client:
            run = client.readings(since=SINCE, until=UNTIL)
            taken = [await anext(run), await anext(run)]
            await run.aclose()
            taken += [reading async for reading in client.readings(cursor=run.cursor)]
        assert by_id(taken) == whole

    @every_vendor
    @pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
    async def test_tries_again_when_the_server_stumbles(self, vendor: str, status: int) -> None:
        clock = HurriedClock()
        stumble = answer(b"<html>oops</html>", status)
        readings = await pulled(vendor, failing_first(vendor, stumble, stumble), clock=clock)
        assert by_id(readings) == by_id(await pulled(vendor))
        assert clock.waits_s == [1, 2]

    @every_vendor
    async def test_gives_up_on_a_server_that_stays_down(self, vendor: str) -> None:
        clock = HurriedClock()
        error = await failure_of(vendor, always(answer({}, 503)), clock=clock)
        assert isinstance(error, SourceUnavailable)
        assert error.retryable
        assert clock.waits_s == [1, 2, 4, 8]

    @every_vendor
    @pytest.mark.parametrize(
        ("told", "waits"),
        [("Retry-After: 17", [17]), (f"Retry-After: {format_datetime(NOW + timedelta(seconds=30), usegmt=True)}", [30]),
         ("Retry-After: soon", [1]), ("X: y", [1]), ("Retry-After: -5", [0]), ("Retry-After: inf", [1])],
    )  # fmt: skip
    async def test_waits_as_long_as_it_is_asked_to(self, vendor: str, told: str, waits: list[float]) -> None:
        clock = HurriedClock()
        readings = await pulled(vendor, failing_first(vendor, answer({}, 429, told)), clock=clock)
        assert by_id(readings) == by_id(await pulled(vendor))
        assert clock.waits_s == waits

    @every_vendor
    async def test_a_wait_that_is_too_long_is_the_hosts(self, vendor: str) -> None:
        clock = HurriedClock()
        error = await failure_of(vendor, always(answer({}, 429, "Retry-After: 3600")), clock=clock)
        assert isinstance(error, SourceRateLimited)
        assert (error.retry_after_s, error.retryable, clock.waits_s) == (3600, True, [])
        await failure_of(vendor, always(answer({}, 429, "Retry-After: 50")), clock=clock)
        assert clock.waits_s == [50, 50]

    @every_vendor
    async def test_a_refused_token_is_renewed_once(self, vendor: str) -> None:
        asked: list[str] = []

        async def token() -> str:
            asked.append("stale" if not asked else TOKEN)
            return asked[-1]

        async def strict(call: Call) -> None:
            fresh = call.headers["authorization"] == f"Bearer {TOKEN}"
            await VENDORS[vendor].behave(call) if fresh else call.send(answer({}, 401))

        assert by_id(await pulled(vendor, strict, token=token)) == by_id(await pulled(vendor))
        assert asked == ["stale", TOKEN]

    @every_vendor
    async def test_a_token_that_is_refused_again_is_an_error(self, vendor: str) -> None:
        asked = 0

        async def token() -> str:
            nonlocal asked
            asked += 1
            return TOKEN

        assert isinstance(await failure_of(vendor, always(answer({}, 401)), token=token), SourceUnauthorized)
        assert asked == 2
        assert isinstance(await failure_of(vendor, always(answer({}, 401))), SourceUnauthorized)

    @every_vendor
    @pytest.mark.parametrize(
        ("status", "word"), [(400, "understand"), (403, "permission"), (404, "base_url"), (410, "shut down")]
    )
    async def test_a_refusal_says_what_to_do(self, vendor: str, status: int, word: str) -> None:
        error = await failure_of(vendor, always(answer({"error": "secret detail"}, status)))
        assert word in str(error)
        assert "secret" not in str(error)
        assert not error.retryable

    @every_vendor
    @pytest.mark.parametrize("body", [b"", b"<html>", b'{"data": [', b"\xff\xfe", b"[" * 100_000, b"9" * 5000])
    async def test_garbage_is_an_error_and_not_lost(self, vendor: str, body: bytes) -> None:
        assert not isinstance(await failure_of(vendor, always(answer(body))), SourceUnavailable | MalformedRow)

    @every_vendor
    async def test_a_cut_off_answer_is_fetched_again(self, vendor: str) -> None:
        cut = answer({"data": []})[:-3]
        clock = HurriedClock()
        error = await failure_of(vendor, hanging_up_after(cut), clock=clock)
        assert isinstance(error, SourceUnavailable)
        assert clock.waits_s == [1, 2, 4, 8]
        assert isinstance(await failure_of(vendor, hanging_up_after(b"")), SourceUnavailable)

    @every_vendor
    async def test_an_enormous_answer_is_refused(self, vendor: str) -> None:
        async def flood(call: Call) -> None:
            call.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while not call.writer.is_closing():
                call.send(b"10000\r\n" + b" " * 65_536 + b"\r\n")
                await call.writer.drain()

        error = await failure_of(vendor, flood, limits=Limits(element_chars=200_000))
        assert "more than 200000 bytes" in str(error)

    @every_vendor
    async def test_a_packed_answer_is_refused(self, vendor: str) -> None:
        assert "compressed" in str(await failure_of(vendor, always(answer(b"x", 200, "Content-Encoding: gzip"))))

    @every_vendor
    async def test_a_slow_server_is_given_up(self, vendor: str) -> None:
        async def silent(call: Call) -> None:
            await call.until_the_client_leaves()

        error = await failure_of(vendor, silent, timeout_s=0.02)
        assert isinstance(error, SourceUnavailable)
        assert "timeout_s" in str(error)

    @every_vendor
    async def test_a_redirect_does_not_carry_the_token_away(self, vendor: str) -> None:
        async with serving(always(answer({}))) as thief, httpx.AsyncClient(follow_redirects=True) as http:
            error = await failure_of(vendor, always(answer({}, 302, f"Location: {thief.url}/x")), http=http)
            assert not thief.calls
        assert "redirect" in str(error)

    @every_vendor
    async def test_cancelling_half_way_closes_the_connection(self, vendor: str) -> None:
        asked = asyncio.Event()

        async def silent(call: Call) -> None:
            asked.set()
            await call.until_the_client_leaves()

        async with serving(silent) as wire, client_of(vendor, wire.url) as client:
            task = asyncio.create_task(anext(client.readings(since=SINCE, until=UNTIL)))
            await asked.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await wire.left.wait()

    @every_vendor
    async def test_the_hosts_http_client_stays_open_and_our_own_does_not(self, vendor: str) -> None:
        async with httpx.AsyncClient() as http:
            await pulled(vendor, http=http)
            assert not http.is_closed
        with pytest.raises(LifecycleError):
            await pulled(vendor, http=http)
        async with serving(VENDORS[vendor].behave) as wire:
            client = client_of(vendor, wire.url)
            with pytest.raises(LifecycleError):
                await anext(client.readings(since=SINCE))
            async with client:
                run = client.readings(since=SINCE)
                await anext(run)
            with pytest.raises(LifecycleError):
                _ = [reading async for reading in run]

    @every_vendor
    async def test_a_page_without_end_is_noticed(self, vendor: str) -> None:
        if vendor == "polar":
            pytest.skip("Polar has no pages")
        known = VENDORS[vendor]
        endless = {
            "next_token": "page-1",
            "nextPageToken": "page-1",
            "status": 0,
            "body": {"more": 1, "offset": 1, "series": []},
        }
        error = await failure_of(vendor, always(answer(endless)))
        assert "again and again" in str(error)
        assert known.name in str(error)

    @every_vendor
    async def test_the_token_is_nowhere_to_be_seen(self, vendor: str, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.DEBUG):
            async with serving(VENDORS[vendor].behave) as wire, client_of(vendor, wire.url) as client:
                async for _ in client.readings(since=SINCE, until=UNTIL):
                    pass
                shown = f"{client!r} {client.cursor} {client.report!r}"
        assert TOKEN not in shown
        assert not [record for record in caplog.records if record.name.startswith("auren")]

    @every_vendor
    async def test_malformed_records_are_skipped_or_raised(self, vendor: str) -> None:
        lists = ("data", "records", "recharges", "nights", "dataPoints", "rollupDataPoints")
        inside = {key: [7] for key in ("series", "measuregrps", "activities")}
        spoilt = always(answer({"status": 0, "body": inside, **{key: [7] for key in lists}}))
        async with serving(spoilt) as wire, client_of(vendor, wire.url) as client:
            assert not [reading async for reading in client.readings(since=SINCE, until=UNTIL)]
            assert client.report.adds_up
            assert client.report.skipped
        assert isinstance(await failure_of(vendor, spoilt, on_malformed="raise"), MalformedRow)

    @every_vendor
    async def test_a_later_run_goes_on_where_a_finished_one_ended(self, vendor: str) -> None:
        async with serving(VENDORS[vendor].behave) as wire, client_of(vendor, wire.url) as client:
            _ = [reading async for reading in client.readings(since=date(2025, 3, 1), until=UNTIL)]
            done = Cursor.decoded(client.cursor, vendor)
            assert (done.step, done.page, done.span.until) == ("", "", UNTIL)
            client.readings(cursor=client.cursor)
            assert Cursor.decoded(client.cursor, vendor).span == Span(UNTIL, NOW.date(), NOW.date())

    @every_vendor
    async def test_every_request_is_for_an_endpoint_that_is_read(self, vendor: str) -> None:
        client = client_of(vendor, "")
        for since in (date(2023, 1, 1), SINCE):
            steps = client._steps(Span(since, UNTIL, NOW.date()))
            assert len({step.name for step in steps}) == len(steps)
            for step in steps:
                path = step.answer or step.path
                known = next(endpoint for endpoint in client.vendor.endpoints() if endpoint.matches(path))
                assert known.read is not None, path
            assert steps[-1].moves != "never"

    @every_vendor
    async def test_a_pipeline_takes_a_run_in(self, vendor: str) -> None:
        async with (
            serving(VENDORS[vendor].behave) as wire,
            client_of(vendor, wire.url) as client,
            Pipeline(clock=SimulatedClock(NOW)) as auren,
        ):
            first = await auren.ingest(client.readings(since=SINCE, until=UNTIL))
            again = await auren.ingest(client.readings(since=SINCE, until=UNTIL))
        assert first.new > 0
        assert (again.new, again.repeated) == (0, again.seen)
        assert first.skipped == client.report.skipped


async def _take(run: Run, taken: list[Reading]) -> None:
    async for reading in run:
        taken.append(reading)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"base_url": "http://api.example.com"}, ConfigurationError),
        ({"base_url": "https://me:pw@api.example.com"}, ConfigurationError),
        ({"base_url": "ftp://localhost"}, ConfigurationError),
        ({"base_url": "http://["}, ConfigurationError),
        ({"zone": None}, InvalidInput),
        ({"zone": "Mars/Olympus"}, InvalidInput),
        ({"timeout_s": 0}, InvalidInput),
        ({"max_wait_s": -1}, InvalidInput),
        ({"on_malformed": "shrug"}, InvalidInput),
    ],
)
def test_what_cannot_work_is_refused_at_once(options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        OuraClient(**{"subject": SOMEONE, "zone": OSLO, "token": TOKEN, **options})


@pytest.mark.parametrize("token", ["", "two words", "umläut", "line\nbreak"])
async def test_a_token_that_no_header_carries_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        await pulled("oura", token=token)
    assert not token or token not in str(caught.value)


async def test_dates_and_cursors_that_make_no_sense_are_refused() -> None:
    client = client_of("oura", "")
    running = Cursor("oura", Span(SINCE, UNTIL, UNTIL), "sleep", "page-1").encoded()
    senseless: list[dict[str, Any]] = [
        {},
        {"since": SINCE, "cursor": running},
        {"since": date(2025, 3, 2), "until": date(2025, 3, 1)},
        {"cursor": running, "until": UNTIL},
        {"cursor": Cursor("whoop", Span(SINCE, UNTIL, UNTIL)).encoded()},
        {"cursor": Cursor("oura", Span(SINCE, UNTIL, UNTIL), "dreams").encoded()},
        {"cursor": "nonsense"},
    ]
    for options in senseless:
        with pytest.raises(InvalidInput):
            client.readings(**options)


@given(text=st.text(max_size=80))
def test_a_text_that_no_client_gave_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Cursor.decoded(text, "oura")
    assert len(text) < 8 or text not in str(caught.value)


@given(since=st.dates(date(2020, 1, 1), date(2025, 1, 1)), days=st.integers(0, 900), step=st.text(), page=st.text())
def test_a_cursor_comes_back_as_it_went(since: date, days: int, step: str, page: str) -> None:
    cursor = Cursor("oura", Span(since, since + timedelta(days=days), since), step, page)
    assert Cursor.decoded(cursor.encoded(), "oura") == cursor


@given(since=st.dates(date(2020, 1, 1), date(2025, 1, 1)), length=st.integers(0, 400), most=st.integers(1, 120))
def test_windows_cover_every_date_once(since: date, length: int, most: int) -> None:
    span = Span(since, since + timedelta(days=length), since)
    dates = [first + timedelta(days=n) for first, last in windows(span, most) for n in range((last - first).days + 1)]
    assert dates == [since + timedelta(days=n) for n in range(length + 1)]
    assert all((last - first).days < most for first, last in windows(span, most))


@pytest.mark.parametrize("page", [True, 1.5, [], {}, "x" * 5000])
def test_a_page_of_another_form_is_an_error(page: object) -> None:
    with pytest.raises(SourceError):
        page_of({"next_token": page}, "next_token")


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, SourceUnauthorized), (601, SourceRateLimited), (2555, SourceUnavailable), (293, SourceError), ("0", SourceError)],
)
async def test_withings_fails_with_http_200(status: object, kind: type[SourceError]) -> None:
    assert type(await failure_of("withings", always(answer({"status": status, "body": {}})))) is kind


async def test_polar_asks_day_by_day_for_what_its_lists_no_longer_hold() -> None:
    async def absent(call: Call) -> None:
        missing = call.path.startswith(("/v3/users/sleep/", "/v3/users/nightly-recharge/"))
        call.send(answer(b"", 404 if missing else 204))

    async with serving(absent) as wire, client_of("polar", wire.url) as client:
        assert not [reading async for reading in client.readings(since=date(2025, 1, 1), until=date(2025, 1, 3))]
        assert client.report.complete
    paths = [call.path for call in wire.calls]
    assert {"/v3/users/sleep/2025-01-01", "/v3/users/sleep/2025-01-03", "/v3/users/nightly-recharge/2025-01-02"} <= set(paths)


async def test_a_recovery_that_was_pulled_spans_its_sleep() -> None:
    readings = await pulled("whoop")
    (night,) = [r for r in readings if r.metric == "sleep.duration" and not r.deleted]
    assert next((r.start, r.end) for r in readings if r.metric == "hrv.rmssd") == (night.start, night.end)


async def test_withings_samples_before_midnight_count_for_the_night() -> None:
    assert {r.day for r in await pulled("withings") if r.metric == "hrv.rmssd"} == {date(2025, 3, 2)}


@pytest.mark.parametrize("kind", [OuraClient, WhoopClient, PolarClient, WithingsClient, GoogleHealthClient])
@pytest.mark.parametrize("year", [1, 9999])
def test_a_date_that_no_device_knew_is_refused(kind: type[PullClient], year: int) -> None:
    client = kind(subject=SOMEONE, zone=OSLO, token=TOKEN)
    with pytest.raises(InvalidInput, match="1970"):
        client.readings(since=date(year, 12, 30), until=date(year, 12, 31))
