"""The shape of a rule document: one model for each kind of signal, band, condition and stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from auren.findings import Grade
from auren.patterns.forms import FormName
from auren.patterns.relative import RelativeTo

__all__ = [
    "FORMAT",
    "AllDocument",
    "AmountDocument",
    "AnyBandDocument",
    "AnyConditionDocument",
    "AnyDocument",
    "AnySignalDocument",
    "CitationDocument",
    "CompareDocument",
    "GroupDocument",
    "NotDocument",
    "OnDaysDocument",
    "QuantilesDocument",
    "RelativeDocument",
    "RuleDocument",
    "RunDocument",
    "SequenceDocument",
    "SeriesDocument",
    "SkipDocument",
    "StageDocument",
    "StepDocument",
    "ThanDocument",
    "UsualDocument",
    "WindowDocument",
]

FORMAT: Final = 1
"""Version of the documents that are written; it is raised when an older release could not read them rightly."""


class _Document(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _knows_every_name(cls, given: object) -> object:
        if isinstance(given, Mapping):
            unknown = [str(name) for name in given if name not in cls.model_fields]
            if unknown:
                raise ValueError(f"{', '.join(map(repr, unknown))} is not known here; known are {', '.join(cls.model_fields)}")
        return given


class AmountDocument(_Document):
    """A number with its unit."""

    value: float
    unit: str


class SeriesDocument(_Document):
    """A metric's daily values, plain or changed in one way."""

    metric: str
    ln: bool = False
    short_of: AmountDocument | None = None
    clock: Literal["start", "middle", "end"] | None = None


class UsualDocument(_Document):
    """A baseline's mean and a share of its standard deviation."""

    kind: Literal["usual"]
    series: SeriesDocument
    days: int
    at_least: int
    sd: float
    at_least_wide: float = 0.0


class QuantilesDocument(_Document):
    """The range between two quantiles of a baseline."""

    kind: Literal["usual_range"]
    series: SeriesDocument
    days: int
    at_least: int
    low: float
    high: float


AnyBandDocument: TypeAlias = Annotated[UsualDocument | QuantilesDocument, Field(discriminator="kind")]


class WindowDocument(_Document):
    """A signal over calendar dates."""

    kind: Literal["window"]
    series: SeriesDocument
    form: FormName
    days: int = 1
    at_least: int = 1
    span: float = 0.0
    band: AnyBandDocument | None = None


class RelativeDocument(_Document):
    """A signal relative to a baseline."""

    kind: Literal["relative"]
    signal: AnySignalDocument
    usual: AnyBandDocument
    to: RelativeTo


class RunDocument(_Document):
    """Days in a row that a condition holds, or days since it last did."""

    kind: Literal["streak", "time_since"]
    condition: AnyConditionDocument
    most: int


AnySignalDocument: TypeAlias = Annotated[WindowDocument | RelativeDocument | RunDocument, Field(discriminator="kind")]


class CompareDocument(_Document):
    """A signal held against a limit or a band; one of the two."""

    kind: Literal["compare"]
    signal: AnySignalDocument
    relation: Literal["below", "above", "at_least"]
    limit: AmountDocument | None = None
    band: AnyBandDocument | None = None

    @model_validator(mode="after")
    def _has_one_other_side(self) -> CompareDocument:
        if (self.limit is None) == (self.band is None):
            raise ValueError("a signal is compared with a limit or with a band, and with one of them only")
        return self


class AllDocument(_Document):
    """Every part holds."""

    kind: Literal["all"]
    of: list[AnyConditionDocument] = Field(min_length=1)


class AnyDocument(_Document):
    """At least one part holds."""

    kind: Literal["any"]
    of: list[AnyConditionDocument] = Field(min_length=1)


class NotDocument(_Document):
    """The part does not hold."""

    kind: Literal["not"]
    of: AnyConditionDocument


class OnDaysDocument(_Document):
    """The part holds on at least `count` of the last `days` dates."""

    kind: Literal["on_days"]
    of: AnyConditionDocument
    count: int
    days: int


class ThanDocument(_Document):
    """A signal is below or above what it was on a day that a stage took before."""

    signal: AnySignalDocument
    relation: Literal["below", "above"]
    stage: str
    which: Literal["first", "last"] = "last"


class _Repeated(_Document):
    at_least: int = 1
    at_most: int | None = 1
    inner: Literal["relaxed", "strict", "any"] = "relaxed"
    optional: bool = False
    greedy: bool = False


class StageDocument(_Repeated):
    """A stage of a sequence."""

    kind: Literal["stage"]
    name: str
    when: AnyConditionDocument
    than: list[ThanDocument] = []
    until: AnyConditionDocument | None = None
    within_days: int = 0


class GroupDocument(_Repeated):
    """Parts of a sequence that are repeated together."""

    kind: Literal["group"]
    steps: list[StepDocument]


class StepDocument(_Document):
    """A part and how it joins what came before."""

    join: Literal["begin", "next", "followed_by", "followed_by_any", "not_next", "not_followed_by"]
    part: Annotated[StageDocument | GroupDocument, Field(discriminator="kind")]


class SkipDocument(_Document):
    """Which overlapping matches are given up."""

    to: Literal["to_next", "past_last", "to_first", "to_last"]
    stage: str = ""


class SequenceDocument(_Document):
    """Stages in order, within so many days."""

    kind: Literal["sequence"]
    steps: list[StepDocument]
    days: int
    last_days: int | None = None
    contiguity: Literal["metric", "day", "event"] = "metric"
    skip: SkipDocument | None = None


AnyConditionDocument: TypeAlias = Annotated[
    CompareDocument | AllDocument | AnyDocument | NotDocument | OnDaysDocument | SequenceDocument, Field(discriminator="kind")
]


class CitationDocument(_Document):
    """Where a rule comes from."""

    id: str
    text: str
    grade: Grade
    verified: bool


class RuleDocument(_Document):
    """A whole rule."""

    format: Literal[1]
    name: str
    version: int
    title: str
    when: AnyConditionDocument
    acts_on: Literal["provisional", "confirmed"] = "provisional"
    settle_h: float | None = None
    repeat_after_days: int = 7
    flag: str = ""
    domain: str = ""
    citations: list[CitationDocument] = []


for _model in (RelativeDocument, RunDocument, GroupDocument, RuleDocument):
    _model.model_rebuild()
