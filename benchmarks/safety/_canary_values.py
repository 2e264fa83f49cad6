"""Made-up people: for each of HIPAA's eighteen identifiers a value of their own, and the sentence in which they say it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import phonenumbers

from auren.people import Subject
from auren.privacy.phi import KnownValues, PhiKind

__all__ = ["IDENTIFIERS", "Identifier", "Person", "people"]


@dataclass(frozen=True, slots=True)
class Identifier:
    """One of the eighteen identifiers of 45 CFR 164.514(b)(2)(i).

    Args:
        name: how it is shown.
        kind: as what a host's directory would hold it.
        said: the sentences in which people say it, with `{}` for the value.
        made: gives a value that nobody else has, from chance and the person's number.
    """

    name: str
    kind: PhiKind
    said: tuple[str, ...]
    made: Callable[[random.Random, int], str]


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up person, with those whose affairs they speak of.

    Args:
        number: from 0.
        values: for each of `IDENTIFIERS`, in order, the values they speak of.
        sentences: each value in a sentence, one set of eighteen after another.
    """

    number: int
    values: tuple[tuple[str, ...], ...] = field(repr=False)
    sentences: tuple[str, ...] = field(repr=False)

    @property
    def subject(self) -> Subject:
        """The pseudonym."""
        return Subject(f"person-{self.number}")

    @property
    def address(self) -> str:
        """Where messages to and from the person go: an e-mail address of theirs."""
        return self.values[5][0]

    @property
    def device(self) -> str:
        """What the person calls their watch."""
        return f"{self.values[0][0]}'s watch {self.values[12][0]}"

    @property
    def known(self) -> KnownValues:
        """What a host's directory holds of the person: all of it."""
        others: dict[PhiKind, tuple[str, ...]] = {}
        for identifier, values in zip(IDENTIFIERS, self.values, strict=True):
            others[identifier.kind] = (*others.get(identifier.kind, ()), *values)
        names, addresses = others.pop(PhiKind.PERSON), others.pop(PhiKind.ADDRESS)
        emails, phones = others.pop(PhiKind.EMAIL), others.pop(PhiKind.PHONE)
        return KnownValues(names=names, addresses=addresses, emails=emails, phones=phones, others=others)


