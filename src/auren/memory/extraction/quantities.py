"""Numbers with their units as people write them, read into the units in which facts are kept."""

from __future__ import annotations

import re
from typing import Final

from auren.memory.facts.slots import shown

__all__ = [
    "CLOCK",
    "DISTANCE",
    "DOSE",
    "HEIGHT",
    "HOURS",
    "MASS",
    "NUMBER",
    "RACE",
    "VOLUME",
    "clock",
    "distance",
    "dose",
    "height",
    "hours",
    "mass",
    "number",
    "race",
    "volume",
]

_KG_PER_LB: Final = 0.45359237
_CM_PER_INCH: Final = 2.54
_KM_PER_MILE: Final = 1.609344
_L_PER: Final = {"l": 1.0, "ml": 0.001, "oz": 0.0295735}

_N: Final = r"(?<![\d.,])\d{1,6}(?:[.,]\d{1,3})?"
WORDS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "once": 1, "twice": 2, "a couple of": 2, "ein": 1, "eine": 1, "einen": 1, "zwei": 2,
    "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
    "einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4, "fünfmal": 5, "sechsmal": 6,
}  # fmt: skip
_WORD: Final = "|".join(sorted(WORDS, key=len, reverse=True))

NUMBER: Final = rf"(?:{_N}(?:k\b)?|\b(?:{_WORD})\b)"
MASS: Final = (
    rf"(?:\d{{1,2}}\s*(?:st|stones?)\b\.?(?:\s*(?:and\s*)?\d{{1,2}}(?:\s*(?:lbs?|pounds?))?\b)?"
    rf"|\d{{1,2}}st\d{{1,2}}(?:lbs?)?"
    rf"|{_N}\s*(?:kgs?|kilos?|kilograms?|kilogramm|lbs?|pounds?|pfund)\b)"
)
HEIGHT: Final = (
    r"(?:\d\s*(?:'|ft\b|feet\b|foot\b)\s*(?:\d{1,2}\s*(?:\"|''|in\b|inch(?:es)?\b)?)?"
    r"|[12][.,]\d{1,2}\s*(?:m\b|meters?\b|metres?\b|meter\b)"
    r"|\d{2,3}(?:[.,]\d)?\s*(?:cm\b|centimet(?:er|re)s?\b|zentimeter\b)|1\s*m\s*\d{2}\b)"
)
HOURS: Final = (
    rf"(?:\d{{1,2}}\s*h\s*[0-5]\d\b|\d{{1,2}}\s*(?:hours?|hrs?|h|stunden)\s*(?:and\s*"
    rf"|und\s*)?[0-5]?\d\s*(?:minutes?|mins?|min|minuten)\b"
    rf"|(?:\d{{1,2}}|\b(?:{_WORD}))\s*and a half\s*(?:hours?|hrs?)\b"
    rf"|(?:{_N}|\b(?:{_WORD}))\s*(?:hours?|hrs?|h|stunden|std)\b)"
)
CLOCK: Final = (
    r"(?:(?:half past|quarter past|quarter to|halb|viertel nach|viertel vor)\s+(?:\d{1,2}"
    r"|[a-zü]+)(?:\s*(?:am|pm|a\.m\.|p\.m\.|uhr))?"
    r"|(?<![\d:.])\d{1,2}[:.][0-5]\d(?:\s*(?:am|pm|a\.m\.|p\.m\.|uhr))?(?![\d:])"
    r"|(?<![\d:.])\d{1,2}\s*(?:am|pm|a\.m\.|p\.m\.|uhr|o'clock)(?:\s*\d{2}\b)?|\bmidnight\b|\bmitternacht\b|\bnoon\b"
    r"|(?<![\d:.,])\d{1,2}(?![\d:.,]*\d|\s*(?:kg|km|h\b|hours?|times|days|%|x\b|weeks?|minutes?)))"
)
DISTANCE: Final = rf"(?:{_N}\s*(?:kms?|kilomet(?:er|re)s?|kilometer|k|miles?|mi|meilen)\b)"
VOLUME: Final = rf"(?:{_N}\s*(?:l|lit(?:er|re)s?|ml|milliliters?|millilitres?|oz|ounces?|liter)\b)"
RACE: Final = r"(?:(?<![\d:])(?:\d{1,2}:)?\d{1,3}:[0-5]\d(?![\d:]))"
DOSE: Final = (
    rf"(?:{_N}\s*(?:mg|mcg|µg|μg|ug|g|grams?|gramm|milligrams?|micrograms?|iu"
    rf"|ie|i\.e\.|i\.u\.|capsules?|tablets?|pills?|scoops?|kapseln?|tabletten?)(?![\w/]))"
)


def number(text: str) -> float | None:
    """Read a number or a number word; "10k" is ten thousand, "10,000" too."""
    low = text.strip().lower()
    if low in WORDS:
        return float(WORDS[low])
    found = re.match(r"(\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)\s*(k)?", low)
    if found is None:
        return None
    digits, thousands = found.groups()
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        value = float(re.sub(r"[.,]", "", digits))
    else:
        value = float(digits.replace(",", "."))
    return value * 1000 if thousands else value


