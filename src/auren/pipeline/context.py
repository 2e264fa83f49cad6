"""All that a specialist may use in one case, bound to one person."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from auren._withheld import withheld
from auren.conversation import Advice, Case, Query
from auren.errors import AurenError, GatewayTimeout, GatewayUnavailable, InvalidInput, SpecialistError, StoreError
from auren.facts import Fact, MemoryQuery, Recollection
from auren.findings import Insufficient, Measure
from auren.inference import Completion, ModelRequest, Usage
from auren.memory.facts.revision import is_of
from auren.people import Profile
from auren.pipeline.rooms import Person, Rooms
from auren.ports import Specialist
from auren.readings import Window
from auren.safety.holds import Held
from auren.safety.taint import permitted
from auren.science import Inputs, catalogue
from auren.specialists import Consultation

__all__ = ["BoundContext", "Meter"]

_OFF: Final = "a look at this by a human, which comes first"


@dataclass(slots=True)
class Meter:
    """What one case has used so far, summed over all its specialists."""

    usage: Usage = field(default_factory=Usage)
    consultations: int = 0
    refused: list[str] = field(default_factory=list, repr=False)

    @property
    def refusals(self) -> tuple[str, ...]:
        """One line for each kind of refused tool call, with how often it was wished for."""
        return tuple(f"{line}, {count} times" if count > 1 else line for line, count in Counter(self.refused).items())


class BoundContext:
    """A specialist's context; the person cannot be exchanged, since no method takes one.

    Args:
        rooms: the pipeline's rooms.
        person: whose case it is.
        case: the case, handed on to colleagues.
        specialist: who uses it.
        team: the colleagues by name.
        consultation: who has asked whom so far.
        meter: what the case has used.
        held: what is off for the person; None for nothing.
        facts: what is known of the person and holds now: the same that `held` was told by, so that a store which stops
            answering in between cannot hide a reason to hold back.
    """

    def __init__(
        self,
        rooms: Rooms,
        person: Person,
        case: Case,
        specialist: Specialist,
        team: Mapping[str, Specialist],
        consultation: Consultation,
        meter: Meter,
        held: Held | None = None,
        facts: Sequence[Fact] = (),
    ) -> None:
        self.__rooms = rooms
        self.__person = person
        self.__case = case
        self.__team = team
        self.__consultation = consultation
        self.__meter = meter
        self.__held = held or Held((), person.now)
        self.__facts = tuple(filter(self.__held.fact, facts))
        self.specialist = specialist.name

    @property
    def today(self) -> date:
        """The date on the person's wall clock."""
        return self.__person.today

    @property
    def profile(self) -> Profile:
        """What is known of the person."""
        return self.__person.profile

    async def compute(self, name: str, **arguments: object) -> Measure | Insufficient:
        """Run a computation of the science catalogue over the person's history, up to today.

        Raises:
            InvalidInput: no computation has this name, or an argument does not fit.
        """
        computation = catalogue().get(name)
        if computation is None:
            raise InvalidInput(f"Computation {name!r} is unknown; use one of {', '.join(sorted(catalogue()))}.")
        subject, history = self.__person.subject, self.__rooms.history
        needs = computation.needs(self.today, **arguments)
        if not self.__held.computes(name, needs):
            return Insufficient(name, computation.title, _OFF, 0, 1, Window(self.today, self.today))
        values = {metric: await history.window(subject, metric, window) for metric, window in needs.items()}
        readings = (
            {metric: await history.counted(subject, metric, window) for metric, window in needs.items()}
            if computation.wants_readings
            else {}
        )
        return computation.run(Inputs(values, readings), today=self.today, profile=self.profile, **arguments)

    async def recall(self, text: str, *, limit: int = 5) -> tuple[Recollection, ...]:
        """Give what is remembered of the person that bears on a text; nothing when memory does not answer."""
        try:
            query = MemoryQuery(text=text, limit=limit)
            items = (await self.__rooms.memory.recall(self.__person.subject, query, self.__person.now)).items
            return tuple(filter(self.__held.recollection, items))
        except StoreError:
            return ()

    async def facts(self, attribute: str | None = None) -> tuple[Fact, ...]:
        """Give what is known of the person and holds now, by slot; nothing when memory has no facts or did not answer.

        Args:
            attribute: a slot such as "body.weight", or a family such as "supplement.*"; None gives all.
        """
        return tuple(fact for fact in self.__facts if is_of(fact.attribute, attribute))

    async def consult(self, colleague: str, question: str) -> Advice:
        """Ask another specialist about this case.

        Raises:
            SpecialistError: no colleague has this name, the question would go round in a circle, or too deep.
        """
        consultation = self.__consultation.enter(colleague)
        asked = self.__team[colleague]
        self.__meter.consultations += 1
        query = Query(self.__rooms.new_id(), self.__person.subject, question, self.__person.now)
        case = replace(self.__case, query=query)
        context = BoundContext(
            self.__rooms, self.__person, case, asked, self.__team, consultation, self.__meter, self.__held, self.__facts
        )
        try:
            return await asked.advise(case, context)
        except AurenError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a third party's code raises
            raise SpecialistError(f"{colleague} failed with {type(error).__name__}; answer without it.") from withheld(error)

    async def complete(self, request: ModelRequest) -> Completion:
        """Ask a language model through the gateway; it counts against this person's budget, whatever the request says.

        Of the tool calls that the model wishes for, only those come back that the request declared and whose arguments fit;
        `failures` tells of the others. Nothing here runs one: that is for the specialist's own code.

        Raises:
            GatewayError: no model can answer, or none did within the pipeline's `model_timeout_s`.
        """
        if self.__rooms.gateway is None:
            raise GatewayUnavailable("No model was configured; decide without one, or build the pipeline with a gateway.")
        # As in wording, the loop's own time bounds the wait.
        limit_s = self.__rooms.model_timeout_s
        scope = asyncio.timeout(limit_s)
        try:
            async with scope:
                completion = await self.__rooms.gateway.complete(replace(request, account=self.__person.account))
        except TimeoutError as error:
            if not scope.expired():
                raise
            raise GatewayTimeout(f"The model took longer than {limit_s:g} s; decide without it.") from error
        self.__meter.usage += completion.usage
        completion, refused = permitted(request, completion)
        self.__meter.refused.extend(f"{self.specialist}: a tool call was refused ({reason})" for reason in refused)
        return completion
