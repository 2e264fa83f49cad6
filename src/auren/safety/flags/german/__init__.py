# ruff: noqa: E501 - a phrase stands on one line
"""The German signs and fixed texts, and how the language takes words back."""

from __future__ import annotations

from auren.safety._words import words
from auren.safety.flags.german.asked import ASKED
from auren.safety.flags.german.sudden import SUDDEN
from auren.safety.flags.model import Pack
from auren.safety.flags.tables import crisis_lines, numbers, signs_of, texts_of

__all__ = ["GERMAN"]

GERMAN = Pack(
    language="de",
    signs=signs_of("german", "wide_german", others=(SUDDEN, ASKED)),
    texts=texts_of("german"),
    emergency=numbers("112"),
    crisis=crisis_lines("in Deutschland 116 123, sonst 112", "{}, Tag und Nacht"),
    negations=frozenset(words("kein keine keinen keinerlei nicht nie niemals ohne weder")),
    bridges=frozenset(
        words(
            "die der den das ein eine einen mehr meine mein habe hatte gehabt spüre irgendwelche starken starke oder noch wirklich"
        )
    ),
    either=frozenset(words("oder noch")),
    breaks=frozenset(words("aber sondern weil doch jetzt seit mit nur nachdem bis außer und")),
    answers=frozenset(words("nein keine kein nie negativ")),
    reversals="so_stark|so_schlimm|bis_jetzt|bis_heute",
    masked=(
        "brust_training|brust_tag|rücken_tag|unter_druck|druck_machen|blut_druck|bringt_mich_um|zurück|im_schritt_halten|"
        "schritt_für_schritt|erster_schritt|nächster_schritt|selbstmord_kommando|dehnung_der_brust"
    ),
    others=frozenset(words("freund freundin bruder schwester vater mutter frau mann kollege trainer artikel film buch er")),
    selves=frozenset(words("ich mir mich bin")),
    owners=frozenset(words("mein meine meinem meinen meiner meines")),
    topics="|".join(
        f"{thing}_{link}"
        for thing in words(
            "artikel buch film doku dokumentation podcast folge vortrag bericht nachricht studie video roman serie gelesen gehört"
        )
        for link in words("über zu von mit wo in_dem in_der")
    ),
    unable=frozenset(words("kann kaum nicht nie konnte schaffe")),
    without=frozenset({"ohne"}),
)
