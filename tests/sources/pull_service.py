"""A real HTTP server that speaks five vendors' wire from inside the test process, and fails the way each test tells it to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from cloud_examples import (
    DAY,
    Fields,
    google_exercise,
    google_rollup,
    google_sleep,
    oura_activity,
    oura_sleep,
    polar_exercise,
    polar_recharge,
    polar_sleep,
    whoop_cycle,
    whoop_recovery,
    whoop_sleep,
    whoop_workout,
    withings_group,
    withings_night,
    withings_series,
)

TOKEN = "secret-token-4711"  # noqa: S105 - the server below is the only one that takes it
SINCE = UNTIL = DAY


@dataclass
class Call:
    """One request as it came in, and the way to answer it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str]
    body: dict[str, Any]
    writer: asyncio.StreamWriter
    reader: asyncio.StreamReader

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    async def until_the_client_leaves(self) -> None:
        await self.reader.read()


Behaviour = Callable[[Call], Awaitable[None]]


@dataclass
class Wire:
    """The running server."""

    behaviour: Behaviour
    url: str = ""
    calls: list[Call] = field(default_factory=list)
    left: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def serving(behaviour: Behaviour) -> AsyncIterator[Wire]:
    wire = Wire(behaviour)
    handlers: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        handlers[task] = writer
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                call = await _call(head, reader, writer)
                wire.calls.append(call)
                await wire.behaviour(call)
                await writer.drain()
                if writer.is_closing():
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            wire.left.set()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    wire.url = f"http://{host}:{port}"
    try:
        yield wire
    finally:
        server.close()
        for writer in handlers.values():
            writer.transport.abort()
        await asyncio.gather(*handlers, return_exceptions=True)


async def _call(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Call:
    first, *lines = head.decode().split("\r\n")
    method, target, _ = first.split()
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    sent = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    is_form = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    form = dict(parse_qsl(sent.decode())) if is_form else {}
    body = json.loads(sent) if sent and not is_form else {}
    return Call(method, parts.path, dict(parse_qsl(parts.query)), headers, form, body, writer, reader)


def answer(body: object, status: int = 200, *headers: str) -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} Whatever", "Content-Type: application/json", f"Content-Length: {len(data)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + data


Pages = dict[str, list[list[Fields]]]
"""What a vendor holds: by endpoint, the records of each page."""


@dataclass(frozen=True)
class Vendor:
    """How a vendor answers.

    Args:
        pages: by the key of a request, the records of each page.
        key: gives the key of a request.
        page: gives the page that a request asks for, as the vendor names it; empty for the first.
        body: gives an answer of records and the name of the next page.
    """

    name: str
    pages: Pages
    key: Callable[[Call], str]
    page: Callable[[Call], str]
    body: Callable[[str, list[Fields], str], object]

    def answer_to(self, call: Call) -> bytes:
        assert call.headers["authorization"] == f"Bearer {TOKEN}"
        key = self.key(call)
        pages = self.pages.get(key, [[]])
        asked = self.page(call)
        number = int(asked.removeprefix("page-")) if asked else 0
        following = f"page-{number + 1}" if number + 1 < len(pages) else ""
        return answer(self.body(key, pages[number], following))

    async def behave(self, call: Call) -> None:
        call.send(self.answer_to(call))


def _last(call: Call) -> str:
    return call.path.rpartition("/")[2]


OURA = Vendor(
    "oura",
    {
        "sleep": [[oura_sleep()], [oura_sleep(id="nap", type="late_nap")], []],
        "daily_activity": [[oura_activity()], [oura_activity(id="activity-2", day="2025-03-03")]],
        "heartrate": [[{"bpm": 61, "source": "awake", "timestamp": "2025-03-02T10:00:00+00:00"}]],
    },
    _last,
    lambda call: call.query.get("next_token", ""),
    lambda key, records, following: {"data": records, "next_token": following or None},
)
WHOOP = Vendor(
    "whoop",
    {
        "sleep": [[whoop_sleep()], [whoop_sleep(id="nap", nap=True)]],
        "recovery": [[whoop_recovery()], [whoop_recovery(sleep_id="unknown", created_at="2025-03-03T06:00:00.000Z")]],
        "workout": [[whoop_workout()]],
        "cycle": [[whoop_cycle()], [whoop_cycle(id=93844, end=None)]],
    },
    _last,
    lambda call: call.query.get("nextToken", ""),
    lambda key, records, following: {"records": records, **({"next_token": following} if following else {})},
)
POLAR = Vendor(
    "polar",
    {
        "nightly-recharge": [[polar_recharge()]],
        "sleep": [[polar_sleep()]],
        "date": [
            [{"date": "2025-03-02", "cardio_load_status": "PRODUCTIVE", "cardio_load": 12.5, "strain": 20, "tolerance": 18}]
        ],
        "exercises": [[polar_exercise()]],
    },
    _last,
    lambda call: "",
    lambda key, records, following: {"nightly-recharge": {"recharges": records}, "sleep": {"nights": records}}.get(
        key, records
    ),
)
WITHINGS = Vendor(
    "withings",
    {
        "getmeas": [[withings_group()], [withings_group(grpid=13)]],
        "getsummary": [[withings_night()], [withings_night(id=346, startdate=1_740_905_000, enddate=1_740_910_000)]],
        "get": [[withings_series()]],
    },
    lambda call: call.form["action"],
    lambda call: f"page-{call.form['offset']}" if "offset" in call.form else "",
    lambda key, records, following: {
        "status": 0,
        "body": {
            {"getmeas": "measuregrps", "getactivity": "activities"}.get(key, "series"): records,
            "more": bool(following),
            "offset": int(following.removeprefix("page-") or 0),
        },
    },
)
GOOGLE = Vendor(
    "google_health",
    {
        "sleep/dataPoints": [[google_sleep()], [google_exercise()]],
        "exercise/dataPoints": [[google_exercise()]],
        "steps/dataPoints:dailyRollUp": [[google_rollup({"countSum": "8123"}, "steps")]],
        "heart-rate/dataPoints:rollUp": [
            [
                {
                    "startTime": f"2025-03-02T1{n}:00:00Z",
                    "endTime": f"2025-03-02T1{n}:05:00Z",
                    "heartRate": {"beatsPerMinuteAvg": 71},
                }
            ]
            for n in range(3)
        ],
    },
    lambda call: call.path.partition("dataTypes/")[2],
    lambda call: call.query.get("pageToken", "") or call.body.get("pageToken", ""),
    lambda key, records, following: {
        "rollupDataPoints" if "ollUp" in key else "dataPoints": records,
        **({"nextPageToken": following} if following else {}),
    },
)
VENDORS = {vendor.name: vendor for vendor in (OURA, WHOOP, POLAR, WITHINGS, GOOGLE)}
MADE = date(2025, 3, 3)
