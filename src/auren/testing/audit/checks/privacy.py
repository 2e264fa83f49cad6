"""Checks of what leaves and what stays: personal data at a provider and in logs, consent, strangers' data, erasure."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

from auren.conversation import InboundMessage
from auren.errors import AurenError, ConsentError
from auren.people import Subject
from auren.testing.audit.checks import Findings, NothingToCheck
from auren.testing.audit.checks.texts import PERSONAL
from auren.testing.audit.configuration import Build, Stage
from auren.testing.audit.stand_ins import listening

__all__ = ["consent", "erasure", "isolation", "logs", "personal_data"]

_LISTS = (
    "readings",
    "findings",
    "replies",
    "deliveries",
    "feedback",
    "holds",
    "memory",
    "statements",
    "consents",
    "disclosures",
)


async def personal_data(build: Build) -> Findings:
    """Nothing that identifies a person reaches the provider."""
    found = Findings()
    async with Stage(build) as stage:
        if not stage.has_model:
            raise NothingToCheck("no model is configured")
        await stage.auren.ingest(stage.readings("anna", 50))
        for value, question in PERSONAL.items():
            await stage.auren.ask(stage.people["anna"], question)
            reached = any(_digits(value) in _digits(text) for text in stage.provider.read)
            found.expect(not reached, "personal data reached the model; put RedactedModel around one that is a provider's")
        found.expect(bool(stage.provider.requests), "the model was never asked, so nothing could be seen; mend what failed")
    return found


async def logs(build: Build) -> Findings:
    """No logger writes a person's words or figures at the levels that the host has set, and nothing is printed."""
    found, words, figure = Findings(), "quokka lighthouse", 71.637
    with listening() as said:
        async with Stage(build) as stage:
            anna = stage.people["anna"]
            await stage.auren.ingest(stage.readings("anna", figure))
            stage.provider.says = "All is well."
            for question in (f"Is my pulse fine? My secret is {words}.", f"jane.doe@example.com: {words}?"):
                await stage.auren.ask(anna, question)
            await stage.later(days=1)
            await stage.auren.export(anna)
    for who, text in said.lines:
        leaks = any(canary in text for canary in (words, "jane.doe", str(figure)))
        found.expect(not leaks, f"{who} wrote a person's words or figures; raise its level, or leave them out")
    found.looked = max(found.looked, 1)
    return found


async def consent(build: Build) -> Findings:
    """Without consent every edge refuses; with it, it opens."""
    found = Findings()
    async with Stage(build, granted=False) as stage:
        if not stage.books:
            raise NothingToCheck("no book of consents is configured: the host's word holds; see Pipeline's `consents`")
        report = await stage.auren.ingest(stage.readings("anna", 50))
        found.expect(report.new == 0, "readings were taken in without consent to collect")
        await stage.auren.ask(stage.people["anna"], "How is my recovery?")
        await _written_to(stage)
        await stage.later(days=1)
        found.expect(not stage.provider.requests, "a model was asked without consent to a model provider")
        found.expect(not stage.sent, "a message was sent without consent to the channel")
        try:
            await stage.auren.share(stage.people["anna"], "audit")
            found.expect(False, "an export was shared without consent to share")
        except ConsentError:
            found.expect(True, "")
    async with Stage(build) as stage:
        report = await stage.auren.ingest(stage.readings("anna", 50))
        found.expect(report.refused == 0, "readings were refused although collecting was allowed")
        await stage.auren.ask(stage.people["anna"], "How is my recovery?")
        asked = bool(stage.provider.requests) or not stage.has_model
        found.expect(asked, "a model was not asked although that was allowed")
    return found


async def isolation(build: Build) -> Findings:
    """Three people with the same ids and times, all at once, get nothing of one another."""
    found = Findings()
    values = {"anna": 51.0, "ben": 62.0, "cleo": 73.0}
    async with Stage(build, *values) as stage:
        await asyncio.gather(*(stage.auren.ingest(stage.readings(name, value)) for name, value in values.items()))

        async def talk(name: str) -> None:
            for turn in range(3):
                question = f"My word is canary-{name}. How did I sleep, and is my pulse high ({turn})?"
                reply = await stage.auren.ask(stage.people[name], question, conversation="same")
                found.expect(reply.subject == stage.people[name], "a reply was somebody else's")
                found.expect(not _others(name, values, reply.text), "a reply held somebody else's words")

        await asyncio.gather(*map(talk, values))
        for name, value in values.items():
            export = await stage.auren.export(stage.people[name])
            found.expect(not _others(name, values, json.dumps(export)), "an export held somebody else's words")
            kept = export["readings"]
            own = isinstance(kept, list) and kept and all(value <= row["value"] <= value + 8 for row in kept if _is_pulse(row))
            found.expect(bool(own), "the readings of an export were somebody else's, or none")
            found.expect(_holds(export, f"canary-{name}"), "an export lacked the person's own words")
        for request in stage.provider.requests:
            whose = next((name for name, subject in stage.people.items() if _is_for(request.account, subject)), "")
            text = " ".join(message.content for message in request.messages)
            found.expect(
                bool(whose) and not _others(whose, values, text), "a request held somebody else's words, or had no account"
            )
    return found


async def erasure(build: Build) -> Findings:
    """Erasing one person leaves nothing of them, and everything of the others."""
    found = Findings()
    async with Stage(build, "anna", "ben") as stage:
        for name, value in (("anna", 50.0), ("ben", 60.0)):
            await stage.auren.ingest(stage.readings(name, value))
            await stage.auren.ask(stage.people[name], f"My word is canary-{name}. Is my pulse high?")
        await stage.later(days=1)
        before = await stage.auren.export(stage.people["ben"])
        report = await stage.auren.erase(stage.people["anna"])
        found.expect(report.complete, f"rooms could not forget: {', '.join(sorted(report.failed))}")
        after = await stage.auren.export(stage.people["anna"])
        for room in _LISTS:
            found.expect(not after.get(room), f"something was left in the room {room!r} after erasure")
        found.expect(await stage.auren.export(stage.people["ben"]) == before, "erasing one person changed another's data")
        again = await stage.auren.erase(stage.people["anna"])
        found.expect(again.complete and not sum(again.forgotten.values()), "erasing again found something left")
    return found


async def _written_to(stage: Stage) -> None:
    """Have the person write over each channel, if the directory takes addresses."""
    for number, channel in enumerate(stage.channels):
        address = f"auren-audit-{number}"
        try:
            await stage.rooms.directory.put_address(stage.people["anna"], channel.name, address)
            await stage.auren.receive(
                InboundMessage(f"auren-audit-{number}", channel.name, address, "Is my pulse high?", stage.now)
            )
        except (AttributeError, AurenError):
            continue


def _others(name: str, people: Mapping[str, float], text: str) -> bool:
    return any(f"canary-{other}" in text for other in people if other != name)


def _holds(export: Mapping[str, object], word: str) -> bool:
    return word in json.dumps(export)


def _is_pulse(row: Mapping[str, object]) -> bool:
    return row.get("metric") == "heart.resting"


def _is_for(account: object, subject: Subject) -> bool:
    return getattr(account, "subject", None) == subject


def _digits(text: str) -> str:
    return text.replace(" ", "").replace("-", "")
