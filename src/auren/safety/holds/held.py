"""What may still be said and computed while holds stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from math import inf

from auren.conversation import Action, Advice, Claim, ClaimKind, Constraint, Plan, RedFlag
from auren.facts import Fact, Recollection
from auren.findings import Finding
from auren.holds import TOOLS, Hold, Tool, holds_of
from auren.people import Subject
from auren.safety.flags.lookup import Lookup
from auren.safety.flags.words import Words
from auren.safety.holds.rows import DAY, HELD, changes_of
from auren.safety.holds.texts import TEXTS
from auren.safety.holds.tools import REACH, Reach

__all__ = ["Held", "plan_after"]

_SEEN = frozenset({ClaimKind.OBSERVATION, ClaimKind.MISSING})
_ALONE = "R7"
"""After this row there is no coaching and no figure, whatever its level."""
_REASON = "somebody should look at this with you first"
_TRAINED = "training_load"


class Held:
    """Tells what is off for one person at one instant; empty when nothing is.

    Args:
        holds: those that stand are counted, the others are not.
        now: aware.
        rows: further rows that hold by what is known of the person, such as their age.
        unknown: whether what is known of the person could not be read, so that nothing is prescribed or explained.
    """

    def __init__(self, holds: Iterable[Hold], now: datetime, rows: Iterable[str] = (), *, unknown: bool = False) -> None:
        self.unknown = unknown
        self.holds = tuple(hold for hold in holds if hold.stands(now))
        known = {tool for row in rows for tool in HELD.get(row, ())}
        self.tools: tuple[Tool, ...] = tuple(
            tool for tool in TOOLS if tool in known or any(tool in hold.off for hold in self.holds)
        )
        self._day = tuple(hold for hold in self.holds if hold.until is not None and now < hold.until)

    @property
    def acts(self) -> bool:
        """Whether anything may be prescribed at all."""
        return not self._day and not self.unknown

    @property
    def alone(self) -> bool:
        """Whether nothing but the fixed sentence may be said."""
        return any(hold.row == _ALONE for hold in self._day)

    def touches(self, text: str, *, acting: bool = True) -> bool:
        """Tell whether words speak of a tool that is off.

        Args:
            text: in any of the languages; untrusted.
            acting: whether they say what to do, so that tools count of which only that is off.
        """
        reached = [REACH[tool] for tool in self.tools if acting or not REACH[tool].only_acts]
        if not reached:
            return False
        lookup = _lookup(tuple(dict.fromkeys(reach.words for reach in reached)))
        return len(lookup.places(Words.of(text).words)) > 0

    def computes(self, name: str, metrics: Iterable[str] = ()) -> bool:
        """Tell whether a computation may be run.

        Args:
            name: in the catalogue.
            metrics: names of the metrics it reads.
        """
        read = tuple(metrics)
        return not any(
            _names(reach.computations, name) or any(_names(reach.metrics, one) for one in read) for reach in self._off
        )

    def finding(self, finding: Finding) -> bool:
        """Tell whether a finding may be spoken of; one that raises a flag always may."""
        return bool(finding.flag) or not any(
            _names(reach.metrics, evidence.metric) for reach in self._off for evidence in finding.evidence
        )

    def recollection(self, item: Recollection) -> bool:
        """Tell whether what is remembered may be used."""
        return not self.touches(item.record.text, acting=False)

    def fact(self, fact: Fact) -> bool:
        """Tell whether a fact may be used."""
        off = any(_names(reach.metrics, fact.attribute) for reach in self._off)
        return not off and not self.touches(f"{fact.attribute.replace('.', ' ')} {fact.value}", acting=False)

    def claim(self, claim: Claim) -> bool:
        """Tell whether a claim may be said."""
        if not self.acts and claim.kind is ClaimKind.ACTION:
            return False
        if (self._urgent or self.unknown) and claim.kind not in _SEEN:
            return False
        if self.alone or not all(
            self.computes(measure.name) for measure in claim.measures if not _only_acts(self, measure.name)
        ):
            return False
        return not self.touches(claim.text, acting=claim.kind is ClaimKind.ACTION)

    def action(self, action: Action) -> bool:
        """Tell whether something may be asked of the person."""
        if not self.acts:
            return False
        return not any(_beyond(reach, action) for reach in self._off) and not self.touches(action.text)

    def kept(self, advice: Advice) -> Advice:
        """Give a specialist's advice without what may not be said."""
        claims = tuple(claim for claim in advice.claims if self.claim(claim))
        insufficient = tuple(gap for gap in advice.insufficient if self.computes(gap.name))
        return replace(advice, claims=claims, actions=tuple(filter(self.action, advice.actions)), insufficient=insufficient)

    def planned(self, plan: Plan, today: date) -> Plan:
        """Give a plan without what may not be asked for, and with what the holds demand.

        Args:
            plan: the team's.
            today: the date on the person's wall clock.
        """
        demands = [
            Constraint(reach.on, reach.ceiling, today, _REASON, "safety", floor=reach.floor, cause="safety")
            for reach in self._off
            if reach.on
        ]
        if self._day:
            # After an emergency nobody trains; before a clinician has looked, nobody trains more than usual.
            most = 0.0 if any(hold.level == "E0" for hold in self._day) else 1.0
            demands.append(Constraint(_TRAINED, most, today, _REASON, "safety", cause="safety"))
        # Of several demands on one thing the tightest counts.
        demands.sort(key=lambda demand: inf if demand.ceiling is None else demand.ceiling)
        first = {demand.on: demand for demand in reversed(demands)}
        others = tuple(one for one in plan.constraints if one.on not in first)
        set_aside = tuple(text for text in plan.set_aside if not self.touches(text))
        return Plan(tuple(filter(self.action, plan.actions)), (*first.values(), *others), set_aside)

    def says(self, locale: str, *, touched: bool) -> str:
        """Give the sentence that goes before an answer; empty when nothing needs to be said.

        Args:
            locale: BCP 47 tag of the language to answer in.
            touched: whether the question or its answer touches what is off.
        """
        texts = TEXTS.get(locale.replace("_", "-").split("-")[0].lower(), TEXTS["en"])
        if self.alone:
            return texts.alone
        if self._day:
            return texts.day
        return texts.unknown if self.unknown else texts.off if touched and self.tools else ""

    def __bool__(self) -> bool:
        return bool(self.tools) or not self.acts

    @property
    def _off(self) -> tuple[Reach, ...]:
        return tuple(REACH[tool] for tool in self.tools)

    @property
    def _urgent(self) -> bool:
        return any(hold.level in ("E0", "E1") for hold in self._day)


