"""Writes docs/science/*.md from the catalogue: `python docs/_science.py`; a test keeps the pages and the code together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from auren.science import Computation, catalogue

PAGES = Path(__file__).parent / "science"
DOMAINS = {
    "recovery": ("Recovery, sleep and mind", ("heart", "hrv", "rr", "sleep", "circadian", "mind")),
    "nutrition": ("Energy, nutrition and hydration", ("energy", "nutrition", "hydration")),
    "training": ("Training load, strength and endurance", ("load", "strength", "endurance")),
    "rehabilitation": ("Rehabilitation", ("rehab",)),
    "physique": ("Physique", ("physique",)),
    "common": ("Common to all", ("change", "days", "sessions")),
}
EXAMPLES = {
    "recovery": """nights = [37.0, 37.0, 37.0, 41.0, 40.0, 43.0, 42.0]
at = datetime(2023, 7, 14, 6, tzinfo=UTC)
values = [
    DailyValue("hrv.rmssd", date(2023, 7, 14 + i), ms, "ms", (f"night-{i}",), at + timedelta(days=i), at + timedelta(days=i))
    for i, ms in enumerate(nights)
]
week = catalogue()["hrv.weekly_mean"].run(Inputs({"hrv.rmssd": values}), today=date(2023, 7, 20), profile=Profile())
assert round(week.value, 1) == 39.5, week""",
    "nutrition": """profile = Profile(sex="male", height_m=1.80, birth_year=1995)
resting = catalogue()["energy.resting"].run(Inputs(), today=date(2025, 7, 1), profile=profile, weight=80)
assert resting.value == 1780, resting""",
    "training": """load = [
    DailyValue("load.srpe", date(2020, 3, 24 + i), au, "AU", (f"day-{i}",), *[datetime(2020, 3, 24 + i, tzinfo=UTC)] * 2)
    for i, au in enumerate([560.0, 500.0, 360.0, 180.0, 770.0, 720.0, 960.0])
]
alike = catalogue()["load.monotony"].run(Inputs({"load.srpe": load}), today=date(2020, 3, 30), profile=Profile())
assert round(alike.value, 3) == 2.199, alike""",
    "rehabilitation": """change = catalogue()["rehab.pain_change"].run(Inputs(), today=date(2025, 7, 1), profile=Profile(), before=7, after=4.5)
print(change.note)
assert round(change.value, 1) == -35.7, change""",
    "physique": """ratio = catalogue()["physique.waist_to_height"].run(
    Inputs(), today=date(2025, 7, 1), profile=Profile(height_m=1.80), waist=85, weight=80
)
assert round(ratio.value, 3) == 0.472, ratio""",
    "common": """error = catalogue()["change.typical_error"].run(
    Inputs(), today=date(2025, 7, 1), profile=Profile(), differences=[0.2, -0.1, 0.3, 0, -0.2]
)
assert round(error.value, 4) == 0.1466, error""",
}


def family(computation: Computation) -> str:
    """Give the first part of a computation's name."""
    return computation.name.partition(".")[0]


def page(domain: str) -> str:
    """Give a domain's page as Markdown."""
    title, families = DOMAINS[domain]
    own = [computation for computation in catalogue().values() if family(computation) in families]
    lines = [f"# {title}", "", f"{len(own)} computations. Each gives a `Measure`, or `Insufficient` with what is missing.", ""]
    lines += ["```python", *_imports(), "", *EXAMPLES[domain].splitlines(), "```", ""]
    for computation in own:
        lines += _entry(computation)
    return "\n".join(lines)


def _imports() -> Iterator[str]:
    yield "from datetime import UTC, date, datetime, timedelta"
    yield ""
    yield "from auren import Profile"
    yield "from auren.readings import DailyValue"
    yield "from auren.science import Inputs, catalogue"


def _entry(computation: Computation) -> list[str]:
    citation = computation.citation
    checked = "" if citation.verified else "; constant not yet checked in the paper"
    lines = [
        f"## `{computation.name}`",
        "",
        f"{computation.title[0].upper()}{computation.title[1:]}, in {computation.unit}.",
        "",
        f"- Formula: {_plain(computation.formula)}",
        f"- Guard: {_plain(computation.guard)}",
        f"- Source: {_plain(citation.text)} (row {citation.id}, grade {citation.grade}{checked})",
    ]
    for parameter in computation.accepts:
        described = parameter.schema.get("description", "")
        lines.append(f"- `{parameter.name}`: {_plain(str(described))}; {_plain(parameter.expected)}")
    return [*lines, ""]


def _plain(text: str) -> str:
    return text.replace("*", r"\*").replace("_", r"\_").replace("<", "&lt;").replace("|", r"\|")


def main() -> None:
    """Write every page."""
    PAGES.mkdir(exist_ok=True)
    for domain in DOMAINS:
        (PAGES / f"{domain}.md").write_text(page(domain), encoding="utf-8")


if __name__ == "__main__":
    main()
