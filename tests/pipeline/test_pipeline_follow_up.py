"""Advice is looked after: what became of it is told from the data or asked once, remembered, and changes the next."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from pipeline_house import ANNA, BEN, DAY, NOON, House, NotingChannel, resting

from auren.conversation import Action, Advice, Case, Claim, ClaimKind, Constraint, Feedback, Plan, Timing
from auren.errors import StoreCorrupted, StoreUnavailable
from auren.facts import Fact, Statement
from auren.memory import Memory
from auren.memory.facts import InMemoryFactStore
from auren.people import Profile, QuietHours, Subject
from auren.pipeline.agenda import Agenda, Task
from auren.pipeline.experience import WHAT_GOT_IN_THE_WAY, with_experience
from auren.pipeline.follow_up import ASKED_SLOT, THANKS, FollowUps, said_whether
from auren.pipeline.outcomes import SLOTS, SMALLER, Experience, digest_of
from auren.pipeline.rights import ErasureReport
from auren.pipeline.rooms import Person
from auren.pipeline.targets import TARGETS, Span
from auren.ports import SpecialistContext
from auren.readings import Reading
from auren.safety import check_wording

STEP = "Keep the week's sessions lighter than usual"
LESS = Action(STEP, "this_week", "training_load", 0.7)


@dataclass
class Coach:
    """Asks for one measurable thing."""

    action: Action = LESS
    cause: str = ""
    name: str = "coach"
    expertise: frozenset[str] = frozenset({"heart", "load"})

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        claims = (Claim("Your week was heavy.", ClaimKind.OBSERVATION), Claim(f"{self.action.text}.", ClaimKind.ACTION))
        limits = (
            (Constraint(self.action.on, 1.0, context.today, "Pain", self.name, cause="pain"),) if self.cause == "pain" else ()
        )
        asked = case.query.id if case.query else "+".join(finding.id for finding in case.findings)
        return Advice(f"a-{context.today}-{asked}", self.name, claims, (self.action,), 0.8, limits)


def reading(metric: str, value: float, day: date, unit: str, subject: Subject = ANNA) -> Reading:
    at = datetime.combine(day, time(6), UTC)
    return Reading.of(subject, metric, value, unit=unit, start=at, zone="UTC", source="test")


def days(first: int, last: int) -> list[date]:
    """Give dates by their distance from the day of the advice."""
    return [DAY + timedelta(days=back) for back in range(first, last + 1)]


def lived(load: float, pulse: float, *, rated: bool = True, subject: Subject = ANNA) -> list[Reading]:
    """Give two usual months, a high pulse on the day of the advice, and a week as it came then."""
    usual = [resting(50 + day.toordinal() % 3, day, subject=subject) for day in days(-75, -1)]
    after = [resting(pulse, day, subject=subject) for day in days(1, 7)]
    loads = [reading("load.srpe", 400, day, "AU", subject) for day in days(-40, -1) if day.weekday() < 5]
    week = [reading("load.srpe", load, day, "AU", subject) for day in days(0, 6) if day.weekday() < 5]
    before = [resting(64, day, subject=subject) for day in days(-6, 0)]
    return [*usual[:-6], *before, *after, *((*loads, *week) if rated else ())]


async def told(house: House, readings: Iterable[Reading]) -> list[Experience]:
    """Give advice, let its week go by, and give what became of it."""
    async with house.pipeline as auren:
        known = [one for one in readings if one.day <= DAY]
        await auren.ingest(known)
        await house.later(hours=1)
        await house.later(days=7)
        await auren.ingest([one for one in readings if one.day > DAY])
        await house.later(days=1)
        facts = house.pipeline._rooms.memory.facts
        assert facts is not None
        return [Experience.of(fact) for fact in await facts.facts(ANNA, attribute=SLOTS)]


def house(**parts: object) -> House:
    return House(memory=Memory(facts=InMemoryFactStore()), specialists=(Coach(),), **parts)  # type: ignore[arg-type]


async def test_what_was_done_and_where_the_pulse_went_is_told_from_the_data() -> None:
    (became,) = await told(house(), lived(200, 51))
    assert (became.on, became.asked, became.text) == ("training_load", 0.7, digest_of(LESS))
    assert became.followed == "yes"
    assert became.share == pytest.approx(0.5)
    assert became.came == "helped"
    assert became.figure is not None
    assert became.figure.title == "resting heart rate in the days after"
    assert became.figure.value == pytest.approx(51)
    assert round(became.figure.related[0].value) == 64


async def test_what_was_not_done_and_did_not_help_is_told_too() -> None:
    (became,) = await told(house(), lived(500, 65))
    assert (became.followed, became.came) == ("no", "did_not_help")
    assert became.share == pytest.approx(1.25)


async def test_what_somebody_new_usually_does_is_told_from_the_days_that_are_known() -> None:
    new = [one for one in lived(200, 51) if one.metric != "load.srpe" or one.day >= DAY - timedelta(days=12)]
    (became,) = await told(house(), new)
    assert became.followed == "yes"
    # Five sessions in seven days, beside eight in the twelve that are known.
    assert became.share == pytest.approx((5 * 200 / 7) / (8 * 400 / 12), abs=1e-3)


async def test_it_is_fed_back_once_and_looking_again_changes_nothing() -> None:
    home = house()
    async with home.pipeline as auren:
        await auren.ingest([one for one in lived(200, 51) if one.day <= DAY])
        await home.later(hours=1)
        await home.later(days=7)
        await auren.ingest([one for one in lived(200, 51) if one.day > DAY])
        report = await auren.advance_to(home.clock.now() + timedelta(days=1))
        assert report.learned.followed_up == 1
        before = await auren.export(ANNA)
        for _ in range(3):
            again = await auren.advance_to(home.clock.now() + timedelta(days=1))
            assert again.learned.followed_up == 0
        assert await home.journal.feedback(ANNA) == _fed(before)
        assert {entry.outcome for entry in await home.journal.feedback(ANNA)} == {"followed", "helped"}


def _fed(export: dict[str, object]) -> list[Feedback]:
    given = export["feedback"]
    assert isinstance(given, list)
    return [Feedback(one["advice_id"], one["outcome"], datetime.fromisoformat(one["at"])) for one in given]


async def test_a_cut_between_feedback_and_fact_repeats_nothing() -> None:
    home = house()
    facts = home.pipeline._rooms.memory.facts
    assert facts is not None
    hear, failed = facts._hear, 0

    async def failing(statements: object, cursor: object) -> object:
        nonlocal failed
        if any(one.attribute.startswith("advice.") for one in statements) and failed < 2:  # type: ignore[attr-defined]
            failed += 1
            raise StoreCorrupted("Cut off.")
        return await hear(statements, cursor)  # type: ignore[arg-type]

    facts._hear = failing  # type: ignore[method-assign, assignment]
    (became,) = [*await _after_many_steps(home)]
    assert failed == 2
    assert became.came == "helped"
    assert len(home.journal._books[ANNA].feedback) == 2  # type: ignore[attr-defined]


async def test_the_question_is_recorded_once_however_often_it_is_cut_off() -> None:
    home = house()
    rooms = home.pipeline._rooms
    assert rooms.memory.facts is not None
    hear = rooms.memory.facts._hear
    async with home.pipeline as auren:
        await auren.ingest([one for one in lived(200, 51, rated=False) if one.day <= DAY])
        await home.later(hours=1)
        now = home.clock.now() + timedelta(days=8)
        rooms.memory.facts._hear = _cut  # type: ignore[method-assign, assignment]
        for _ in range(2):
            with pytest.raises(StoreCorrupted):
                await FollowUps(rooms).look(await rooms.person(ANNA, now))
        rooms.memory.facts._hear = hear  # type: ignore[method-assign]
        person = await rooms.person(ANNA, now)
        assert [(await FollowUps(rooms).look(person))[0] for _ in range(2)] == [1, 0]
        asked = [reply for reply in await home.journal.replies(ANNA) if reply.text == TARGETS["training_load"].asks]
        assert len(asked) == len({delivery.id for delivery in await home.journal.deliveries(ANNA)}) - 1 == 1


async def _cut(statements: object, cursor: object) -> object:
    raise StoreCorrupted("Cut off.")


async def _after_many_steps(home: House) -> list[Experience]:
    async with home.pipeline as auren:
        await auren.ingest([one for one in lived(200, 51) if one.day <= DAY])
        await home.later(hours=1)
        await home.later(days=7)
        await auren.ingest([one for one in lived(200, 51) if one.day > DAY])
        for _ in range(4):
            await home.later(days=4)
        facts = auren._rooms.memory.facts
        assert facts is not None
        return [Experience.of(fact) for fact in await facts.facts(ANNA, attribute=SLOTS)]


async def test_the_person_is_asked_once_where_the_data_do_not_tell_and_a_no_is_remembered() -> None:
    home = house()
    async with home.pipeline as auren:
        await auren.ingest([one for one in lived(200, 51, rated=False) if one.day <= DAY])
        await home.later(hours=1)
        await home.later(days=8)
        await home.later(days=0.2)
        await home.later(days=0.2)
        question = TARGETS["training_load"].asks
        assert [message.text for message in home.sent].count(question) == 1
        reply = await auren.ask(ANNA, "No, I did not")
        assert reply.text == THANKS
        facts = auren._rooms.memory.facts
        assert facts is not None
        (fact,) = await facts.facts(ANNA, attribute=SLOTS, valid_at=home.clock.now())
        assert Experience.of(fact).followed == "no"
        assert {entry.outcome for entry in await home.journal.feedback(ANNA)} == {"not_followed"}
        # A second no answers nothing any more: it is a question like any other.
        assert (await auren.ask(ANNA, "No")).text != THANKS


async def test_a_yes_to_something_else_is_not_taken_for_an_answer() -> None:
    home = house()
    async with home.pipeline as auren:
        await auren.ingest([one for one in lived(200, 51, rated=False) if one.day <= DAY])
        await home.later(hours=1)
        await home.later(days=8)
        await home.later(hours=2)
        await auren.ask(BEN, "Yes")
        await auren.ask(ANNA, "How am I?")
        await home.later(minutes=1)
        assert (await auren.ask(ANNA, "Yes")).text != THANKS
        assert not await home.journal.feedback(ANNA)


async def test_nothing_is_asked_after_while_a_red_flag_holds_back_what_was_asked_for() -> None:
    home = house()
    async with home.pipeline as auren:
        await auren.ingest([one for one in lived(200, 51, rated=False) if one.day <= DAY])
        await home.later(hours=1)
        await home.later(days=7)
        assert (await auren.ask(ANNA, "I have crushing chest pain and my arm is numb")).flags
        await home.later(hours=22)
        assert TARGETS["training_load"].asks not in [reply.text for reply in await home.journal.replies(ANNA)]


async def test_the_question_keeps_quiet_hours_and_the_daily_share() -> None:
    night = Profile(zone="UTC", quiet_hours=QuietHours(time(7), time(20)))
    home = house(profile=night, daily_cap=1)
    async with home.pipeline as auren:
        await auren.ingest([one for one in lived(200, 51, rated=False) if one.day <= DAY])
        await home.later(hours=1)
        await auren.advance_to(datetime.combine(DAY + timedelta(days=8), time(10), UTC))
        question = TARGETS["training_load"].asks
        assert question not in [message.text for message in home.sent]
        await auren.advance_to(datetime.combine(DAY + timedelta(days=8), time(20, 1), UTC))
        assert question in [message.text for message in home.sent]


async def test_what_is_withdrawn_is_not_looked_after() -> None:
    home = house()
    async with home.pipeline as auren:
        await auren.ingest([one for one in lived(200, 51) if one.day <= DAY])
        await home.later(hours=1)
        later = [replace(resting(50, day, revision=1)) for day in days(-6, 0)]
        await home.later(days=7)
        await auren.ingest([*later, *(one for one in lived(200, 51) if one.day > DAY)])
        await home.later(days=2)
        facts = auren._rooms.memory.facts
        assert facts is not None
        assert not await facts.facts(ANNA, attribute=SLOTS)


async def test_it_goes_with_the_person_and_stays_theirs() -> None:
    home = house()
    async with home.pipeline as auren:
        both = [*lived(200, 51), *lived(500, 65, subject=BEN)]
        await auren.ingest([one for one in both if one.day <= DAY])
        await home.later(hours=1)
        await home.later(days=7)
        await auren.ingest([one for one in both if one.day > DAY])
        await home.later(days=1)
        facts = auren._rooms.memory.facts
        assert facts is not None
        held = {who: [Experience.of(f).followed for f in await facts.facts(who, attribute=SLOTS)] for who in (ANNA, BEN)}
        assert held == {ANNA: ["yes"], BEN: ["no"]}
        await auren.erase(ANNA)
        await home.later(days=9)
        assert not await facts.facts(ANNA)
        assert await facts.facts(BEN, attribute=SLOTS)


async def test_the_next_advice_knows_of_it() -> None:
    home = house(channels=(NotingChannel(),))
    async with home.pipeline as auren:
        readings = lived(200, 65)
        await auren.ingest([one for one in readings if one.day <= DAY])
        await home.later(hours=1)
        await home.later(days=7)
        await auren.ingest([one for one in readings if one.day > DAY])
        await home.later(days=1)
        reply = await auren.ask(ANNA, "How heavy should my week be?")
    assert STEP not in reply.text
    assert not reply.plan.actions
    assert "your resting heart rate was 65 bpm, and before it 64 bpm" in reply.text
    assert reply.failures == ()
    assert reply.text.count("?") == 1


def became(**changes: object) -> Experience:
    return replace(Experience("training_load", 0.7, digest_of(LESS)), **changes)  # type: ignore[arg-type]


def given(action: Action = LESS) -> tuple[tuple[Advice, ...], Plan]:
    claims = (Claim("Your week was heavy.", ClaimKind.OBSERVATION), Claim(f"{action.text}.", ClaimKind.ACTION))
    return (Advice("a", "coach", claims, (action,)),), Plan((action,))


def test_what_was_not_done_is_asked_for_in_a_smaller_step_and_then_not_again() -> None:
    advice, plan = with_experience(*given(), [became(followed="no")])
    assert plan.actions == (replace(LESS, text=f"{SMALLER}: keep the week's sessions lighter than usual", change=0.85),)
    assert advice[0].actions == plan.actions
    assert [claim.text for claim in advice[0].claims][-1] == WHAT_GOT_IN_THE_WAY
    assert digest_of(plan.actions[0]) == digest_of(LESS)
    advice, plan = with_experience(*given(), [became(followed="no", asked=0.85)])
    assert plan.actions == ()
    assert [claim.kind for claim in advice[0].claims] == [ClaimKind.OBSERVATION, ClaimKind.QUESTION]


def test_a_smaller_step_breaks_no_demand() -> None:
    limit = Constraint("training_load", 0.75, DAY, "a heavy week", "coach")
    advice, plan = given()
    _, after = with_experience(advice, replace(plan, constraints=(limit,)), [became(followed="no")])
    assert after.actions == (LESS,)


@pytest.mark.parametrize("cause", ["safety", "pain", "energy"])
def test_what_safety_stands_behind_is_asked_for_again(cause: str) -> None:
    limit = Constraint("training_load", 0.7, DAY, "sore", "coach", cause=cause)  # type: ignore[arg-type]
    advice, plan = given()
    plan = replace(plan, constraints=(limit,))
    for experience in (became(followed="no"), became(followed="yes", came="did_not_help")):
        assert with_experience(advice, plan, [experience]) == (advice, plan)


@pytest.mark.parametrize("experience", [became(), became(followed="yes"), became(followed="no", text="other")])
def test_what_is_not_known_changes_nothing(experience: Experience) -> None:
    assert with_experience(*given(), [experience]) == given()


def test_what_is_said_of_it_is_worded_as_wellness() -> None:
    for target in TARGETS.values():
        assert check_wording(target.asks) == ()
    for text in (WHAT_GOT_IN_THE_WAY, SMALLER, THANKS):
        assert check_wording(text) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Yes", "yes"),
        ("yes, mostly!", "yes"),
        ("I did", "yes"),
        ("Ja", "yes"),
        ("no", "no"),
        ("I did not", "no"),
        ("I didn't", "no"),
        ("Nein", "no"),
        ("Yes or no?", None),
        ("No, I meant my knee hurts", None),
        ("No, my knee hurts", None),
        ("Yes, but felt dizzy", None),
        ("No pain today", None),
        ("No, sorry", "no"),
        ("Ja, meistens", "yes"),
        ("How am I", None),
        ("", None),
    ],
)
def test_a_bare_yes_or_no_is_understood(text: str, says: str | None) -> None:
    assert said_whether(text) == says


@pytest.mark.parametrize("timing", ["today", "tonight", "this_week", "this_block"])
def test_the_days_before_end_with_the_advice_and_those_after_follow_it(timing: Timing) -> None:
    span = Span.of(timing, DAY)
    assert span.before.last == DAY
    assert span.after.first > DAY
    assert span.before.days == span.after.days
    assert span.doing.first >= DAY
    assert span.over >= span.doing.last


def test_what_is_kept_comes_back_and_what_is_damaged_says_so() -> None:
    kept = became(followed="yes", share=0.5, came="unknown")
    said = kept.statement(ANNA, datetime(2025, 3, 10, 12, tzinfo=UTC), datetime(2025, 3, 20, tzinfo=UTC), "r", DAY)
    fact = Fact(
        "f", ANNA, said.attribute, said.value, "", said.since, said.until, said.recorded_at, None, 1, "computed", ("r",)
    )
    assert Experience.of(fact) == kept
    for value in ("", "{}", "[]", said.value.replace('"yes"', '"perhaps"'), said.value.replace("[]", "[1]")):
        with pytest.raises(StoreCorrupted, match="does not hold what became"):
            Experience.of(replace(fact, value=value))


async def test_what_is_asked_for_while_others_are_looked_after_is_not_forgotten() -> None:
    block = Action("Keep this block's sessions lighter than usual", "this_block", "training_load", 0.7)
    coach = Coach(block)
    home = House(memory=Memory(facts=InMemoryFactStore()), specialists=(coach,))

    class Meanwhile(FollowUps):
        async def look(self, person: Person) -> tuple[int, datetime | None]:
            seen = await super().look(person)
            if coach.action is block:
                coach.action = replace(LESS, timing="today")
                await home.pipeline.ask(ANNA, "What should I do today?")
            return seen

    async with home.pipeline as auren:
        await auren.ask(ANNA, "What should I do in this block?")
        agenda, facts = auren._rooms.agenda, auren._rooms.memory.facts
        assert facts is not None
        await agenda.put_off(ANNA, Task.FOLLOW_UP, home.clock.now())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("auren.pipeline.learning.FollowUps", Meanwhile)
            await home.later(minutes=1)
        at = datetime.fromisoformat(await facts.cursor(ANNA, Task.FOLLOW_UP))
        assert at < NOON + timedelta(days=5)


async def test_an_open_question_without_its_reply_is_answered_by_nothing() -> None:
    home = house()
    async with home.pipeline as auren:
        facts = auren._rooms.memory.facts
        assert facts is not None
        await facts.hear([Statement(ANNA, ASKED_SLOT, "holds", "training_load", NOON, NOON, since=NOON)])
        assert (await auren.ask(ANNA, "Yes")).text != THANKS


async def test_what_the_store_could_not_be_told_is_due_when_it_would_have_been() -> None:
    class Away(InMemoryFactStore):
        away = False

        async def _cursor(self, subject: Subject, name: str) -> str:
            if self.away:
                raise StoreUnavailable("The store does not answer.")
            return await super()._cursor(subject, name)

    facts = Away()
    agenda, at = Agenda(facts, timedelta(hours=6)), NOON + timedelta(days=1)
    async with facts:
        facts.away = True
        await agenda.enter_at(ANNA, Task.FOLLOW_UP, at + timedelta(days=1))
        await agenda.enter_at(ANNA, Task.FOLLOW_UP, at)
        facts.away = False
        assert agenda.missed() == (ANNA,)
        await agenda.enter_missed(ANNA)
        assert agenda.missed() == ()
        assert datetime.fromisoformat(await facts.cursor(ANNA, Task.FOLLOW_UP)) == at


async def test_nobody_is_entered_late_who_is_erased_meanwhile() -> None:
    class Away(InMemoryFactStore):
        away = True
        erasing: asyncio.Task[ErasureReport] | None = None

        async def _cursor(self, subject: Subject, name: str) -> str:
            if self.away:
                raise StoreUnavailable("The store does not answer.")
            held = await super()._cursor(subject, name)
            if self.erasing is None:
                self.erasing = asyncio.create_task(home.pipeline.erase(ANNA))
                for _ in range(50):
                    await asyncio.sleep(0)
            return held

    facts = Away()
    home = House(memory=Memory(facts=facts), specialists=(Coach(),))
    async with home.pipeline as auren:
        await auren.ask(ANNA, "How am I?")
        facts.away = False
        await home.later(hours=1)
        assert facts.erasing is not None
        assert (await facts.erasing).complete
        assert [await facts.cursor(ANNA, task) for task in Task] == ["", "", ""]
