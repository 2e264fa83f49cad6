"""Check digits: the arithmetic that tells an identifier from a number that only looks like one."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["iso7064_mod97", "luhn", "mod11_10", "verhoeff", "weighted"]

# The tables of Verhoeff's scheme: multiplication in the dihedral group of order ten, and its permutation.
_DIHEDRAL = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_PERMUTED = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def luhn(digits: str) -> bool:
    """Tell whether the last digit is Luhn's check digit of the others."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def iso7064_mod97(code: str) -> bool:
    """Tell whether an IBAN's check digits hold (ISO 13616), letters counting from A = 10."""
    turned = code[4:] + code[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def verhoeff(digits: str) -> bool:
    """Tell whether the last digit is Verhoeff's check digit of the others."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = int(_DIHEDRAL[check][int(_PERMUTED[place % 8][int(digit)])])
    return check == 0


def mod11_10(digits: str) -> bool:
    """Tell whether the last digit is the check digit of ISO 7064 MOD 11,10."""
    product = 10
    for digit in digits[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(digits[-1])


def weighted(digits: str, weights: Sequence[int]) -> int:
    """Give the sum of the digits, each times its weight."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
