"""The words that numbers, units and dates are written with, in English and German."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from auren.safety._words import words

__all__ = [
    "FILLERS",
    "LABELLED",
    "MONTHS",
    "MULTIPLES",
    "ONES",
    "ORDINALS",
    "SCALES",
    "UNITS",
    "WEEKDAYS",
    "factor",
    "number_words",
]


def _table(lines: str) -> MappingProxyType[str, str]:
    table: dict[str, str] = {}
    for line in lines.strip().splitlines():
        unit, words = line.strip().split(": ")
        table.update((word.strip(), unit) for word in words.split(", "))
    return MappingProxyType(table)


UNITS = _table(
    """
    ms: ms, msec, millisecond, milliseconds, millisekunde, millisekunden
    ln ms: ln ms
    s: s, sec, secs, second, seconds, sekunde, sekunden
    min: min, mins, minute, minutes, minuten
    h: h, hr, hrs, hour, hours, std, stunde, stunden
    d: d, day, days, night, nights, date, dates, tag, tage, tagen, nacht, nächte, nächten
    week: week, weeks, wk, wks, woche, wochen
    month: month, months, monat, monate, monaten
    year: year, years, jahr, jahre, jahren
    bpm: bpm, beat, beats, beats per minute, beats a minute, beats / min, beats / minute, schläge, schläge pro minute
    breaths/min: breath, breaths, breaths per minute, breaths a minute, breaths / min, atemzüge, atemzüge pro minute
    %: %, percent, per cent, prozent
    pp: percentage point, percentage points, prozentpunkt, prozentpunkte
    kg: kg, kilo, kilos, kilogram, kilograms, kilogramm
    g: g, gram, grams, gramm
    mg: mg, milligram, milligrams, milligramm
    mcg: mcg, µg, μg, microgram, micrograms
    IU: iu, international units
    lb: lb, lbs, pound, pounds
    km: km, kilometre, kilometres, kilometer, kilometers
    m: m, metre, metres, meter, meters
    cm: cm, centimetre, centimetres, centimeter, centimeters
    mm: mm, millimetre, millimetres, millimeter, millimeters
    mi: mi, mile, miles, meile, meilen
    kcal: kcal, calorie, calories, kilocalories, kalorien
    kJ: kj, kilojoule, kilojoules
    mL: ml, millilitre, millilitres, milliliter, milliliters
    L: l, litre, litres, liter, liters
    AU: au, arbitrary units, load units
    times: times, x, fold, mal, fach
    count: step, steps, schritt, schritte, schritten
    degC: ° c, ° celsius, degc, degree celsius, degrees celsius, degrees c, degree, degrees, °, grad, grad celsius
    degF: ° f, degf, degrees fahrenheit, degrees f
    mmHg: mmhg
    mmol: mmol
    W: w, watt, watts
    rpm: rpm
    km/h: km / h, kmh, kph
    mph: mph
    """
)
"""Each spelling of a unit, in lower case with its parts set apart by one space."""

MONTHS = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                "january jan januar jänner",
                "february feb februar",
                "march mar märz",
                "april apr",
                "may mai",
                "june jun juni",
                "july jul juli",
                "august aug",
                "september sep sept",
                "october oct oktober okt",
                "november nov",
                "december dec dezember dez",
            ),
            1,
        )
        for name in names.split()
    }
)
WEEKDAYS = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                "monday mondays montag montags",
                "tuesday tuesdays dienstag dienstags",
                "wednesday wednesdays mittwoch mittwochs",
                "thursday thursdays donnerstag donnerstags",
                "friday fridays freitag freitags",
                "saturday saturdays samstag samstags sonnabend",
                "sunday sundays sonntag sonntags",
            )
        )
        for name in names.split()
    }
)

FILLERS = frozenset(
    words(
        "full whole valid straight consecutive more further additional extra calendar good bad short long recent single "
        "last past previous of a an the"
    )
)
"""Words that may stand between a number and its unit."""

LABELLED = frozenset({"vo2", "vo2max", "spo2", "co2", "o2", "h2o"})
"""Names with a digit in them that state no number."""

MULTIPLES = MappingProxyType(
    {
        "twice": 2,
        "thrice": 3,
        "double": 2,
        "doubled": 2,
        "doubling": 2,
        "triple": 3,
        "tripled": 3,
        "zweimal": 2,
        "dreimal": 3,
        "doppelt": 2,
        "doppelte": 2,
        "verdoppelt": 2,
    }
)
"""Words that say how many times."""

ONES = frozenset({"one"})
SCALES = MappingProxyType({"hundred": 100, "thousand": 1000, "million": 1_000_000})
_SMALL = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
_PARTS = {
    "half": Fraction(1, 2),
    "halved": Fraction(1, 2),
    "halving": Fraction(1, 2),
    "quarter": Fraction(1, 4),
    "quarters": Fraction(1, 4),
    "halbe": Fraction(1, 2),
    "halben": Fraction(1, 2),
    "hälfte": Fraction(1, 2),
}
_GERMAN = "null|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn"
_GERMAN_VALUES = (0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17)
_GERMAN_TENS = words("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_GERMAN_ONES = words("ein zwei drei vier fünf sechs sieben acht neun")

ORDINALS = MappingProxyType(
    {
        name: number
        for number, name in enumerate(
            words(
                "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
                "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
            ),
            2,
        )
    }
)
""""first" is left out: it opens sentences more often than it counts."""

# unit -> (dimension, exact size in the dimension's base unit); only these are taken as one another's equal.
_SIZES: dict[str, tuple[str, Fraction]] = {
    "ms": ("time", Fraction(1, 1000)),
    "s": ("time", Fraction(1)),
    "min": ("time", Fraction(60)),
    "h": ("time", Fraction(3600)),
    "d": ("calendar", Fraction(1)),
    "week": ("calendar", Fraction(7)),
    "d-long": ("length of a window", Fraction(1)),
    "week-long": ("length of a window", Fraction(7)),
    "g": ("mass", Fraction(1)),
    "kg": ("mass", Fraction(1000)),
    "cm": ("length", Fraction(1, 100)),
    "m": ("length", Fraction(1)),
    "km": ("length", Fraction(1000)),
    "mL": ("volume", Fraction(1, 1000)),
    "L": ("volume", Fraction(1)),
}


def factor(given: str) -> dict[str, Fraction]:
    """Give, for each unit that is an exact multiple of a unit, what to multiply with.

    Args:
        given: a canonical unit.
    """
    if given not in _SIZES:
        return {}
    dimension, size = _SIZES[given]
    return {unit: size / other for unit, (kind, other) in _SIZES.items() if kind == dimension and unit != given}


@lru_cache(maxsize=1)
def number_words() -> MappingProxyType[str, Fraction]:
    """Give the value of each single word that states a number."""
    table = {word: Fraction(value) for value, word in enumerate(_SMALL)}
    table |= {word: Fraction(10 * value) for value, word in enumerate(_TENS, 2)}
    table |= {word: Fraction(value) for word, value in (*MULTIPLES.items(), *SCALES.items())}
    table |= _PARTS
    table |= {"dozen": Fraction(12), "hundreds": Fraction(100), "thousands": Fraction(1000)}
    table |= {word: Fraction(value) for word, value in zip(_GERMAN.split("|"), _GERMAN_VALUES, strict=True)}
    for tens, name in enumerate(_GERMAN_TENS, 2):
        table[name] = Fraction(10 * tens)
        table |= {f"{one}und{name}": Fraction(10 * tens + value) for value, one in enumerate(_GERMAN_ONES, 1)}
    table |= {"achtzehn": Fraction(18), "neunzehn": Fraction(19), "hundert": Fraction(100), "tausend": Fraction(1000)}
    return MappingProxyType(table)
