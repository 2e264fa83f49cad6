"""The search for canaries finds none in a whole run with faults, and finds each that is planted."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
pytest.importorskip("phonenumbers")
pytest.importorskip("opentelemetry.sdk")

from benchmarks.safety import canaries
from benchmarks.safety._canary_house import Repeating
from benchmarks.safety._canary_search import Search
from benchmarks.safety._canary_sinks import SINKS, reachable
from benchmarks.safety._canary_values import IDENTIFIERS, people

from auren.privacy import PhiDetector, Pseudonymizer

VALUES = 2


def found() -> dict[str, int]:
    outcome = canaries.run(VALUES)
    assert outcome.carried.total() == VALUES * len(IDENTIFIERS)
    return {sink: outcome.found[sink].total() for sink in SINKS if outcome.found[sink].total()}


def test_nothing_is_found_where_it_must_not_be() -> None:
    assert found() == {}


def test_a_host_that_does_not_redact_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canaries, "guarded", lambda gateway, _known: gateway)
    assert {"provider", "caches"} <= found().keys()


def test_a_specialist_that_logs_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Repeating.advise

    async def advise(self: Repeating, case: object, context: object) -> object:
        logging.getLogger("host").debug("asked %s", case.query.text if case.query else "")  # type: ignore[attr-defined]
        return await asked(self, case, context)  # type: ignore[arg-type]

    monkeypatch.setattr(Repeating, "advise", advise)
    assert "logs" in found()


def test_an_error_that_quotes_its_driver_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auren._resource.withheld", lambda error: error)
    assert "errors" in found()


def test_a_value_is_found_in_any_spelling_but_not_inside_of_another() -> None:
    (person,) = people(1, 1, 3)
    search, values = Search([person]), {each.name: value[0] for each, value in zip(IDENTIFIERS, person.values, strict=True)}
    account, name = values["account numbers"], values["names"]
    spelt = "-".join(account[at : at + 4] for at in range(0, len(account), 4))
    assert search.counts([f"No. {spelt}."]) == {"account numbers": 1}
    assert search.counts([f"{account}7"]) == {}
    assert search.counts([name.split()[0].upper()]) == {"names": 1}
    assert search.counts(["nothing", ""]) == {}


def test_what_an_object_holds_is_reached() -> None:
    class Cache:
        __slots__ = ("held",)

        def __init__(self, held: object) -> None:
            self.held = held

    assert set(reachable(Cache({b"key": [("a value",), Cache("another")]}))) == {"key", "a value", "another"}


def test_each_person_has_values_of_their_own() -> None:
    everyone = list(people(40, 5, 8))
    values = [value for person in everyone for of in person.values for value in of]
    assert len(values) == len(set(values)) == 40 * 18
    assert list(people(40, 5, 8)) == everyone


def test_known_values_leave_none_of_a_persons_own() -> None:
    for person in people(20, 5, 4):
        pseudonyms = Pseudonymizer(PhiDetector([]), known=person.known)
        said = " ".join(person.sentences)
        sent = pseudonyms.replace(said)
        assert Search([person]).counts([sent]) == {}
        assert pseudonyms.restore(sent) == said


@pytest.mark.parametrize("arguments", [["0"], ["x"], ["501"], ["1", "2"]])
def test_wrong_arguments_are_told(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="a number from 1 to 500"):
        canaries.main(arguments)
