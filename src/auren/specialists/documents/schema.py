"""The form of a specialist's document, as pydantic sees it; its JSON Schema is shipped beside this file."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, model_validator

from auren.conversation import Cause, Timing

__all__ = [
    "ActionPart",
    "All",
    "AnyOf",
    "Asked",
    "Condition",
    "DemandPart",
    "FactIs",
    "Found",
    "Line",
    "MeasureIs",
    "Not",
    "SpecialistDocument",
    "TopicPart",
]


def _one_line(text: str) -> str:
    folded = " ".join(text.split())
    if not folded or not folded.isprintable():
        raise ValueError("expected words; a character that cannot be shown was given")
    return folded


Text = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_one_line)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9' _-]{0,39}\*?$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,63}$")]
On = Literal["training_load", "intensity", "impact", "max_strength", "energy_intake", "sleep", "caffeine", "alcohol", "heat"]
Share = Annotated[float, Field(ge=0, le=3)]
Number = Annotated[float, Field(ge=-1e9, le=1e9)]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _exactly_one(part: BaseModel, names: tuple[str, ...]) -> None:
    given = [name for name in names if getattr(part, name) is not None]
    if len(given) != 1:
        raise ValueError(f"expected exactly one of {', '.join(names)}; {len(given)} were given")


class MeasureIs(_Part):
    """A figure of the catalogue compares with a number in its unit, or can be computed at all."""

    measure: Id
    unit: Annotated[str, StringConstraints(max_length=20)] | None = None
    above: Number | None = None
    at_least: Number | None = None
    below: Number | None = None
    at_most: Number | None = None
    known: bool | None = None

    @model_validator(mode="after")
    def _checked(self) -> MeasureIs:
        if all(value is None for value in (self.above, self.at_least, self.below, self.at_most, self.known)):
            raise ValueError("expected above, at_least, below, at_most or known")
        if self.unit is None and any(value is not None for value in (self.above, self.at_least, self.below, self.at_most)):
            raise ValueError("a number without its unit was given; expected unit as well")
        return self


class FactIs(_Part):
    """A fact that the person stated, such as "work" or "goal"."""

    fact: Id
    equals: Text | None = None
    contains: Text | None = None
    known: bool | None = None

    @model_validator(mode="after")
    def _checked(self) -> FactIs:
        _exactly_one(self, ("equals", "contains", "known"))
        return self


class Found(_Part):
    """A rule found something, and it still stands."""

    found: Id
    within_days: Annotated[int, Field(ge=1, le=60)] = 7


class Asked(_Part):
    """The question has one of these words."""

    asked: Annotated[list[Word], Field(min_length=1, max_length=32)]


class All(_Part):
    """Each of these holds."""

    all: Annotated[list[Condition], Field(min_length=1, max_length=16)]


class AnyOf(_Part):
    """One of these holds."""

    any: Annotated[list[Condition], Field(min_length=1, max_length=16)]


class Not(_Part):
    """This does not hold; what is unknown is neither."""

    not_: Annotated[Condition, Field(alias="not")]


_KINDS: Final = ("measure", "fact", "found", "asked", "all", "any", "not")


def _kind(value: Any) -> str | None:
    names = value if isinstance(value, dict) else {}
    return next((kind for kind in _KINDS if kind in names), None)


Condition = Annotated[
    Annotated[MeasureIs, Tag("measure")]
    | Annotated[FactIs, Tag("fact")]
    | Annotated[Found, Tag("found")]
    | Annotated[Asked, Tag("asked")]
    | Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(
        _kind,
        custom_error_type="condition",
        custom_error_message="expected a condition: measure, fact, found, asked, all, any or not",
    ),
]


class ActionPart(_Part):
    """Something to do."""

    text: Text
    timing: Timing
    on: On | None = None
    change: Share | None = None

    @model_validator(mode="after")
    def _checked(self) -> ActionPart:
        if self.change is not None and self.on is None:
            raise ValueError("a change of nothing was given; expected on as well")
        return self


class DemandPart(_Part):
    """A demand on all specialists."""

    on: On
    reason: Text
    for_days: Annotated[int, Field(ge=1, le=28)] = 1
    ceiling: Share | None = None
    floor: Share | None = None
    cause: Cause = "load"

    @model_validator(mode="after")
    def _checked(self) -> DemandPart:
        if self.ceiling is None and self.floor is None:
            raise ValueError("expected a ceiling or a floor")
        if self.ceiling is not None and self.floor is not None and self.floor > self.ceiling:
            raise ValueError("the floor is above the ceiling")
        return self


class Line(_Part):
    """One thing that is said, asked for or demanded, and when; exactly one of its kinds is given."""

    when: Condition | None = None
    unless: Annotated[list[Id], Field(max_length=32)] = []
    action: ActionPart | None = None
    observation: Text | None = None
    meaning: Text | None = None
    missing: Text | None = None
    question: Text | None = None
    cite: Id | None = None
    demand: DemandPart | None = None

    @model_validator(mode="after")
    def _checked(self) -> Line:
        _exactly_one(self, ("action", "observation", "meaning", "missing", "question", "cite", "demand"))
        return self


class TopicPart(_Part):
    """What is said on one topic, line by line."""

    id: Id
    words: Annotated[list[Word], Field(min_length=1, max_length=64)]
    examples: Annotated[list[Text], Field(max_length=32)] = []
    figures: Annotated[list[Id], Field(max_length=16)] = []
    rules: Annotated[list[Id], Field(max_length=32)] = []
    metrics: Annotated[list[Id], Field(max_length=32)] = []
    say: Annotated[list[Line], Field(min_length=1, max_length=64)]


class PersonaPart(_Part):
    """Who speaks."""

    title: Text
    field: Text
    voice: Text


class SpecialistDocument(_Part):
    """A specialist."""

    auren: Literal["specialist-1"]
    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    persona: PersonaPart
    expertise: Annotated[list[Word], Field(max_length=64)] = []
    topics: Annotated[list[TopicPart], Field(min_length=1, max_length=32)]


for _model in (All, AnyOf, Not, Line):
    _model.model_rebuild()
