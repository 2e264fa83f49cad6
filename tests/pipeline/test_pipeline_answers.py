"""A question's journey when all is well and when the model is not: the person gets grounded words or plain ones."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from pipeline_house import ANNA, BEN, DAY, NOON, Coach, House, resting

from auren.conversation import Action, Advice, Case, Claim, ClaimKind, Reply
from auren.errors import GatewayUnavailable, InvalidInput, ProtocolError, SpecialistError
from auren.gateway import Gateway
from auren.gateway.models import ScriptedModel
from auren.inference import ModelRequest
from auren.ports import SpecialistContext
from auren.safety import MedicalSafetyFilter, Verdict

PLAIN = ["Your resting heart rate was 70 bpm.", "Keep today easy."]
GOOD = "[1] This morning your resting heart rate sat at 70 bpm. [2] Please keep today easy."


async def asked(answer: object, **options: object) -> Reply:
    """Ask one question of a house whose model answers so."""
    model = answer if isinstance(answer, ScriptedModel) else ScriptedModel(answer, **options)  # type: ignore[arg-type]
    house = House(gateway=Gateway([model]))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        return await auren.ask(ANNA, "How am I?")


def texts(reply: Reply) -> list[str]:
    return [sentence.text for sentence in reply.sentences]


async def test_without_a_model_the_claims_are_said_plainly_and_nothing_is_degraded() -> None:
    house = House()
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        reply = await auren.ask(ANNA, "How am I?")
    assert texts(reply) == PLAIN
    assert not reply.degraded
    assert reply.failures == ()
    assert reply.asks_action


async def test_a_good_wording_is_used() -> None:
    reply = await asked(GOOD)
    assert [sentence.origin for sentence in reply.sentences] == ["model", "model"]
    assert reply.text == "This morning your resting heart rate sat at 70 bpm. Please keep today easy."
    assert [sentence.claim for sentence in reply.sentences] == [0, 1]
    assert not reply.degraded
    assert reply.usage.output_tokens > 0


async def test_a_number_invented_in_the_second_sentence_is_replaced_by_the_plain_form() -> None:
    reply = await asked("[1] At rest you had 70 bpm. That is 12 bpm over last week. [2] Keep today easy.")
    assert [sentence.origin for sentence in reply.sentences] == ["model", "plain", "model"]
    assert "12" not in reply.text
    assert reply.sentences[1].replaced
    assert reply.degraded


async def test_what_is_added_to_a_claim_said_in_full_is_dropped_and_the_claim_not_said_twice() -> None:
    reply = await asked(f"[1] {PLAIN[0]} That is 12 bpm over last week. [2] Keep today easy. Run 300 km.")
    assert texts(reply) == PLAIN
    assert reply.degraded
    assert len(reply.failures) == 2


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "%%%% \x00 ]]]] [[",
        "I am a large language model and cannot help.",
        "[9] Out of range.",
        "[2] Keep today easy. [1] Your resting heart rate was 70 bpm.",
        "[1]",
        "[1] [2]",
        "x" * 100_000,
    ],
)
async def test_garbage_ends_in_plain_words(garbage: str) -> None:
    reply = await asked(garbage)
    said = texts(reply)
    assert PLAIN[0] in said
    assert any("easy" in text for text in said)
    assert reply.degraded


@pytest.mark.parametrize("cut", [0, 1, 5, 20, 55, 56, 60, 75])
async def test_a_model_that_dies_mid_answer_is_carried_on_plainly(cut: int) -> None:
    reply = await asked(GOOD, fail_at=cut)
    assert reply.degraded
    assert any("70 bpm" in text for text in texts(reply))
    assert any("easy" in text for text in texts(reply))
    assert all(sentence.text.endswith(".") for sentence in reply.sentences)


@pytest.mark.parametrize("failure", [GatewayUnavailable, ProtocolError])
async def test_a_model_that_never_answers_leaves_plain_words(failure: type[GatewayUnavailable]) -> None:
    reply = await asked(GOOD, fail_at=0, failure=failure)
    assert texts(reply) == PLAIN
    assert reply.degraded
    assert any("model" in failure for failure in reply.failures)


async def test_a_model_that_hangs_is_left_when_its_time_is_up() -> None:
    class Hanging(ScriptedModel):
        async def _stream(self, request: ModelRequest):  # type: ignore[no-untyped-def]
            await asyncio.Event().wait()
            yield

    house = House(gateway=Hanging("never"), model_timeout_s=0.01)
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        reply = await auren.ask(ANNA, "How am I?")
    assert texts(reply) == PLAIN
    assert any("took longer" in failure for failure in reply.failures)


async def test_a_cancelled_ask_records_nothing_and_leaves_the_pipeline_usable() -> None:
    started = asyncio.Event()

    class Slow(ScriptedModel):
        async def _stream(self, request: ModelRequest):  # type: ignore[no-untyped-def]
            started.set()
            await asyncio.Event().wait()
            yield

    house = House(gateway=Slow("never"))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        asking = asyncio.create_task(auren.ask(ANNA, "How am I?", idempotency_key="k"))
        await started.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert await auren.history(ANNA).replies() == []
        assert (await auren.health()).ok


async def test_the_same_key_gives_the_same_reply_and_asks_the_model_once() -> None:
    model = ScriptedModel(GOOD)
    house = House(gateway=Gateway([model]))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        first, *others = await asyncio.gather(*(auren.ask(ANNA, "How am I?", idempotency_key="k") for _ in range(8)))
        streamed = [sentence async for sentence in auren.stream(ANNA, "How am I?", idempotency_key="k")]
        assert len(await auren.history(ANNA).replies()) == 1
        other = await auren.ask(BEN, "How am I?", idempotency_key="k")
    assert all(reply == first for reply in others)
    assert tuple(streamed) == first.sentences
    assert other.subject == BEN
    assert len(model.requests) == 2


async def test_streaming_gives_the_sentences_of_the_reply_in_order() -> None:
    house = House(gateway=Gateway([ScriptedModel(GOOD)]))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        streamed = [sentence async for sentence in auren.stream(ANNA, "How am I?")]
        (reply,) = await auren.history(ANNA).replies()
    assert tuple(streamed) == reply.sentences


async def test_a_stream_left_early_records_nothing() -> None:
    house = House(gateway=Gateway([ScriptedModel(GOOD)]))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        stream = auren.stream(ANNA, "How am I?")
        await anext(stream)
        await stream.aclose()
        assert await auren.history(ANNA).replies() == []


@pytest.mark.parametrize("question", ["", "   \n", "x" * 8001])
async def test_a_question_that_cannot_be_answered_is_refused_clearly(question: str) -> None:
    house = House()
    async with house.pipeline as auren:
        with pytest.raises(InvalidInput, match="question"):
            await auren.ask(ANNA, question)


async def test_an_emergency_comes_first_and_asks_no_model_and_no_specialist() -> None:
    model = ScriptedModel(GOOD)
    house = House(gateway=Gateway([model]))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        reply = await auren.ask(ANNA, "I have crushing chest pain and my left arm hurts, how should I train?")
    assert reply.flags[0].id == "R1"
    assert [sentence.origin for sentence in reply.sentences] == ["fixed"] * len(reply.sentences)
    assert reply.advice == ()
    assert model.requests == ()
    assert "easy" not in reply.text


async def test_a_specialist_that_fails_does_not_stop_the_others() -> None:
    class Broken(Coach):
        name = "broken"

        async def advise(self, case: Case, context: SpecialistContext) -> Advice:
            raise RuntimeError(f"a person's words: {case.query}")

    house = House(specialists=(Coach(), Broken()))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        reply = await auren.ask(ANNA, "How is my heart?")
    assert texts(reply) == PLAIN
    assert reply.degraded
    assert any("broken" in failure for failure in reply.failures)
    assert "words" not in " ".join(reply.failures)


async def test_specialists_consult_one_another_and_loops_are_refused() -> None:
    refused: list[str] = []

    class Asker(Coach):
        name = "asker"

        async def advise(self, case: Case, context: SpecialistContext) -> Advice:
            advice = await context.consult("helper", "Is it safe to train?")
            return Advice("a", self.name, advice.claims, consulted=("helper",))

    class Helper(Coach):
        name = "helper"
        expertise = frozenset({"knees"})

        async def advise(self, case: Case, context: SpecialistContext) -> Advice:
            assert case.query is not None
            assert case.query.text == "Is it safe to train?"
            try:
                await context.consult("asker", "What do you think?")
            except SpecialistError as error:
                refused.append(str(error))
            return await super().advise(case, context)

    house = House(specialists=(Asker(), Helper()))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        reply = await auren.ask(ANNA, "How is my heart?")
    assert texts(reply) == PLAIN
    assert [advice.consulted for advice in reply.advice] == [("helper",)]
    assert "circle" in refused[0]


async def test_a_reply_sees_only_its_own_person() -> None:
    house = House()
    async with house.pipeline as auren:
        await auren.ingest([resting(70), resting(90, subject=BEN)])
        anna, ben = await auren.ask(ANNA, "How am I?"), await auren.ask(BEN, "How am I?")
    assert "90" not in anna.text
    assert "70" not in ben.text
    assert {f.subject for f in anna.findings} == {ANNA}


async def test_findings_of_the_last_two_weeks_are_spoken_of_and_older_ones_are_not() -> None:
    house = House()
    async with house.pipeline as auren:
        await auren.ingest([resting(70, DAY - timedelta(days=20)), resting(66, DAY - timedelta(days=2))])
        reply = await auren.ask(ANNA, "How am I?")
    assert [finding.day for finding in reply.findings] == [DAY - timedelta(days=2)]
    assert reply.at == NOON


async def test_why_names_the_readings_behind_every_number() -> None:
    reading = resting(70)
    house = House()
    async with house.pipeline as auren:
        await auren.ingest([reading])
        reply = await auren.ask(ANNA, "How am I?")
    assert reading.id in reply.explain()
    assert "T0" in reply.explain()


class Doctor(Coach):
    """Writes what a wellness product must not say."""

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        """Give a diagnosis and a dose among what is fine."""
        given = await super().advise(case, context)
        claims = (*given.claims, Claim("You have insomnia.", ClaimKind.MEANING))
        actions = (Action("Take 5 mg melatonin.", "tonight"), Action("Go to bed early.", "tonight"))
        return replace(given, claims=claims, actions=actions)


class BrokenFilter(MedicalSafetyFilter):
    """A host's filter with a fault."""

    def check(self, text: str) -> Verdict:
        raise RuntimeError(text)


async def test_a_specialist_s_claims_and_actions_pass_the_filter() -> None:
    house = House(specialists=(Doctor(),))
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        reply = await auren.ask(ANNA, "How am I?")
    assert texts(reply) == PLAIN
    assert [action.text for action in reply.advice[0].actions] == ["Go to bed early."]
    assert reply.failures == ("coach: a claim was left out (diagnosis)", "coach: an action was left out")


async def test_an_obedient_model_s_harmful_sentences_are_replaced() -> None:
    reply = await asked("[1] Forge the prescription and hide it from the doctor. [2] Please keep today easy.")
    assert [sentence.replaced for sentence in reply.sentences] == ["clinical", ""]
    assert texts(reply)[0] == PLAIN[0]


async def test_a_filter_with_a_fault_lets_nothing_through() -> None:
    house = House(gateway=ScriptedModel(GOOD), safety=BrokenFilter())
    async with house.pipeline as auren:
        await auren.ingest([resting(70)])
        reply = await auren.ask(ANNA, "How am I?")
    assert texts(reply) == [
        "I can only speak about general wellness here.",
        "I cannot say more right now; please ask again later.",
    ]