def plan_after(subject: Subject, flags: Iterable[RedFlag], at: datetime, cause: str) -> Plan:
    """Give the plan that red flags leave: nothing to do, and what is limited until a human has looked.

    Args:
        subject: whose flags.
        flags: as they were raised.
        at: when; aware.
        cause: id of the question or finding that raised them.
    """
    return Held(holds_of(changes_of(subject, flags, at, cause)), at).planned(Plan(), (at + DAY).date())


def _only_acts(held: Held, name: str) -> bool:
    """Tell whether a computation is off only because of tools of which what was seen may still be said."""
    return all(REACH[tool].only_acts for tool in held.tools if _names(REACH[tool].computations, name))


def _beyond(reach: Reach, action: Action) -> bool:
    if not reach.on or reach.on != action.on:
        return False
    share = action.change
    if share is None:
        return reach.ceiling == 0.0 or reach.floor is not None
    return (reach.ceiling is not None and share > reach.ceiling) or (reach.floor is not None and share < reach.floor)


def _names(wanted: tuple[str, ...], name: str) -> bool:
    return any(name.startswith(one[:-1]) if one.endswith("*") else name == one for one in wanted)


@lru_cache(maxsize=64)
def _lookup(groups: tuple[str, ...]) -> Lookup:
    return Lookup(groups)
