"""Identifiers with a form of their own: addresses of the net, cards, accounts, vehicles, devices, and labelled numbers."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from auren.privacy.phi.checksums import iso7064_mod97, luhn
from auren.privacy.phi.folding import caseless, matches
from auren.privacy.phi.reading import Reading, heads
from auren.privacy.phi.spans import PhiKind, PhiSpan

__all__ = ["Codes"]

_VIN_VALUES: Final = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def _always(_: str) -> bool:
    return True


def _iban(found: str) -> bool:
    code = re.sub(r"\W", "", found).upper()
    return 15 <= len(code) <= 34 and iso7064_mod97(code)


def _card(found: str) -> bool:
    digits = re.sub(r"\D", "", found)
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and luhn(digits)


def _ip(found: str) -> bool:
    try:
        ipaddress.ip_address(found.split("/")[0])
    except ValueError:
        return False
    return found not in ("::", "::1")


def _vin(found: str) -> bool:
    code = found.upper()
    total = sum(
        (int(sign) if sign.isdecimal() else _VIN_VALUES[sign]) * weight for sign, weight in zip(code, _VIN_WEIGHTS, strict=True)
    )
    return code[8] == "0123456789X"[total % 11]


_MAIL: Final = caseless(r"[\w.!#$%&'*+/=?^`{|}~-]+(?:@|\s?\[at\]\s?)(?:[\w-]+\.)+\w{2,24}")
_MAIL_SIGN: Final = re.compile(r"@|\s?\[at\]")
_MAILBOX_SIGNS: Final = frozenset(".!#$%&'*+/=?^`{|}~-_")
_DOMAINS: Final = r"com|org|net|edu|gov|io|de|co\.uk|fr|es|it|nl|se|no|eu|info|app|me"
_FORMS: Final[tuple[tuple[PhiKind, str, str, Callable[[str], bool], float], ...]] = (
    (PhiKind.URL, r"://|www\.", r"(?:https?|ftp)://[^\s<>\"'\\]+|\bwww\.[^\s<>\"'\\]+", _always, 0.9),
    (
        PhiKind.URL,
        rf"\.(?:{_DOMAINS})(?![\w@])",
        rf"(?<![\w@.])(?:[a-z0-9-]{{2,}}\.)+(?:{_DOMAINS})(?:/[^\s<>\"']*)?(?![\w@])",
        _always,
        0.8,
    ),
    (PhiKind.URL, "@", r"@(?<![\w@]@)[A-Za-z_][\w.]{2,29}", _always, 0.7),
    (PhiKind.IP, r"\.\d{1,3}\.\d{1,3}\.\d", r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?![\d.]\d)", _ip, 0.9),
    (PhiKind.IP, ":[0-9a-f]{0,4}:", r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", _ip, 0.9),
    (
        PhiKind.DEVICE,
        "[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-]",
        r"(?<![\w:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![\w:-])",
        _always,
        0.95,
    ),
    (PhiKind.DEVICE, "-[0-9a-f]{4}-", r"(?<![\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])", _always, 0.9),
    (
        PhiKind.IBAN,
        r"\d(?<=[a-z]{2}\d)\d",
        r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)",
        _iban,
        0.97,
    ),
    (PhiKind.CARD, "", r"[2-6](?<![\w.-].)\d{3}(?:[ -]?\d){9,15}(?![\w-])", _card, 0.97),
    (PhiKind.VEHICLE, "", r"(?<!\w)[A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{8}(?!\w)", _vin, 0.9),
    (
        PhiKind.PHOTO,
        r"\.(?:jp|png|heic|gif|tif|webp|bmp|raw|dng|dcm|mp4|mov)",
        r"(?<!\w)[\w-]+\.(?:jpe?g|png|heic|gif|tiff?|webp|bmp|raw|dng|dcm|mp4|mov)(?!\w)",
        _always,
        0.9,
    ),
    (
        PhiKind.PLACE,
        r"\.\d{3,}\s?°?[ns]?,",
        r"(?<![\w.])[-+]?\d{1,2}\.\d{3,}\s?°?[NS]?,\s?[-+]?\d{1,3}\.\d{3,}\s?°?[EWO]?(?!\w)",
        _always,
        0.9,
    ),
)
"""Kind, what it cannot be there without and is found fast, form, check, and certainty."""

_LABELLED: Final = (
    (
        PhiKind.LICENCE,
        (
            r"driv(?:er|ing)['’]?s? licen[cs]e|licen[cs]e|passport|führerschein|reisepass|permis de conduire|passeport|"
            r"pasaporte|carnet de conducir|certificate|zertifikat"
        ),
    ),
    (
        PhiKind.MEDICAL_RECORD,
        (
            r"mrn|medical record|patient(?:en)?(?: id|nummer|[- ]?no)?|chart|case (?:number|no|id)|aktenzeichen|fallnummer|"
            r"historia clínica"
        ),
    ),
    (
        PhiKind.HEALTH_PLAN,
        (
            r"health plan|member(?:ship)?|policy|beneficiary|insurance|versicherten?(?:nummer)?|krankenkasse|"
            r"group (?:number|no|id)|subscriber"
        ),
    ),
    (
        PhiKind.ACCOUNT,
        (
            r"account|acct|konto(?:nummer)?|routing|customer|client|kunden(?:nummer)?|cuenta|compte|order|invoice|booking|"
            r"reservation"
        ),
    ),
    (PhiKind.VEHICLE, r"(?:licen[cs]e |number )?plates?|registration|kennzeichen|matrícula|immatriculation|vin"),
    (
        PhiKind.DEVICE,
        (
            r"serial|device(?: id)?|imei|udid|imsi|meid|seriennummer|pacemaker|implant|sensor id|watch id|"
            r"strap id"
        ),
    ),
    (
        PhiKind.BIOMETRIC,
        (
            r"finger ?prints?(?: id| template| hash)?|retina(?:l)?(?: scan)?|iris(?: scan| code)?|voice ?print|face ?(?:id|"
            r"print)(?: template)?|biometric(?: id| template)?|dna(?: sample| profile)?"
        ),
    ),
    (
        PhiKind.NATIONAL_ID,
        (
            r"ssn|social security|national insurance|nhs|steuer-?id|dni|nie|bsn|aadhaar|tax id|tfn|sin|cpf|pesel|"
            r"codice fiscale|personnummer|id card|identity card|personalausweis"
        ),
    ),
    (PhiKind.CARD, r"(?:credit |debit )?card|kreditkarte|tarjeta|cvv|cvc"),
    (
        PhiKind.OTHER_ID,
        r"user(?:name| id)?|login|employee|student|badge|identifier|reference|ticket|token|password|passwort|pin|api key",
    ),
)
_VALUE = r"[A-Z0-9](?:[A-Z0-9]|[-./](?=[A-Z0-9])){3,39}"
_NUMBER_WORD = r"(?:['’]s)?(?:\s*(?:numbers?|nummer|number plate|no\.?|nr\.?|num\.?|id|code|template|hash|#|№))*"
_JOIN = r"(?:\s*(?:is|was|ist|war|es|est|to|:|=|#|-))*\s*[\"'(]?"


_PLATE: Final = caseless(
    r"\b(?:plates?|kennzeichen|registration|matrícula|immatriculation|targa)(?:\s*(?:number|no\.?|is|ist|es|est|è|:))*\s*"
    r"(?P<value>[A-Z0-9]{1,4}(?:[- ][A-Z0-9]{1,4}){1,3})(?!\w)"
)
_PLATE_HEADS: Final = heads("plate kennzeichen registration matrícula immatriculation targa")
_LABEL_HEADS: Final = heads(
    "driver license passport führerschein reisepass permis carnet certificate zertifikat mrn medical patient chart case "
    "aktenzeichen fallnummer historia health member policy beneficiary insurance versicherten krankenkasse group subscriber "
    "account konto routing customer client kunden cuenta compte order invoice booking reservation number plate registration "
    "kennzeichen matrícula immatriculation vin serial device imei udid imsi meid seriennummer pacemaker implant sensor watch "
    "strap finger retina iris voice face biometric dna ssn social national nhs steuer dni nie bsn aadhaar tax tfn sin cpf "
    "pesel codice id identity credit debit kreditkarte tarjeta cvv cvc user login employee student badge reference ticket "
    "token pin api"
)
"""The heads of every label above; a label without its head here is not found."""
_DIGIT: Final = re.compile(r"\d")


class Codes:
    """Finds identifiers that a form, a check digit or a label before them gives away."""

    def __init__(self) -> None:
        self._forms = [(kind, re.compile(needs), caseless(form), holds, sure) for kind, needs, form, holds, sure in _FORMS]
        labels = "|".join(f"(?P<{kind.value}>{words})" for kind, words in _LABELLED)
        self._labelled = caseless(rf"(?<!\w)(?:{labels}){_NUMBER_WORD}{_JOIN}(?P<value>{_VALUE})(?!\w)")

    def find(self, text: str) -> Iterable[PhiSpan]:
        """Give the identifiers of a text."""
        return self.find_in(Reading(text))

    def find_in(self, reading: Reading) -> Iterable[PhiSpan]:
        """Give the identifiers of a text that was read already."""
        low = reading.low
        yield from (PhiSpan(start, end, PhiKind.EMAIL, 0.95) for start, end in _mails(low))
        for kind, needs, form, holds, sure in self._forms:
            if needs.search(low) is None:
                continue
            for found in form.finditer(low):
                end = found.end() - (len(found[0]) - len(found[0].rstrip(".,;:!?)")) if kind is PhiKind.URL else 0)
                if holds(found[0]):
                    yield PhiSpan(found.start(), end, kind, sure)
        for found in matches(_PLATE, low, reading.places(_PLATE_HEADS)):
            if any(sign.isdecimal() for sign in found["value"]):
                yield PhiSpan(found.start("value"), found.end("value"), PhiKind.VEHICLE, 0.74)
        for found in matches(self._labelled, low, reading.places(_LABEL_HEADS)) if _DIGIT.search(low) else ():
            if any(sign.isdecimal() for sign in found["value"]):
                kind = PhiKind(found.lastgroup if found.lastgroup not in (None, "value") else _label(found))
                yield PhiSpan(found.start("value"), found.end("value"), kind, 0.73)


def _label(found: re.Match[str]) -> str:
    return next(name for name, words in found.groupdict().items() if words is not None and name != "value")


def _mails(low: str) -> Iterator[tuple[int, int]]:
    """Give the mail addresses, each from its sign back to where its box begins."""
    done = 0
    for sign in _MAIL_SIGN.finditer(low):
        start = sign.start()
        while start > done and (low[start - 1].isalnum() or low[start - 1] in _MAILBOX_SIGNS):
            start -= 1
        found = _MAIL.match(low, start)
        if found is not None and start < sign.start():
            yield start, found.end()
            done = found.end()
