"""National identity numbers as a table: how each looks, and the rule its check digit keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from auren.privacy.phi.checksums import luhn, mod11_10, verhoeff, weighted
from auren.privacy.phi.folding import lowered
from auren.privacy.phi.spans import PhiKind, PhiSpan

__all__ = ["NATIONAL_IDS", "NationalId", "NationalIds"]

_DNI_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
_HETU_SIGNS: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_FISCAL_ODD: Final = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21) * 2 + (2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)
_PESEL: Final = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)


def _ssn(digits: str) -> bool:
    return digits[:3] not in ("000", "666") and digits[0] != "9" and digits[3:5] != "00" and digits[5:] != "0000"


def _nhs(digits: str) -> bool:
    return (11 - weighted(digits, range(10, 1, -1)) % 11) % 11 == int(digits[9])


def _tax_id(digits: str) -> bool:
    return digits[0] != "0" and len(set(digits[:10])) in (8, 9) and mod11_10(digits)


def _dni(code: str) -> bool:
    number = code[:-1].translate(str.maketrans("XYZ", "012"))
    return _DNI_LETTERS[int(number) % 23] == code[-1]


def _nir(code: str) -> bool:
    number = code[:-2].replace("2A", "19").replace("2B", "18")
    return number.isdecimal() and 97 - int(number) % 97 == int(code[-2:])


def _fiscal(code: str) -> bool:
    even = sum(int(sign) if sign.isdecimal() else ord(sign) - 65 for sign in code[1:15:2])
    return chr(65 + (even + sum(_FISCAL_ODD[sign] for sign in code[0:15:2])) % 26) == code[15]


def _cpf(digits: str) -> bool:
    if len(set(digits)) == 1:
        return False
    first = weighted(digits[:9], range(10, 1, -1)) * 10 % 11 % 10
    second = weighted(digits[:10], range(11, 1, -1)) * 10 % 11 % 10
    return digits[9:] == f"{first}{second}"


def _bsn(digits: str) -> bool:
    return int(digits) > 0 and weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def _personnummer(code: str) -> bool:
    digits = code[-10:]
    return 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) % 60 <= 31 and luhn(digits)


def _pesel(digits: str) -> bool:
    return (
        1 <= int(digits[2:4]) % 20 <= 12 and 1 <= int(digits[4:6]) <= 31 and -weighted(digits, _PESEL) % 10 == int(digits[10])
    )


def _hetu(code: str) -> bool:
    return _HETU_SIGNS[int(code[:6] + code[7:10]) % 31] == code[10]


def _tfn(digits: str) -> bool:
    return int(digits) > 0 and weighted(digits, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def _medicare(digits: str) -> bool:
    return weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(digits[8])


def _belgian(digits: str) -> bool:
    return any(97 - int(lead + digits[:9]) % 97 == int(digits[9:]) for lead in ("", "2"))


def _ahv(digits: str) -> bool:
    return (10 - weighted(digits, (1, 3) * 6) % 10) % 10 == int(digits[12])


@dataclass(frozen=True, slots=True)
class NationalId:
    """One country's number.

    Args:
        country: ISO 3166 code of two letters.
        name: what the number is called there.
        looks: regular expression of its usual spellings.
        holds: the rule of its check digit, over letters and digits alone.
        needs_label: whether it is believed only after one of its labels, since one number in ten passes its check.
        labels: words that announce it, in lower case.
    """

    country: str
    name: str
    looks: str
    holds: Callable[[str], bool]
    needs_label: bool = False
    labels: tuple[str, ...] = ()


NATIONAL_IDS: Final = (
    NationalId("US", "SSN", r"\d{3}-\d{2}-\d{4}|\d{3} \d{2} \d{4}", _ssn),
    NationalId("US", "SSN, bare", r"\d{9}", _ssn, True, ("ssn", "social security")),
    NationalId("GB", "NHS number", r"\d{3} \d{3} \d{4}|\d{3}-\d{3}-\d{4}|\d{10}", _nhs, True, ("nhs",)),
    NationalId(
        "GB", "National Insurance number", r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]", lambda _: True
    ),
    NationalId("DE", "Steuer-ID", r"\d{2} ?\d{3} ?\d{3} ?\d{3}", _tax_id),
    NationalId("ES", "DNI or NIE", r"(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]", _dni),
    NationalId("FR", "NIR", r"[1-478] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}", _nir),
    NationalId("IT", "codice fiscale", r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]", _fiscal),
    NationalId("BR", "CPF", r"\d{3}\.\d{3}\.\d{3}-\d{2}|\d{11}", _cpf),
    NationalId("NL", "BSN", r"\d{9}|\d{4}\.\d{2}\.\d{3}", _bsn, True, ("bsn", "burgerservicenummer", "sofi")),
    NationalId("SE", "personnummer", r"(?:19|20)?\d{6}[-+]\d{4}|(?:19|20)\d{10}", _personnummer),
    NationalId("PL", "PESEL", r"\d{11}", _pesel),
    NationalId("FI", "henkilötunnus", r"\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]", _hetu),
    NationalId("IN", "Aadhaar", r"[2-9]\d{3} \d{4} \d{4}|[2-9]\d{11}", verhoeff),
    NationalId("AU", "TFN", r"\d{3} ?\d{3} ?\d{3}", _tfn, True, ("tfn", "tax file")),
    NationalId("AU", "Medicare", r"[2-6]\d{3} ?\d{5} ?\d{1,2}", _medicare, True, ("medicare",)),
    NationalId("CA", "SIN", r"\d{3}[ -]\d{3}[ -]\d{3}|\d{9}", luhn, True, ("sin", "social insurance", "nas")),
    NationalId("BE", "rijksregisternummer", r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}|\d{11}", _belgian),
    NationalId("CH", "AHV number", r"756\.?\d{4}\.?\d{4}\.?\d{2}", _ahv),
)


_DIGIT: Final = re.compile(r"\d")
_FEWEST: Final = 6
"""No number of the table has fewer digits."""
_FARTHEST: Final = 8
"""No number of the table has two digits, or its beginning and its first digit, farther apart."""


class NationalIds:
    """Finds national identity numbers by look and check digit."""

    def __init__(self, table: Iterable[NationalId] = NATIONAL_IDS) -> None:
        rows = tuple(table)
        # One look for all of them: most stretches of digits hold a telephone number, a date or a price.
        looks = "|".join(row.looks for row in rows)
        self._any = re.compile(rf"(?<![\w.-])(?:{looks})(?![\w-]|\.\d)", re.IGNORECASE)
        self._rows = [(row, re.compile(rf"(?<![\w.-])(?:{row.looks})(?![\w-]|\.\d)", re.IGNORECASE)) for row in rows]

    def find(self, text: str) -> Iterable[PhiSpan]:
        """Give what looks like an identity number and keeps its rule."""
        stretches = [(start, end) for start, end in _digit_stretches(text) if self._any.search(text, start, end)]
        if not stretches:
            return
        lower = lowered(text)
        for row, looks in self._rows:
            if row.needs_label and not any(label in lower for label in row.labels):
                continue
            for found in (found for start, end in stretches for found in looks.finditer(text, start, end)):
                code = re.sub(r"[ .]", "", found[0]).upper() if "[-+" in row.looks else re.sub(r"\W", "", found[0]).upper()
                bare = code if row.country == "FI" else re.sub(r"[-+]", "", code)
                if row.needs_label and not _announced(lower, found.start(), row.labels):
                    continue
                if row.holds(bare):
                    yield PhiSpan(found.start(), found.end(), PhiKind.NATIONAL_ID, 0.85)


def _digit_stretches(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches that hold so many digits, close together, that an identity number can be among them."""
    start = last = -_FARTHEST
    count = 0
    for found in _DIGIT.finditer(text):
        at = found.start()
        if at - last > _FARTHEST:
            if count >= _FEWEST:
                yield max(0, start - _FARTHEST), min(len(text), last + 4)
            start, count = at, 0
        count += 1
        last = at
    if count >= _FEWEST:
        yield max(0, start - _FARTHEST), min(len(text), last + 4)


def _announced(lower: str, start: int, labels: tuple[str, ...]) -> bool:
    before = lower[max(0, start - 40) : start]
    return any(re.search(rf"\b{re.escape(label)}\b", before) for label in labels)
