"""Means, deviations and personal bands: exact sums, so that the order of the days never changes a digit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auren.errors import InvalidInput

__all__ = [
    "PersonalBand",
    "baseline",
    "coefficient_of_variation",
    "exact_sum",
    "geometric_mean",
    "ln_values",
    "mean",
    "median",
    "personal_band",
    "sample_sd",
]


@dataclass(frozen=True, slots=True)
class PersonalBand:
    """What is usual for one person.

    Args:
        mean, sd: of the values, in their unit; sd with n - 1.
        low, high: ends of the band, in the same unit.
    """

    mean: float
    sd: float
    low: float
    high: float


def exact_sum(values: Iterable[float]) -> float:
    """Give the correctly rounded sum.

    Args:
        values: finite numbers of one unit; none gives 0.

    Raises:
        InvalidInput: a value is not finite, or the sum is too large for a float.
    """
    return _total(_finite(values))


def mean(values: Iterable[float]) -> float:
    """Give the arithmetic mean.

    Args:
        values: at least one finite number, all of one unit.

    Raises:
        InvalidInput: there is no value, or one is not finite.
    """
    return _centre(_at_least(1, values, "A mean"))


def median(values: Iterable[float]) -> float:
    """Give the value in the middle, of an even number the mean of the two there.

    Args:
        values: at least one finite number, all of one unit.

    Raises:
        InvalidInput: there is no value, or one is not finite.
    """
    # Not of the standard library, whose module brings fractions, decimals and random numbers along.
    numbers = sorted(_at_least(1, values, "A median"))
    half = len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2


def sample_sd(values: Iterable[float]) -> float:
    """Give the standard deviation with n - 1.

    Args:
        values: at least two finite numbers, all of one unit.

    Raises:
        InvalidInput: there are fewer than two values, or one is not finite.
    """
    numbers = _at_least(2, values, "A standard deviation")
    return _spread(numbers, _centre(numbers))


def baseline(values: Iterable[float]) -> tuple[float, float]:
    """Give mean and standard deviation (n - 1) of a person's own earlier days.

    Args:
        values: at least two finite numbers, all of one unit.

    Raises:
        InvalidInput: there are fewer than two values, or one is not finite.
    """
    numbers = _at_least(2, values, "A standard deviation")
    centre = _centre(numbers)
    return centre, _spread(numbers, centre)


def personal_band(values: Iterable[float], *, width_sd: float = 0.5) -> PersonalBand:
    """Give the band of mean ± `width_sd` standard deviations; N3: Buchheit 2014 Front Physiol 5:73.

    Args:
        values: at least two finite numbers, all of one unit.
        width_sd: half the width of the band in standard deviations, 0 or more.

    Raises:
        InvalidInput: there are fewer than two values, one is not finite, or the width is negative or not finite.
    """
    if not (math.isfinite(width_sd) and width_sd >= 0):
        raise InvalidInput(f"A band of {width_sd} standard deviations was asked for; expected a finite number from 0 on.")
    centre, spread = baseline(values)
    return PersonalBand(centre, spread, centre - width_sd * spread, centre + width_sd * spread)


def ln_values(values: Iterable[float]) -> tuple[float, ...]:
    """Give the natural logarithms.

    Args:
        values: finite numbers above 0.

    Raises:
        InvalidInput: a value is not finite, or not above 0.
    """
    numbers = _finite(values)
    if any(number <= 0 for number in numbers):
        raise InvalidInput("A value of 0 or less was given; a logarithm needs values above 0.")
    return tuple(math.log(number) for number in numbers)


def geometric_mean(values: Iterable[float]) -> float:
    """Give exp(mean of the logarithms), which one very high day sways less than the arithmetic mean.

    Args:
        values: at least one finite number above 0, all of one unit.

    Raises:
        InvalidInput: there is no value, or one is not finite or not above 0.
    """
    return math.exp(mean(ln_values(values)))


def coefficient_of_variation(values: Iterable[float]) -> float:
    """Give 100 · sd / mean in percent, sd with n - 1.

    Args:
        values: at least two finite numbers, all of one unit.

    Raises:
        InvalidInput: there are fewer than two values, one is not finite, or their mean is 0.
    """
    centre, spread = baseline(values)
    if centre == 0:
        raise InvalidInput("Values with a mean of 0 were given; their coefficient of variation has no meaning.")
    return 100 * spread / centre


def _centre(numbers: tuple[float, ...]) -> float:
    # Rounding may push the quotient past the values themselves; a mean of equal days must be that day, or their sd is not 0.
    return min(max(_total(numbers) / len(numbers), min(numbers)), max(numbers))


def _spread(numbers: tuple[float, ...], centre: float) -> float:
    return math.sqrt(_total([(apart := number - centre) * apart for number in numbers]) / (len(numbers) - 1))


def _total(numbers: Sequence[float]) -> float:
    try:
        total = math.fsum(numbers)
    except OverflowError as error:
        raise InvalidInput("Values too large to be added were given; check their unit.") from error
    if not math.isfinite(total):
        raise InvalidInput("A value that is not a finite number was given; leave a missing day out.")
    return total


def _finite(values: Iterable[float]) -> tuple[float, ...]:
    numbers = tuple(values)
    if not all(map(math.isfinite, numbers)):
        raise InvalidInput("A value that is not a finite number was given; leave a missing day out.")
    return numbers


def _at_least(count: int, values: Iterable[float], what: str) -> tuple[float, ...]:
    numbers = _finite(values)
    if len(numbers) < count:
        raise InvalidInput(f"{what} of {len(numbers)} values was asked for; expected at least {count}.")
    return numbers
