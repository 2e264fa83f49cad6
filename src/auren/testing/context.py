"""A specialist's context without a pipeline: real computations over given data, or scripted answers, or failures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from auren.conversation import Advice
from auren.errors import AurenError, GatewayUnavailable, InvalidInput, SpecialistError
from auren.findings import Insufficient, Measure
from auren.people import Profile
from auren.science import Inputs, catalogue

if TYPE_CHECKING:
    from auren.facts import Fact, Recollection
    from auren.inference import Completion, ModelRequest

__all__ = ["ScriptedContext"]


@dataclass
class ScriptedContext:
    """Answers a specialist as told, and notes what it was asked for.

    A computation with an answer in `answers` gives that; any other of the catalogue runs over `inputs`, which are empty
    unless given, so that it says what is missing.

    Args:
        today: the date on the person's wall clock.
        profile: what is known of the person.
        inputs: the person's data.
        answers: what a computation gives, or raises, by its name.
        colleagues: what a colleague answers, or raises, by its name.
        recalled: what `recall` gives, or raises.
        known: the facts among which `facts` chooses, or what it raises.
        completion: what `complete` gives, or raises; None raises GatewayUnavailable.

    Attributes:
        computed: names of the computations that were run, in order.
        consulted: colleagues who were asked, with the question, in order.
        remembered: texts that were looked for in memory, in order.
        requests: what a language model was asked, in order.
    """

    today: date
    profile: Profile = field(default_factory=Profile)
    inputs: Inputs = field(default_factory=Inputs)
    answers: Mapping[str, Measure | Insufficient | AurenError] = field(default_factory=dict)
    colleagues: Mapping[str, Advice | AurenError] = field(default_factory=dict)
    recalled: tuple[Recollection, ...] | AurenError = ()
    known: tuple[Fact, ...] | AurenError = ()
    completion: Completion | AurenError | None = None
    computed: list[str] = field(default_factory=list)
    consulted: list[tuple[str, str]] = field(default_factory=list, repr=False)
    remembered: list[str] = field(default_factory=list, repr=False)
    requests: list[ModelRequest] = field(default_factory=list)

    async def compute(self, name: str, **arguments: object) -> Measure | Insufficient:
        """Give the scripted answer, or run the computation.

        Args:
            name: a computation.
            **arguments: its arguments.

        Raises:
            InvalidInput: no computation has this name, or an argument does not fit.
            AurenError: whatever was scripted.
        """
        self.computed.append(name)
        if name in self.answers:
            answer = self.answers[name]
            if isinstance(answer, AurenError):
                raise answer
            return answer
        if name not in catalogue():
            raise InvalidInput(f"No computation is called {name!r}; use one of the catalogue, or script an answer for it.")
        return catalogue()[name].run(self.inputs, today=self.today, profile=self.profile, **arguments)

    async def recall(self, text: str, *, limit: int = 5) -> tuple[Recollection, ...]:
        """Give the scripted recollections.

        Args:
            text: what is looked for; noted.
            limit: how many at most.

        Raises:
            AurenError: whatever was scripted.
        """
        self.remembered.append(text)
        if isinstance(self.recalled, AurenError):
            raise self.recalled
        return self.recalled[:limit]

    async def facts(self, attribute: str | None = None) -> tuple[Fact, ...]:
        """Give the scripted facts of a slot or family.

        Args:
            attribute: a slot such as "body.weight", or a family such as "supplement.*"; None gives all.

        Raises:
            AurenError: whatever was scripted.
        """
        if isinstance(self.known, AurenError):
            raise self.known
        return tuple(fact for fact in self.known if attribute is None or fnmatchcase(fact.attribute, attribute))

    async def consult(self, colleague: str, question: str) -> Advice:
        """Give a colleague's scripted advice.

        Args:
            colleague: its name.
            question: what is asked; noted.

        Raises:
            SpecialistError: no colleague has this name.
            AurenError: whatever was scripted.
        """
        self.consulted.append((colleague, question))
        if colleague not in self.colleagues:
            raise SpecialistError(
                f"No colleague is called {colleague!r}; the script has {', '.join(self.colleagues) or 'nobody'}."
            )
        answer = self.colleagues[colleague]
        if isinstance(answer, AurenError):
            raise answer
        return answer

    async def complete(self, request: ModelRequest) -> Completion:
        """Give the scripted completion.

        Args:
            request: what is asked; noted.

        Raises:
            GatewayUnavailable: none was scripted.
            AurenError: whatever was scripted.
        """
        self.requests.append(request)
        if self.completion is None:
            raise GatewayUnavailable("No completion was scripted; give one, or let the specialist do without.")
        if isinstance(self.completion, AurenError):
            raise self.completion
        return self.completion
