"""Words of the five languages that tell little of what a question is about."""

from __future__ import annotations

from typing import Final

__all__ = ["SMALL"]

_WORDS: Final = """
a aber about after again ai al am an and antes any apos are as at auf avec bad be been before bei beim best
better bin brauche but by c can cant ce combien comment como con could cuando cuanta cuantas cuanto cuantos da
dans darf das day days de debo del dem den depois der des devo did didnt die do does doesnt done dont dos down
du during e ein eine einem einen el em en es est et eu faut fazer for from fur gegen get getting good got gut
hab habe had hago has hat have having help helps here heute hilft how hows hoy i ich id if im in is isnt ist
it its ive j je just kann kein keine la las lately le les less like los ma mais many mas may me mehr mein
meine meinem meinen meiner mes meu meus mi mich might mine minha mir mis mit mon month more morgen most much
muss must muy my na nach nao nicht no not now o oder of ohne ok okay on or os ou out over para pas per plus
por porque posso pour pourquoi puedo quand quando quantas quanto que quel quelle quelles quels really schlecht
seit shall should si sich since sind so soll sollte some son still sur tengo tenho than that the there these
this those tips to today tomorrow too um uma un una und une until up very viel viele von vor wann war warum
was we week weeks welche were what whats when where which who why wie will with wo woche wont would y yo you
your zu zum zur
"""
SMALL: Final = frozenset(_WORDS.split())
"""In plain spelling."""
