"""A notebook's way: no async, nothing to set up; readings in, a question, and the why of the answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

from auren import Pipeline, SimulatedClock, blocking
from auren.privacy import InMemoryDirectory
from auren.testing import SimulatedAthlete

TODAY = date(2025, 4, 21)


def main() -> None:
    """Ask how a simulated athlete is, on the last day of three weeks that were too much."""
    athlete = SimulatedAthlete(seed=7)

    def build() -> Pipeline:
        # The recording ends in 2025, so the clock stands there, too; with your own fresh data leave both arguments out.
        return Pipeline(
            directory=InMemoryDirectory({athlete.subject: athlete.profile}),
            clock=SimulatedClock(datetime(2025, 4, 21, 17, 0, tzinfo=UTC)),
        )

    with blocking.Pipeline(build) as auren:
        report = auren.ingest(reading for reading in athlete.readings() if reading.day <= TODAY)
        print(f"{report.new} readings, {len(report.findings)} findings")
        reply = auren.ask(athlete.subject, "Should I train hard today?")
        for sentence in reply.sentences:
            print(f"- {sentence.text}")
        print("\nThe why of it begins so:")
        print("\n".join(reply.explain().splitlines()[:24]))


if __name__ == "__main__":
    main()
