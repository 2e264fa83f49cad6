"""An audit passes auren's own configuration, and goes red for each leak that is planted in a host's."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Any

import pytest

from auren import Pipeline, SimulatedClock
from auren.conversation import Advice, Case, Claim, ClaimKind
from auren.errors import InvalidInput, StoreUnavailable
from auren.gateway import Gateway
from auren.history import InMemoryHistory, SQLHistory
from auren.inference import Completion, Delta, ModelRequest
from auren.journal import InMemoryJournal, SQLJournal
from auren.people import Subject
from auren.ports import Channel, Model, SpecialistContext
from auren.privacy import InMemoryDirectory
from auren.privacy._wrappers import WrappedModel
from auren.privacy.consent import ConsentedModel, InMemoryConsentBook, ProfileConsents, SQLConsentBook
from auren.privacy.disclosure import SQLDisclosureLedger
from auren.privacy.phi import RedactedModel
from auren.readings import Reading, Window
from auren.safety import Containment, Ground, MedicalSafetyFilter, RedFlags
from auren.safety.wellness.verdict import Verdict
from auren.testing import ScriptedModel
from auren.testing.audit import CHECKS, AuditReport, Build, audit, demo_configuration


def host(**parts: Any) -> Build:
    """Give a host's configuration with some parts of its own; each is a function that builds it."""

    def build(model: Model, channel: Channel, clock: SimulatedClock) -> Pipeline:
        built = {name: part(model, channel, clock) for name, part in parts.items()}
        usual = {"gateway": RedactedModel(model), "channels": [channel], "clock": clock}
        return Pipeline(**{**usual, "history": InMemoryHistory(), "journal": InMemoryJournal(), **built})

    return build


async def only(name: str, build: Build) -> AuditReport:
    return await audit(build, only=[name])


@pytest.mark.parametrize("name", list(CHECKS))
async def test_aurens_own_configuration_passes_every_check(name: str) -> None:
    report = await only(name, demo_configuration)
    assert report.found == ()
    assert report.checks[0].status == "passed"
    assert report.checks[0].looked > 0


class BlindFilter(MedicalSafetyFilter):
    """A filter that was switched off."""

    def check(self, text: str) -> Verdict:
        return Verdict(())


class DeafFlags(RedFlags):
    """Red flags that were switched off."""

    def in_text(self, text: str, *, locale: str = "en") -> Any:
        return ()


class Unsafe:
    """A specialist that says what nobody may."""

    name, expertise = "unsafe", frozenset({"heart", "sleep", "hrv"})

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        return Advice("a", self.name, (Claim("You have diabetes; take 500 mg of metformin.", ClaimKind.ACTION),))


class TalkativeModel(WrappedModel):
    """A model whose host logs what it is asked."""

    async def _complete(self, request: ModelRequest) -> Completion:
        return await self._model.complete(request)

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        logging.getLogger("host.debugging").debug("asked: %s", request.messages)
        for message in request.messages:
            logging.getLogger("host.debugging").debug("asked: %s", message.content)
        async for delta in self._model.stream(request):
            yield delta


class PrintingModel(TalkativeModel):
    """A model whose host prints what it is asked."""

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        sys.stdout.write(" ".join(message.content for message in request.messages) + "\n")
        async for delta in self._model.stream(request):
            yield delta


class EverybodysHistory(InMemoryHistory):
    """A history that ignores whose readings they are."""

    async def _append(self, readings: Sequence[Reading]) -> None:
        await super()._append([_as(Subject("all"), reading) for reading in readings])

    async def _readings(
        self, subject: Subject, metrics: frozenset[str], window: Window | None, *, deleted: bool
    ) -> list[Reading]:
        found = await super()._readings(Subject("all"), metrics, window, deleted=deleted)
        return [_as(subject, reading) for reading in found]


def _as(subject: Subject, reading: Reading) -> Reading:
    from dataclasses import replace

    return replace(reading, subject=subject)


class Elephant(InMemoryHistory):
    """A history that forgets nothing, and says it did."""

    async def _forget(self, subject: Subject) -> int:
        return 1


class Stubborn(InMemoryJournal):
    """A journal that cannot forget."""

    async def _forget(self, subject: Subject) -> int:
        raise StoreUnavailable("The journal does not answer.")


