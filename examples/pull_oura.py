"""Pulling from a vendor's service: page by page, with a cursor from which a later run goes on. A stub plays Oura here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from auren import Pipeline, SimulatedClock, Subject
from auren.errors import SourceError
from auren.sources import OuraClient

ME = Subject("me")
FIRST = date(2025, 1, 6)
NIGHTS = 42
A_PAGE = 10


def night(number: int) -> dict[str, object]:
    """Give one night as Oura answers it; HRV falls in the last week."""
    day = FIRST + timedelta(days=number)
    return {
        "id": f"night-{number}",
        "day": day.isoformat(),
        "type": "long_sleep",
        "bedtime_start": f"{day - timedelta(days=1)}T23:10:00+00:00",
        "bedtime_end": f"{day}T07:05:00+00:00",
        "average_hrv": 62 + (number * 7) % 9 - (16 if number >= NIGHTS - 7 else 0),
        "lowest_heart_rate": 48 + number % 3,
        "total_sleep_duration": 26_400 + (number * 613) % 2400,
        "time_in_bed": 28_500,
        "awake_time": 1500,
    }


class Stub:
    """Answers like Oura, and stumbles once."""

    def __init__(self) -> None:
        self.requests = 0

    def body(self, target: str) -> tuple[int, object]:
        """Give status and body of one request."""
        self.requests += 1
        url = urlsplit(target)
        if not url.path.endswith("/sleep"):
            return 200, {"data": [], "next_token": None}
        if self.requests == 3:
            return 403, {"detail": "the person took the permission back for a while"}
        start = int(parse_qs(url.query).get("next_token", ["0"])[0])
        page = [night(number) for number in range(start, min(start + A_PAGE, NIGHTS))]
        return 200, {"data": page, "next_token": str(start + A_PAGE) if start + A_PAGE < NIGHTS else None}

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak as much HTTP as a client needs."""
        head = await reader.readuntil(b"\r\n\r\n")
        status, body = self.body(head.split()[1].decode())
        data = json.dumps(body).encode()
        writer.write(f"HTTP/1.1 {status} -\r\nConnection: close\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data)
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def stub() -> AsyncGenerator[str, None]:
    """Run the stub, and give its base URL."""
    server = await asyncio.start_server(Stub().handle, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        server.close()


async def fresh_token() -> str:
    """Give a token; a host would renew the person's own here."""
    return "an-access-token"


async def main() -> None:
    """Pull six weeks, be refused half-way, go on, and ask about it."""
    clock = SimulatedClock(datetime(2025, 2, 16, 8, 0, tzinfo=UTC))
    async with (
        stub() as url,
        OuraClient(subject=ME, zone="Europe/Lisbon", token=fresh_token, base_url=url, clock=clock) as client,
        Pipeline(clock=clock) as auren,
    ):
        try:
            await auren.ingest(client.readings(since=FIRST))
        except SourceError as error:
            print(f"broke off: {error}")
        print(f"{client.report.used} so far; they are kept, and so is the cursor")
        report = await auren.ingest(client.readings(cursor=client.cursor))
        account = client.report
        print(f"went on with {account.used}: {report.new} new readings, {report.repeated} repeated; adds up: {account.adds_up}")
        print(f"{len(report.findings)} findings, the last: {report.findings[-1].title}, {report.findings[-1].day}")
        print((await auren.ask(ME, "How is my HRV?")).text)


if __name__ == "__main__":
    asyncio.run(main())
