"""How Open mHealth documents are judged against what their folder says, and whether they are written again unchanged.

    python -m benchmarks.open_mhealth [DIR] [SCHEMAS]

DIR holds `NAMESPACE/TYPE/VERSION/shouldPass/*.json` and `shouldFail`; SCHEMAS holds `NAMESPACE/TYPE-VERSION.json`, which
only the peer reads.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from auren.people import Subject
from auren.sources.vendors.open_mhealth import OpenMHealth, SchemaID, Unfit, parse
from auren.sources.vendors.open_mhealth.documents import is_known
from auren.sources.vendors.open_mhealth.measures import TYPES
from benchmarks._open_mhealth_peer import Peer, documents_in
from benchmarks._report import Mark, at_least, report, table

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
TIMED_PASSES = 5

Documents = list[tuple[str, str, str, bool, object]]


@dataclass(slots=True)
class Count:
    """What became of the documents of one type."""

    documents: int = 0
    used: int = 0
    right: int = 0
    passing: int = 0
    unchanged: int = 0
    versions: set[str] = field(default_factory=set)


def same(one: object, other: object) -> bool:
    """Tell whether two JSON values are the same, whole numbers apart from others; the order of keys does not matter."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def accepts(body: object, namespace: str, name: str, version: str) -> bool:
    """Tell whether auren takes a document as fitting its schema."""
    try:
        parse(body, SchemaID(namespace, name, version))
    except Unfit:
        return False
    return True


def counted(documents: Documents) -> dict[str, Count]:
    """Judge the documents of known schemas, and write those again that should pass."""
    counts: dict[str, Count] = {}
    for namespace, name, version, should_pass, body in documents:
        count = counts.setdefault(f"{namespace}:{name}", Count())
        count.documents += 1
        count.versions.add(version)
        passed = accepts(body, namespace, name, version)
        count.right += passed == should_pass
        if should_pass:
            count.passing += 1
            count.unchanged += passed and same(parse(body, SchemaID(namespace, name, version)).dump(), body)
    return counts


def read(folder: Path) -> dict[str, int]:
    """Read the folder as a source, and give how many documents of each type gave readings."""
    source = OpenMHealth(folder, subject=Subject("nobody"), zone="Etc/UTC")
    for _ in source:
        pass
    return dict(source.report.used)


def rate(judge: Callable[[object, str, str, str], bool], documents: Documents) -> float:
    """Give how many documents are judged in a second, all schemas built before."""
    for namespace, name, version, _, body in documents:
        judge(body, namespace, name, version)
    begin = time.perf_counter()
    for _ in range(TIMED_PASSES):
        for namespace, name, version, _, body in documents:
            judge(body, namespace, name, version)
    return TIMED_PASSES * len(documents) / (time.perf_counter() - begin)


def main() -> None:
    """Measure and report."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "open_mhealth"
    schemas = Path(sys.argv[2]) if len(sys.argv) > 2 else SHARED / "open_mhealth_schemas"
    everything = documents_in(folder)
    mapped = [document for document in everything if is_known(SchemaID(*document[:3]))]
    if not mapped:
        print(f"No documents in {folder}.\n")
    counts = counted(mapped)
    used = read(folder) if mapped else {}
    for name, count in counts.items():
        count.used = used.get(name, 0)
    _show("Types of which auren makes readings.", {name: count for name, count in counts.items() if name in TYPES})
    _show("Parts that such documents are made of.", {name: count for name, count in counts.items() if name not in TYPES})
    print("A document that fits its schema gives no reading where it has no time, spans more than a day, or is out of the")
    print("metric's range: all documents of rr-interval say 30 ms. Wholly bare parts hold no measurement.\n")
    _left_out(everything, counts)
    right = sum(count.right for count in counts.values())
    passing = sum(count.passing for count in counts.values())
    marks = [
        at_least("open_mhealth.judged", right / len(mapped) if mapped else None, "share", 1),
        at_least("open_mhealth.unchanged", _unchanged(counts) / passing if passing else None, "share", 1),
        Mark(
            "open_mhealth.mapped",
            len(mapped) / len(everything) if everything else None,
            "share",
            "> 0.5",
            bool(everything) and len(mapped) * 2 > len(everything),
        ),
    ]
    report("open_mhealth", marks, peers=_beside(schemas, mapped) if mapped and schemas.is_dir() else {})


def _show(title: str, counts: dict[str, Count]) -> None:
    print(f"{title}\n")
    rows = [
        [name, ", ".join(sorted(c.versions)), str(c.documents), str(c.right), f"{c.unchanged} of {c.passing}", str(c.used)]
        for name, c in sorted(counts.items())
    ]
    held = list(counts.values())
    documents, right, passing, used = (
        str(sum(getattr(count, name) for count in held)) for name in ("documents", "right", "passing", "used")
    )
    rows.append(["in all", "", documents, right, f"{_unchanged(counts)} of {passing}", used])
    table(["type", "versions", "documents", "judged right", "written again unchanged", "gave readings"], rows)


def _unchanged(counts: dict[str, Count]) -> int:
    return sum(count.unchanged for count in counts.values())


def _left_out(everything: Documents, counts: dict[str, Count]) -> None:
    of_type = {name: [c for key, c in counts.items() if (key in TYPES) is name] for name in (True, False)}
    measured, shared = (sum(count.documents for count in of_type[kind]) for kind in (True, False))
    whole = len(everything)
    print(f"Mapped: {measured + shared} of {whole} documents; {measured} of types that give readings, {shared} of their parts.")
    left = Counter(
        f"{namespace}:{name}" for namespace, name, version, *_ in everything if not is_known(SchemaID(namespace, name, version))
    )
    print(f"Left out: {sum(left.values())} documents of {len(left)} types:")
    print(f"{', '.join(f'{name} ({count})' for name, count in sorted(left.items())) or 'none'}.\n")


def _beside(schemas: Path, mapped: Documents) -> dict[str, dict[str, float]]:
    try:
        peer = Peer(schemas)
    except ImportError:
        print("jsonschema: not installed\n")
        return {}
    known = [document for document in mapped if peer.knows(*document[:3])]
    rows, figures = [], {}
    for name, judge in (("auren", accepts), ("jsonschema", peer.accepts)):
        right = sum(judge(body, *where) == should for *where, should, body in known) / len(known)
        speed = rate(judge, known)
        rows.append([name, str(len(known)), f"{100 * right:.1f} %", f"{speed:,.0f}"])
        figures[name] = {"judged_share": right, "documents_per_s": speed}
    print("The same documents judged by auren's own models and by jsonschema with the schemas, in the same run. The folder")
    print("has no schemas of IEEE 1752.1; those that they superseded stand in for them, without the part of the day.\n")
    table(["library", "documents", "judged right", "documents/s"], rows)
    return {"jsonschema": figures["jsonschema"] | {"documents_per_s_of_auren": figures["auren"]["documents_per_s"]}}


if __name__ == "__main__":
    main()
