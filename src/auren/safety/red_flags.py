"""Red flags in the person's words and in findings, raised before any model is asked; their texts are fixed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from auren.conversation import RedFlag
from auren.errors import InvalidInput
from auren.findings import Finding

if TYPE_CHECKING:
    from auren.safety.flags import FixedText, Level, Matcher, Pack
    from auren.safety.flags.turns import Talked

__all__ = ["RedFlags"]


class RedFlags:
    """Looks for signs that a human must look, in every language it knows, and answers in the person's own.

    Args:
        packs: one a language, English, German, Spanish, French and Portuguese unless others are given; the first one's
            texts stand in where a language has none.
        learned: whether small trained models also listen for wordings that no sign knows; they raise and never lower.

    Raises:
        InvalidInput: no pack was given, or a language stands twice.
    """

    def __init__(self, packs: Sequence[Pack] | None = None, *, learned: bool = True) -> None:
        if packs is None:
            # Loaded with the first RedFlags that is built: importing a pipeline need not read the phrases of five languages.
            from auren.safety.flags import ENGLISH, FRENCH, GERMAN, PORTUGUESE, SPANISH

            packs = (ENGLISH, GERMAN, SPANISH, FRENCH, PORTUGUESE)
        languages = [pack.language for pack in packs]
        if not packs or len(set(languages)) != len(languages):
            raise InvalidInput(
                f"Packs for the languages {languages} were given; expected at least one, and each language once."
            )
        self._packs = {pack.language: pack for pack in packs}
        self._fallback = packs[0]
        self._learned = learned

    def in_text(self, text: str, *, locale: str = "en") -> tuple[RedFlag, ...]:
        """Give the red flags that words raise, most urgent first.

        Args:
            text: what the person said, or a field of their data; untrusted.
            locale: BCP 47 tag of the language to answer in; its region chooses the number to call.
        """
        from auren.safety.flags import ROWS, URGENCY, Words
        from auren.safety.flags.crisis import CRISIS, crisis_ear
        from auren.safety.flags.learned import shipped

        raised: dict[str, Level] = {}
        words = Words.of(text)
        for matcher in self._matchers:
            for row, level in matcher.rows(words).items():
                before = raised.get(row, level)
                raised[row] = level if URGENCY.index(level) < URGENCY.index(before) else before
        if self._learned and CRISIS not in raised and crisis_ear().raises(words):
            raised[CRISIS] = ROWS[CRISIS]
        # Beside a sign only an emergency is listened for.
        heard = shipped().raised(words) if self._learned and "E0" not in raised.values() else None
        # On a crisis that nothing else heard it is not believed; on one that was heard it may tell that it cannot wait.
        if heard is not None and (heard[1] == "E0" or not raised) and (heard[0] != CRISIS or CRISIS in raised):
            raised[heard[0]] = heard[1]
        return _sorted(self._flag(row, level, locale, origin_is_text=True) for row, level in raised.items())

    def in_turns(self, earlier: Sequence[str], text: str, *, locale: str = "en") -> tuple[RedFlag, ...]:
        """Give the red flags that words raise only together with what was said before, most urgent first.

        Args:
            earlier: what the person said before in this conversation, the latest last; untrusted.
            text: what the person said now; what it raises by itself is for `in_text`.
            locale: BCP 47 tag of the language to answer in.
        """
        rows = self._talked.rows(earlier, text)
        return _sorted(self._flag(row, level, locale, origin_is_text=True) for row, level in rows.items())

    def of_row(self, row: str, *, locale: str = "en") -> RedFlag:
        """Give the flag of one row at its usual level, for somebody who heard it in words otherwise than by a sign.

        Args:
            row: row of the table.
            locale: BCP 47 tag of the language to answer in.

        Raises:
            InvalidInput: the table has no such row.
        """
        from auren.safety.flags import ROWS

        if row not in ROWS:
            raise InvalidInput(f"A row of {len(row)} characters that the red-flag table lacks was given; see `flags.ROWS`.")
        return self._flag(row, ROWS[row], locale, origin_is_text=True)

    def in_findings(self, findings: Iterable[Finding], *, locale: str = "en") -> tuple[RedFlag, ...]:
        """Give the red flags that findings raise, most urgent first, each row once.

        Args:
            findings: those that were withdrawn raise nothing.
            locale: BCP 47 tag of the language to answer in.
        """
        from auren.safety.flags import ROWS

        rows = dict.fromkeys(finding.flag for finding in findings if finding.flag and finding.stands)
        return _sorted(self._flag(row, ROWS.get(row, "E1"), locale, origin_is_text=False) for row in rows)

    @cached_property
    def _talked(self) -> Talked:
        from auren.safety.flags.turns import Talked

        return Talked(tuple(self._packs.values()))

    @cached_property
    def _matchers(self) -> tuple[Matcher, ...]:
        from auren.safety.flags import Matcher

        return tuple(Matcher(pack) for pack in self._packs.values())

    def _flag(self, row: str, level: Level, locale: str, *, origin_is_text: bool) -> RedFlag:
        language, *subtags = locale.replace("_", "-").split("-")
        region = next((tag.upper() for tag in subtags if len(tag) == 2 and tag.isalpha()), "")
        pack = self._packs.get(language.lower(), self._fallback)
        fixed = _fixed(pack, row, level) or _fixed(self._fallback, row, level)
        if fixed is None:
            # A row without words of its own, from a host's rule, must still reach a human.
            from auren.safety.flags import FixedText

            fixed = _fixed(pack, "", "E1") or _fixed(self._fallback, "", "E1") or FixedText(row, row)
        emergency = pack.emergency.get(region) or pack.emergency.get("", "112")
        crisis = pack.crisis.get(region) or pack.crisis.get("", "112")
        text = fixed.text.replace("{emergency}", emergency).replace("{crisis}", crisis)
        return RedFlag(row, level, text, fixed.noticed, "text" if origin_is_text else "data")


def _fixed(pack: Pack, row: str, level: Level) -> FixedText | None:
    return pack.texts.get((row, level))


def _sorted(flags: Iterable[RedFlag]) -> tuple[RedFlag, ...]:
    from auren.safety.flags import ROWS, URGENCY

    order = list(ROWS)
    place = {row: index for index, row in enumerate(order)}
    return tuple(sorted(flags, key=lambda flag: (URGENCY.index(flag.level), place.get(flag.id, len(order)), flag.id)))
