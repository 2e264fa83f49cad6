"""The port of a specialist, and all that one may use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from auren.conversation import Advice, Case
from auren.findings import Insufficient, Measure
from auren.people import Profile

if TYPE_CHECKING:
    from auren.facts import Fact, Recollection
    from auren.inference import Completion, ModelRequest

__all__ = ["Specialist", "SpecialistContext"]


class SpecialistContext(Protocol):
    """All that a specialist may use; bound to one person, budget and deadline, so that no method takes a subject."""

    @property
    def today(self) -> date:
        """The date on the person's wall clock."""
        ...

    @property
    def profile(self) -> Profile:
        """What is known of the person."""
        ...

    async def compute(self, name: str, **arguments: object) -> Measure | Insufficient:
        """Run a computation of the science catalogue over the person's history, up to today.

        Raises:
            InvalidInput: no computation has this name, or an argument does not fit.
        """
        ...

    async def recall(self, text: str, *, limit: int = 5) -> tuple[Recollection, ...]:
        """Give what is remembered of the person that bears on a text."""
        ...

    async def facts(self, attribute: str | None = None) -> tuple[Fact, ...]:
        """Give what is known of the person and holds now, by slot.

        Args:
            attribute: a slot such as "body.weight", or a family such as "supplement.*"; None gives all.
        """
        ...

    async def consult(self, colleague: str, question: str) -> Advice:
        """Ask another specialist about this case.

        Raises:
            SpecialistError: no colleague has this name, the question would go round in a circle, or too deep.
        """
        ...

    async def complete(self, request: ModelRequest) -> Completion:
        """Ask a language model through the gateway, within the person's budget.

        Raises:
            GatewayError: no model can answer.
        """
        ...


@runtime_checkable
class Specialist(Protocol):
    """Turns a case into advice; stateless, so that one object serves every person.

    Attributes:
        name: lower-case, unique in a team, for example "neuroscientist".
        expertise: families of metrics and topics it speaks on, for example {"hrv", "sleep"}.
    """

    @property
    def name(self) -> str: ...
    @property
    def expertise(self) -> frozenset[str]: ...

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        """Give advice made of claims.

        Raises:
            SpecialistError: it cannot advise; the pipeline goes on with the others and says so.
        """
        ...
