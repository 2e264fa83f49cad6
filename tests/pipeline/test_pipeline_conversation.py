"""A conversation over its turns: what was asked before is known, put right, let go of, and never another person's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader, NumberDataPoint
from pipeline_house import ANNA, BEN, House

from auren._telemetry import METRIC_REPLIES
from auren.conversation import Advice, Case, Claim, ClaimKind
from auren.memory import Memory
from auren.memory.stores.sql import SQLStore
from auren.pipeline.answer import one_question
from auren.pipeline.turns import MOST_CHARACTERS, MOST_TURNS, SILENCE
from auren.ports import SpecialistContext
from auren.specialists import Orchestrator, PhysicalTherapist, TrainingCoach
from auren.specialists.understanding.tongues import ENGLISH_FOR_NOW
from auren.specialists.understanding.turns import corrected, goes_on


@dataclass
class Listener:
    """Notes the cases it gets; asks a question where told to."""

    name: str = "listener"
    expertise: frozenset[str] = frozenset({"heart"})
    asks: tuple[str, ...] = ()
    cases: list[Case] = field(default_factory=list)

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        self.cases.append(case)
        claims = [Claim("Nothing stands out.", ClaimKind.OBSERVATION)]
        claims += [Claim(text, ClaimKind.QUESTION) for text in self.asks]
        return Advice(f"a-{len(self.cases)}", self.name, tuple(claims))


async def test_what_was_asked_before_is_known_and_it_is_the_persons_own_conversation() -> None:
    listener = Listener()
    house = House(specialists=(listener,))
    async with house.pipeline as auren:
        await auren.ask(BEN, "My secret is Ben's")
        await auren.ask(ANNA, "How is my sleep?")
        await auren.ask(ANNA, "And my heart?", conversation="other")
        await auren.ask(ANNA, "And tomorrow?")
        await auren.ask(ANNA, "And then?")
    assert [case.earlier for case in listener.cases] == [
        (),
        (),
        (),
        ("How is my sleep?",),
        ("How is my sleep?", "And tomorrow?"),
    ]


async def test_a_long_silence_begins_a_conversation_anew() -> None:
    listener = Listener()
    house = House(specialists=(listener,))
    async with house.pipeline as auren:
        await auren.ask(ANNA, "How is my sleep?")
        await house.later(hours=SILENCE.total_seconds() / 3600)
        await auren.ask(ANNA, "And tomorrow?")
        await house.later(hours=SILENCE.total_seconds() / 3600, seconds=1)
        await auren.ask(ANNA, "And now?")
    assert [case.earlier for case in listener.cases] == [(), ("How is my sleep?",), ()]


async def test_what_is_carried_is_bounded() -> None:
    listener = Listener()
    house = House(specialists=(listener,))
    async with house.pipeline as auren:
        for number in range(MOST_TURNS + 4):
            await auren.ask(ANNA, f"{number} " + "why " * 500)
            await house.later(minutes=1)
    last = listener.cases[-1].earlier
    assert len(last) == MOST_TURNS
    assert last[-1].startswith(f"{MOST_TURNS + 2} ")
    assert all(len(text) <= MOST_CHARACTERS for text in last)


async def test_turns_at_one_instant_keep_their_order() -> None:
    listener = Listener()
    house = House(specialists=(listener,))
    asked = [f"Question {number}" for number in range(12)]
    async with house.pipeline as auren:
        for text in asked:
            await auren.ask(ANNA, text)
    assert listener.cases[-1].earlier == tuple(asked[-1 - MOST_TURNS : -1])


async def test_it_survives_a_restart_and_goes_with_the_person(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'talk.db'}"
    listener = Listener()

    def house() -> House:
        return House(specialists=(listener,), memory=Memory(immediate=SQLStore(url)))

    # Both houses count their ids from 1; a key gives a question an id of its own.
    async with house().pipeline as auren:
        await auren.ask(ANNA, "How is my sleep?", idempotency_key="one")
    async with house().pipeline as auren:
        await auren.ask(ANNA, "And tomorrow?", idempotency_key="two")
        assert listener.cases[-1].earlier == ("How is my sleep?",)
        await auren.erase(ANNA)
        await auren.ask(ANNA, "And tomorrow?", idempotency_key="three")
    assert not listener.cases[-1].earlier


async def test_the_same_question_again_under_one_key_is_not_its_own_past() -> None:
    listener = Listener()
    house = House(specialists=(listener,))
    async with house.pipeline as auren:
        first = await auren.ask(ANNA, "How is my sleep?", idempotency_key="k")
        assert await auren.ask(ANNA, "How is my sleep?", idempotency_key="k") == first
        await auren.ask(ANNA, "And tomorrow?")
    assert [case.earlier for case in listener.cases] == [(), ("How is my sleep?",)]


@pytest.mark.parametrize(
    ("before", "says", "after"),
    [
        ("Can I run with a sore shoulder?", "No, I meant my knee", "Can I run with a sore knee?"),
        ("Can I run with a sore shoulder?", "sorry, not my shoulder but my knee.", "Can I run with a sore knee?"),
        ("Can I run with a sore shoulder?", "I meant the knee, not the shoulder!", "Can I run with a sore knee?"),
        ("My left knee hurts 4/10", "no, the right", "My right knee hurts 4/10"),
        ("Hard session today?", "Actually, tomorrow", "Hard session tomorrow?"),
        ("Should I run on Monday?", "wait, make that Tuesday", "Should I run on tuesday?"),
        ("Can I run?", "no, a ride", "Can I ride?"),
        ("Mein Knie tut weh, was soll ich tun?", "Nein, ich meinte meine Schulter", "Mein schulter tut weh, was soll ich tun?"),
        ("Mein linkes Knie tut weh", "nicht das linke, sondern das rechte", "Mein rechte Knie tut weh"),
        ("Soll ich heute laufen?", "nein, morgen", "Soll ich morgen laufen?"),
        ("Me duele la rodilla", "No, quise decir el hombro", "Me duele la hombro"),
        ("¿Puedo correr hoy?", "perdón, mañana", "¿Puedo correr mañana?"),
        ("J'ai mal au genou", "non, je voulais dire l'épaule", "J'ai mal au épaule"),
        ("J'ai mal au genou", "pas le genou, mais l'épaule", "J'ai mal au épaule"),
        ("Meu joelho dói", "não, quis dizer o ombro", "Meu ombro dói"),
        ("My right shoulder hurts when I press.", "Sorry, it's the left one.", "My left shoulder hurts when I press."),
        ("How do I get bigger arms?", "Sorry, typo, I meant bigger legs.", "How do I get bigger legs?"),
        ("Mi rodilla izquierda duele", "no, es la derecha", "Mi rodilla derecha duele"),
        ("Can I run?", "And tomorrow?", "Can I run?"),
        ("Does my shoulder matter?", "No pain in my knee today at all", "Does my shoulder matter?"),
        ("Does my shoulder matter?", "My knee", "Does my shoulder matter?"),
    ],
)
def test_what_is_put_right_changes_what_was_asked(before: str, says: str, after: str) -> None:
    assert corrected((before,), says) == (after,)
    assert corrected((before, says)) == (after, says)[:2]


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("And tomorrow?", True),
        ("What about tonight?", True),
        ("why?", True),
        ("Why is that?", True),
        ("No, I meant my knee", True),
        ("Thanks. So what should I do tonight?", True),
        ("And what about the days I don't train?", True),
        ("Damn, I read the date wrong. It's tomorrow morning at nine!", True),
        ("I forgot to say that I'm vegetarian.", True),
        ("And the espresso I have at five, is that a problem?", False),
        ("Hard session today?", False),
        ("And my sleep?", False),
        ("No pain today", False),
        ("Nein, ich meinte mein Knie", True),
        ("No, quise decir la rodilla", True),
        ("nein, heute nicht", False),
        ("Ich habe Knie", False),
        ("Non merci", False),
        ("no puedo correr", False),
        ("I slept well", False),
        ("and " * 400, False),
        ("", False),
    ],
)
def test_what_says_nothing_by_itself_goes_on_from_what_was_asked_before(text: str, so: bool) -> None:
    assert goes_on(text) is so


async def test_whoever_asks_in_another_language_is_told_once_that_advice_is_in_english() -> None:
    house = House(specialists=(Listener(),))
    async with house.pipeline as auren:
        first = await auren.ask(ANNA, "Wie habe ich heute geschlafen?")
        again = await auren.ask(ANNA, "Und wie ist mein Ruhepuls?")
        english = await auren.ask(BEN, "How did I sleep?")
    assert [sentence.text for sentence in first.sentences] == [ENGLISH_FOR_NOW["de"], "Nothing stands out."]
    assert first.sentences[0].origin == "fixed"
    assert [sentence.text for sentence in (*again.sentences, *english.sentences)] == ["Nothing stands out."] * 2


async def test_an_answer_in_the_language_of_the_question_says_nothing_of_english() -> None:
    class German(Listener):
        async def advise(self, case: Case, context: SpecialistContext) -> Advice:
            return Advice(
                "a", self.name, (Claim("Heute ist nichts zu sehen, und du hast gut geschlafen.", ClaimKind.OBSERVATION),)
            )

    house = House(specialists=(German(),))
    async with house.pipeline as auren:
        reply = await auren.ask(ANNA, "Wie habe ich heute geschlafen?")
    assert [sentence.origin for sentence in reply.sentences] == ["plain"]


def test_a_correction_reaches_over_turns_that_are_of_another_kind() -> None:
    told = corrected(("Can I run with a sore shoulder?", "And tomorrow?"), "no, I meant my knee")
    assert told == ("Can I run with a sore knee?", "And tomorrow?")


async def test_the_team_takes_a_conversation_up() -> None:
    house = House(specialists=(PhysicalTherapist(), TrainingCoach()))
    async with house.pipeline as auren:
        first = await auren.ask(ANNA, "My shoulder pain is 6/10, should I train?")
        again = await auren.ask(ANNA, "No, I meant my knee")
        tomorrow = await auren.ask(ANNA, "And tomorrow?")
        other = await auren.ask(ANNA, "What is a good warm-up for squats?")
    for reply in (first, again, tomorrow):
        assert "physical_therapist" in {advice.specialist for advice in reply.advice}
        assert any(limit.on == "training_load" for limit in reply.plan.constraints)
    # Pain that was told of in a talk limits to its end, whatever is asked next.
    assert any(limit.cause == "pain" for limit in other.plan.constraints)
    assert "knee" not in other.text


async def test_a_specialist_of_ones_own_is_asked_again_where_a_question_goes_on_from_one_to_it() -> None:
    own, other = Listener("own", expertise=frozenset({"yoga"})), Listener("zz", expertise=frozenset({"piano", "chess"}))
    house = House(specialists=(own, other))
    async with house.pipeline as auren:
        for text in ("Is yoga for me?", "And tomorrow?", "why?"):
            await auren.ask(ANNA, text)
            await house.later(minutes=1)
    assert [len(one.cases) for one in (own, other)] == [3, 0]


def test_one_question_is_asked_over_all_and_none_again() -> None:
    def said(name: str, *claims: tuple[str, ClaimKind]) -> Advice:
        return Advice(name, name, tuple(Claim(*claim) for claim in claims))

    two = (
        said("a", ("It is fine.", ClaimKind.OBSERVATION), ("Where does it hurt?", ClaimKind.QUESTION)),
        said("b", ("Since when?", ClaimKind.OBSERVATION), ("No nights yet.", ClaimKind.MISSING)),
        said(
            "c",
            ("No days yet.", ClaimKind.MISSING),
        ),
    )

    def words(given: tuple[Advice, ...]) -> list[str]:
        return [claim.text for advice in given for claim in advice.claims]

    assert words(one_question(two)) == ["It is fine.", "Where does it hurt?", "No nights yet."]
    assert words(one_question(two, ("Fine. Where does it hurt?",))) == ["It is fine.", "Since when?", "No nights yet."]
    only = (said("a", ("Where does it hurt?", ClaimKind.QUESTION)),)
    assert words(one_question(only, ("Where does it hurt?",))) == ["Where does it hurt?"]


async def test_two_specialists_that_ask_end_in_one_question() -> None:
    one, other = Listener("one", asks=("How long do you sleep?",)), Listener("other", asks=("How do you feel?",))
    house = House(specialists=(one, other))
    assert len(Orchestrator((one, other)).specialists) == 2
    async with house.pipeline as auren:
        reply = await auren.ask(ANNA, "How is my heart?")
    assert len(reply.advice) == 2
    assert reply.text.count("?") == 1


async def test_how_deep_a_conversation_went_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = InMemoryMetricReader()
    monkeypatch.setattr(metrics, "get_meter", MeterProvider(metric_readers=[reader]).get_meter)
    house = House(specialists=(Listener(),))
    async with house.pipeline as auren:
        for _ in range(12):
            await auren.ask(ANNA, "How is my heart?")
            house.clock.move_to(house.clock.now() + timedelta(minutes=1))
    data = reader.get_metrics_data()
    assert data is not None
    found = [metric for part in data.resource_metrics for scope in part.scope_metrics for metric in scope.metrics]
    points = [point for metric in found if metric.name == METRIC_REPLIES for point in metric.data.data_points]
    depths = {(point.attributes or {})["depth"]: point.value for point in points if isinstance(point, NumberDataPoint)}
    assert depths == {**dict.fromkeys(range(1, 10), 1), 10: 3}