def _amount(text: str) -> float | None:
    """Read a decimal number, whose comma or point never parts thousands."""
    found = re.match(r"\d+(?:[.,]\d+)?", text.strip())
    if found:
        return float(found[0].replace(",", "."))
    first = re.match(rf"(?:{_WORD})\b", text.strip().lower())
    return float(WORDS[first[0]]) if first else None


def mass(text: str) -> float | None:
    """Read a mass in kg."""
    low = text.lower()
    stone = re.match(r"(\d{1,2})\s*st(?:ones?)?\.?\s*(?:and\s*)?(\d{1,2})?", low)
    if stone:
        return (int(stone[1]) * 14 + int(stone[2] or 0)) * _KG_PER_LB
    value = _amount(low)
    if value is None:
        return None
    if re.search(r"lb|pound", low):
        return value * _KG_PER_LB
    return value / 2 if "pfund" in low else value


def height(text: str) -> float | None:
    """Read a height in cm."""
    low = text.lower()
    feet = re.match(r"(\d)\s*(?:'|ft|feet|foot)\s*(\d{1,2})?", low)
    if feet:
        return (int(feet[1]) * 12 + int(feet[2] or 0)) * _CM_PER_INCH
    split = re.match(r"1\s*m\s*(\d{2})", low)
    if split:
        return 100.0 + int(split[1])
    value = _amount(low)
    if value is None:
        return None
    return value if re.search(r"cm|cent|zent", low) else value * 100


def hours(text: str) -> float | None:
    """Read a duration in hours."""
    low = text.lower()
    parts = re.match(r"(\d{1,2})\s*(?:h|hours?|hrs?|stunden)\s*(?:and\s*|und\s*)?([0-5]?\d)\b", low)
    if parts:
        return int(parts[1]) + int(parts[2]) / 60
    value = _amount(low)
    if value is None:
        return None
    return value + 0.5 if "and a half" in low else value


def clock(text: str, *, evening: bool = False, plain_hours: bool = False) -> str | None:
    """Read a time of day as HH:MM.

    Args:
        text: the words.
        evening: whether an hour without "am" or "pm" up to 12 is of the evening or the night.
        plain_hours: whether an hour alone, such as "11", says enough.
    """
    low = text.lower().strip()
    if "midnight" in low or "mitternacht" in low:
        return "00:00"
    if low == "noon":
        return "12:00"
    shift, hour, minute = 0, 0, 0
    past = re.match(r"(half past|quarter past|quarter to|halb|viertel nach|viertel vor)\s+(\w+)", low)
    if past:
        first = number(past[2])
        if first is None:
            return None
        shift = {"half past": 30, "quarter past": 15, "viertel nach": 15, "halb": -30}.get(past[1], -15)
        hour = int(first)
        if not plain_hours and hour <= 12 and not re.search(r"[ap]\.?m|uhr", low):
            return None
    else:
        found = re.match(r"(\d{1,2})(?:[:.](\d{2})|\s*uhr\s*(\d{2}))?", low)
        if found is None:
            return None
        hour, minute = int(found[1]), int(found[2] or found[3] or 0)
        if not plain_hours and re.fullmatch(r"\d{1,2}", low):
            return None
    if re.search(r"p\.?m", low):
        hour = hour % 12 + 12
    elif re.search(r"a\.?m", low):
        hour = hour % 12
    elif evening and 6 <= hour <= 12 and not re.match(r"0\d", low):
        hour = (hour + 12) % 24
    if not 0 <= hour <= 24 or not 0 <= minute < 60:
        return None
    minutes = (hour * 60 + minute + shift) % 1440
    return f"{minutes // 60:02}:{minutes % 60:02}"


def distance(text: str) -> float | None:
    """Read a distance in km."""
    value = _amount(text)
    if value is None:
        return None
    return value * _KM_PER_MILE if re.search(r"mi|meil", text.lower()) else value


def volume(text: str) -> float | None:
    """Read a volume in litres."""
    value = _amount(text)
    if value is None:
        return None
    low = text.lower()
    unit = "ml" if re.search(r"ml|milli", low) else "oz" if re.search(r"oz|ounce", low) else "l"
    return value * _L_PER[unit]


def race(text: str) -> float | None:
    """Read a finishing time in seconds; two parts are minutes and seconds."""
    parts = [int(part) for part in text.split(":")]
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + part
    return float(seconds)


def dose(text: str) -> tuple[str, str] | None:
    """Read an amount and its unit, in the largest unit of mass that keeps it at 1 or more."""
    value = _amount(text)
    named = re.search(r"[a-zµμ.]+$", text.strip().lower())
    if value is None or named is None:
        return None
    word = named[0].strip(".")
    if word in ("iu", "ie", "i.u", "i.e"):
        return shown(value, 0), "IU"
    for unit, words in (
        ("mg", ("mg", "milligram", "milligrams")),
        ("µg", ("mcg", "µg", "μg", "ug", "microgram", "micrograms")),
        ("g", ("g", "gram", "grams", "gramm")),
    ):
        if word in words:
            for larger in {"µg": ("mg", "g"), "mg": ("g",)}.get(unit, ()):
                if value >= 1000:
                    value, unit = value / 1000, larger
            return shown(value, 2), unit
    singular = {"kapsel": "capsule", "kapseln": "capsule", "tablette": "tablet", "tabletten": "tablet"}.get(
        word, word.rstrip("s")
    )
    return shown(value, 1), singular