LEAKS = {
    "no RedactedModel": ("personal-data", host(gateway=lambda model, *_: model)),
    "a filter that is off": ("wording", host(safety=lambda *_: BlindFilter())),
    "red flags that are off": ("red-flags", host(red_flags=lambda *_: DeafFlags())),
    "an unsafe specialist": ("specialists", host(specialists=lambda *_: [Unsafe()])),
    "an unsafe specialist without a filter": (
        "specialists",
        host(specialists=lambda *_: [Unsafe()], safety=lambda *_: BlindFilter()),
    ),
    "a host that prints": ("logs", host(gateway=lambda model, *_: PrintingModel(model))),
    "a history that ignores the subject": ("isolation", host(history=lambda *_: EverybodysHistory())),
    "a history that forgets nothing": ("erasure", host(history=lambda *_: Elephant())),
    "a journal that cannot forget": ("erasure", host(journal=lambda *_: Stubborn())),
    "a guard for the model alone": (
        "consent",
        host(gateway=lambda model, _, clock: ConsentedModel(model, InMemoryConsentBook(clock))),
    ),
}


@pytest.mark.parametrize("leak", list(LEAKS))
async def test_a_planted_leak_makes_its_check_red(leak: str) -> None:
    name, build = LEAKS[leak]
    report = await only(name, build)
    assert not report.ok
    assert report.found
    assert report.as_json()["ok"] is False


@pytest.mark.parametrize("level", [logging.DEBUG, logging.WARNING])
async def test_a_logger_is_judged_at_the_level_that_the_host_has_set(level: int) -> None:
    logger = logging.getLogger("host.debugging")
    before = logger.level
    logger.setLevel(level)
    try:
        report = await only("logs", host(gateway=lambda model, *_: TalkativeModel(model)))
    finally:
        logger.setLevel(before)
    assert report.ok == (level > logging.DEBUG)
    assert all("host.debugging" in line for line in report.found)


@pytest.mark.parametrize("name", ["containment", "injection", "wording"])
async def test_without_its_guards_a_model_that_obeys_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Containment, "check", lambda *_: ())
    monkeypatch.setattr(Ground, "check", lambda *_: ())
    build = host(safety=lambda *_: BlindFilter())
    assert not (await only(name, build)).ok


async def test_what_is_not_there_is_skipped_and_says_so() -> None:
    report = await audit(host(gateway=lambda *_: None), only=["containment", "personal-data", "consent"])
    assert [check.status for check in report.checks] == ["skipped"] * 3
    assert report.ok
    assert "consents" in report.checks[2].found[0]


async def test_a_model_that_the_host_brings_is_never_asked() -> None:
    inner, other = ScriptedModel("[1] Hello."), ScriptedModel("[1] Hello.")

    def build() -> Pipeline:
        return Pipeline(gateway=RedactedModel(Gateway([inner, other])), history=InMemoryHistory(), journal=InMemoryJournal())

    report = await only("personal-data", build)
    assert report.ok, report.found
    assert report.checks[0].looked > 1
    assert (inner.requests, other.requests) == ((), ())


async def test_a_host_on_files_is_looked_at_and_left_clean(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'auren.db'}"

    def build(model: Model, channel: Channel, clock: SimulatedClock) -> Pipeline:
        return Pipeline(
            gateway=RedactedModel(model),
            channels=[channel],
            clock=clock,
            history=SQLHistory(url),
            journal=SQLJournal(url),
            consents=SQLConsentBook(url, clock=clock),
            disclosures=SQLDisclosureLedger(url, key=bytes(range(32)), clock=clock),
        )

    report = await audit(build, only=["consent", "isolation", "erasure", "logs"])
    assert report.ok, report.found
    assert all(b"auren-audit-anna" not in path.read_bytes() for path in tmp_path.iterdir())


async def test_profiles_as_the_book_are_looked_at() -> None:
    def build(model: Model, channel: Channel, clock: SimulatedClock) -> Pipeline:
        directory = InMemoryDirectory()
        consents = ProfileConsents(directory)
        return Pipeline(gateway=model, channels=[channel], clock=clock, directory=directory, consents=consents)

    report = await only("consent", build)
    assert report.ok, report.found
    assert report.checks[0].status == "passed"


@pytest.mark.parametrize("broken", [lambda: 1 / 0, lambda: "no pipeline"])
async def test_a_configuration_that_breaks_has_not_passed(broken: Any) -> None:
    report = await audit(broken)
    assert {check.status for check in report.checks} == {"failed"}


async def test_a_check_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidInput, match="red-flags"):
        await audit(demo_configuration, only=["horoscope"])