_SYLLABLES: Final = "bran dor vel mi tas kor lun fen gar hol zim pet ras quin wex yor jul nav sol tir".split()  # noqa: SIM905 - a list reads worse
_REGIONS: Final = ("US", "GB", "DE", "FR", "ES", "BR", "IN", "AU", "NL", "SE")
_VIN_SIGNS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_VIN_VALUES: Final = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True))
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def _word(chance: random.Random, number: int, syllables: int = 3) -> str:
    """Give an invented word that no other number has: its last two syllables count."""
    counted = _SYLLABLES[number // 20 % 20] + _SYLLABLES[number % 20]
    return ("".join(chance.choice(_SYLLABLES) for _ in range(syllables - 2)) + counted).title()


def _digits(chance: random.Random, count: int) -> str:
    return str(chance.randrange(1, 10)) + "".join(str(chance.randrange(10)) for _ in range(count - 1))


def _phone(chance: random.Random, number: int, type_: int) -> str:
    """Give a number of a country's example block, with other last digits where the plan allows them."""
    region = _REGIONS[number % len(_REGIONS)]
    example = phonenumbers.example_number_for_type(region, type_)
    assert example is not None  # noqa: S101 - each of the regions has one
    stem = (example.national_number or 0) // 10**5
    while True:
        example.national_number = stem * 10**5 + chance.randrange(10**5)
        if phonenumbers.is_valid_number(example):
            shape = chance.choice((phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.E164))
            return phonenumbers.format_number(example, shape)


def _birth(chance: random.Random, number: int) -> str:
    day = date(1938, 1, 1) + timedelta(days=number * 37 + chance.randrange(37))
    return (f"{day:%d %B %Y}", day.isoformat(), f"{day:%m/%d/%Y}", f"{day:%B} {day.day}, {day.year}")[number % 4]


def _ssn(chance: random.Random, _: int) -> str:
    return f"{chance.randrange(1, 666):03}-{chance.randrange(1, 100):02}-{chance.randrange(1, 10_000):04}"


def _vin(chance: random.Random, _: int) -> str:
    signs = [chance.choice(_VIN_SIGNS) for _ in range(17)]
    signs[8] = "0"
    total = sum((int(s) if s.isdecimal() else _VIN_VALUES[s]) * w for s, w in zip(signs, _VIN_WEIGHTS, strict=True))
    signs[8] = "0123456789X"[total % 11]
    return "".join(signs)


def _ip(chance: random.Random, number: int) -> str:
    if number % 4 == 3:
        return "2001:db8:" + ":".join(f"{chance.randrange(4096, 65536):x}" for _ in range(6))
    return f"{chance.randrange(11, 224)}.{chance.randrange(100, 256)}.{chance.randrange(100, 256)}.{chance.randrange(100, 255)}"


IDENTIFIERS: Final = (
    Identifier(
        "names",
        PhiKind.PERSON,
        ("My name is {}.", "I am {}.", "Please call me {} from now on."),
        lambda chance, number: f"{_word(chance, number)} {_word(chance, number + 200, 4)}",
    ),
    Identifier(
        "geographic subdivisions",
        PhiKind.ADDRESS,
        ("I live at {}.", "My address is {}.", "I moved to {} in spring."),
        lambda chance, number: (
            f"{chance.randrange(100, 9999)} {_word(chance, number, 4)} Street, "
            f"{_digits(chance, 5)} {_word(chance, number + 100)}"
        ),
    ),
    Identifier("dates", PhiKind.DATE, ("I was born on {}.", "My date of birth is {}.", "Surgery was on {}."), _birth),
    Identifier(
        "telephone numbers",
        PhiKind.PHONE,
        ("Call me on {}.", "My mobile is {}.", "You reach me at {}."),
        lambda chance, number: _phone(chance, number, phonenumbers.PhoneNumberType.MOBILE),
    ),
    Identifier(
        "fax numbers",
        PhiKind.PHONE,
        ("My doctor's fax is {}.", "Fax: {}.", "Send a fax to {}."),
        lambda chance, number: _phone(chance, number, phonenumbers.PhoneNumberType.FIXED_LINE),
    ),
    Identifier(
        "e-mail addresses",
        PhiKind.EMAIL,
        ("Write to {}.", "My e-mail is {}.", "{} is where my plan should go."),
        lambda chance, number: (
            f"{_word(chance, number).lower()}.{_word(chance, number + 300).lower()}@mail{number}.example.org"
        ),
    ),
    Identifier(
        "social security numbers", PhiKind.NATIONAL_ID, ("My SSN is {}.", "Social security number {}.", "SSN: {}."), _ssn
    ),
    Identifier(
        "medical record numbers",
        PhiKind.MEDICAL_RECORD,
        ("My medical record number is {}.", "MRN: {}.", "The chart number is {}."),
        lambda chance, _: f"MR-{_digits(chance, 8)}",
    ),
    Identifier(
        "health plan numbers",
        PhiKind.HEALTH_PLAN,
        ("My health plan number is {}.", "Member ID {}.", "The policy number is {}."),
        lambda chance, _: f"H{_digits(chance, 9)}",
    ),
    Identifier(
        "account numbers",
        PhiKind.ACCOUNT,
        ("My account number is {}.", "Account: {}.", "The customer number is {}."),
        lambda chance, _: _digits(chance, 12),
    ),
    Identifier(
        "certificate and licence numbers",
        PhiKind.LICENCE,
        ("My driver's license number is {}.", "License no. {}.", "The certificate number is {}."),
        lambda chance, _: f"{chance.choice('BCDFGHK')}{_digits(chance, 8)}",
    ),
    Identifier("vehicle identifiers", PhiKind.VEHICLE, ("My VIN is {}.", "The car's VIN: {}.", "VIN {}."), _vin),
    Identifier(
        "device identifiers",
        PhiKind.DEVICE,
        ("My watch has the serial number {}.", "Serial: {}.", "The device ID is {}."),
        lambda chance, _: f"SN{_digits(chance, 4)}-{_digits(chance, 6)}",
    ),
    Identifier(
        "web addresses",
        PhiKind.URL,
        ("My page is {}.", "See {}.", "I keep a diary at {}."),
        lambda chance, number: (
            f"https://www.{_word(chance, number).lower()}{number}.example.net/u/{_word(chance, number).lower()}"
        ),
    ),
    Identifier("IP addresses", PhiKind.IP, ("My IP address is {}.", "I come from {}.", "Log in from {}."), _ip),
    Identifier(
        "biometric identifiers",
        PhiKind.BIOMETRIC,
        ("My fingerprint template is {}.", "Voiceprint ID {}.", "The face ID template is {}."),
        lambda chance, _: f"BIO{chance.getrandbits(48):012X}",
    ),
    Identifier(
        "full-face photographs",
        PhiKind.PHOTO,
        ("My photo is {}.", "I attach {}.", "{} shows my face."),
        lambda chance, number: f"face_{_word(chance, number).lower()}_{_digits(chance, 5)}.jpg",
    ),
    Identifier(
        "other unique numbers",
        PhiKind.OTHER_ID,
        ("My employee number is {}.", "The badge is {}.", "Reference {}."),
        lambda chance, _: f"EX-{_digits(chance, 7)}",
    ),
)
"""The eighteen identifiers, in the rule's order."""


def people(values: int, each: int, seed: int) -> Iterator[Person]:
    """Give people whose values nobody else has.

    Args:
        values: how many there are of each identifier in all, up to 500.
        each: how many of them one person has at the most.
        seed: of chance.
    """
    chance = random.Random(seed)
    taken: set[str] = set()
    for first in range(0, values, each):
        sets = [
            tuple(_fresh(identifier, chance, number, taken) for identifier in IDENTIFIERS)
            for number in range(first, min(first + each, values))
        ]
        said = tuple(
            identifier.said[(number + place) % len(identifier.said)].format(value)
            for number, one in enumerate(sets, first)
            for place, (identifier, value) in enumerate(zip(IDENTIFIERS, one, strict=True))
        )
        yield Person(first // each, tuple(zip(*sets, strict=True)), said)


def _fresh(identifier: Identifier, chance: random.Random, number: int, taken: set[str]) -> str:
    while (value := identifier.made(chance, number)) in taken:
        continue
    taken.add(value)
    return value
