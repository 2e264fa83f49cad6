"""What gets a kind word and no advice: greetings, thanks, farewells, the question what can be asked, and other matters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from auren.specialists.understanding.tongues import tongue_of

__all__ = ["Courtesy", "courtesy_of", "elsewhere"]

Kind = Literal["greeting", "thanks", "farewell", "abilities", "elsewhere"]

_SAID: Final[Mapping[str, Mapping[Kind, str]]] = MappingProxyType(
    {
        "en": {
            "greeting": (
                r"(?:hi|hello|hey|hiya|howdy|yo|good (?:morning|evening|afternoon))(?: (?:there|coach|team|doc|all"
                r"|everyone))*(?: how are (?:you|things)(?: (?:today|doing))*)?|how are (?:you|things)(?: (?:today|doing))*"
            ),
            "thanks": (
                r"(?:(?:ok|okay|great|perfect|cool|nice|awesome|brilliant|lovely) )*(?:many )?(?:thanks?|thank you|thx|cheers"
                r"|ty)"
                r"(?: (?:a lot|so much|very much|a million|coach|doc|team|again|you|all|for (?:the|your|all the) (?:help|advice"
                r"|tips|info)"
                r"|for that|(?:that|this|it) (?:really )?(?:helped|helps)(?: (?:a lot|me))*"
                r"|you(?: a|)re (?:a star|great|the best|a legend)|you rock))*"
                r"|you(?: a|)re (?:a star|great|the best|a legend)|you rock"
            ),
            "farewell": (
                r"(?:(?:ok|thanks?) )*(?:bye(?: bye)?|see (?:you|ya)(?: (?:later|tomorrow|soon))?|good night|night night)"
            ),
            "abilities": (
                r"(?:what|how) can you (?:do|help)(?: for me| me)?(?: with)?|who are you|what are you|what do you do|help"
                r"|what can i ask(?: you)?"
            ),
        },
        "de": {
            "greeting": r"(?:hallo|moin(?: moin)?|servus|gruss dich|guten (?:morgen|tag|abend))(?: (?:zusammen|coach|team))*",
            "thanks": (
                r"(?:(?:ok|super|gut|prima) )*(?:vielen |herzlichen )?dank(?:e)?(?: (?:schon|dir|euch|sehr"
                r"|das hat (?:mir )?geholfen|fur die hilfe))*"
            ),
            "farewell": r"(?:tschuss|ciao|bis (?:bald|morgen|spater)|gute nacht)",
            "abilities": r"was kannst du(?: alles)?(?: fur mich tun)?|wer bist du|hilfe|was kann ich(?: dich)? fragen",
        },
        "es": {
            "greeting": r"(?:hola|buenos dias|buenas(?: tardes| noches)?)(?: (?:equipo|a todos|coach))*",
            "thanks": (
                r"(?:(?:ok|vale|genial) )*(?:muchas |mil )?gracias(?: (?:por (?:la|tu) ayuda|me ayudo(?: mucho)?"
                r"|me sirvio))*"
            ),
            "farewell": r"(?:adios|hasta (?:luego|pronto|manana)|chao)",
            "abilities": r"que puedes hacer(?: por mi)?|quien eres|ayuda|que te puedo preguntar",
        },
        "fr": {
            "greeting": r"(?:bonjour|bonsoir|salut|coucou)(?: (?:a tous|coach|lequipe))*",
            "thanks": r"(?:(?:ok|super) )*merci(?: (?:beaucoup|bien|a toi|pour (?:ton|votre|l) ?aide|ca ma aidee?))*",
            "farewell": r"(?:au revoir|a (?:bientot|demain|plus)|bonne nuit)",
            "abilities": r"que peux tu faire(?: pour moi)?|qui es tu|aide|que puis je (?:te )?demander",
        },
        "pt": {
            "greeting": r"(?:ola|oi|bom dia|boa (?:tarde|noite))(?: (?:equipe|pessoal|coach))*",
            "thanks": r"(?:(?:ok|otimo) )*(?:muito )?obrigad[oa](?: (?:pela ajuda|ajudou(?: muito)?))*",
            "farewell": r"(?:tchau|ate (?:logo|amanha|mais))",
            "abilities": r"o que voce (?:pode fazer|faz)(?: por mim)?|quem e voce|ajuda|o que posso perguntar",
        },
    }
)
_AREAS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "en": {
            "neuroscientist": "sleep and recovery",
            "nutritionist": "food and drink",
            "training_coach": "training",
            "physical_therapist": "pain and movement",
            "aesthetic_consultant": "body composition and posture",
        },
        "de": {
            "neuroscientist": "Schlaf und Erholung",
            "nutritionist": "Essen und Trinken",
            "training_coach": "Training",
            "physical_therapist": "Schmerzen und Bewegung",
            "aesthetic_consultant": "Körperzusammensetzung und Haltung",
        },
        "es": {
            "neuroscientist": "sueño y recuperación",
            "nutritionist": "comida y bebida",
            "training_coach": "entrenamiento",
            "physical_therapist": "dolor y movimiento",
            "aesthetic_consultant": "composición corporal y postura",
        },
        "fr": {
            "neuroscientist": "sommeil et récupération",
            "nutritionist": "alimentation et boisson",
            "training_coach": "entraînement",
            "physical_therapist": "douleur et mouvement",
            "aesthetic_consultant": "composition corporelle et posture",
        },
        "pt": {
            "neuroscientist": "sono e recuperação",
            "nutritionist": "comida e bebida",
            "training_coach": "treino",
            "physical_therapist": "dor e movimento",
            "aesthetic_consultant": "composição corporal e postura",
        },
    }
)
_ANSWERS: Final[Mapping[str, Mapping[Kind, str]]] = MappingProxyType(
    {
        "en": {
            "greeting": (
                "Hello! Ask me what you would like to know about {areas}; I answer from your own figures where there are some."
            ),
            "thanks": "You are welcome. I am here when you want to go on.",
            "farewell": "Take care, and see you soon.",
            "elsewhere": "That lies outside what I can help with. Ask me about {areas}, and I will gladly look.",
            "abilities": "Ask me about {areas}: how it stands, why, or what to do today, this week or in the weeks ahead.",
        },
        "de": {
            "greeting": "Hallo! Frag mich etwas zu {areas}; ich antworte aus deinen eigenen Werten, wo es welche gibt.",
            "thanks": "Gern geschehen. Ich bin da, wenn du weitermachen willst.",
            "farewell": "Mach es gut und bis bald.",
            "elsewhere": "Dabei kann ich leider nicht helfen. Frag mich etwas zu {areas}, dann sehe ich gern nach.",
            "abilities": (
                "Frag mich zu {areas}: wie es steht, warum, oder was heute, diese Woche oder in den nächsten Wochen zu tun ist."
            ),
        },
        "es": {
            "greeting": "¡Hola! Pregúntame sobre {areas}; respondo con tus propios datos cuando los hay.",
            "thanks": "De nada. Aquí estoy cuando quieras seguir.",
            "farewell": "Cuídate y hasta pronto.",
            "elsewhere": "En eso no puedo ayudarte. Pregúntame sobre {areas} y lo miro con gusto.",
            "abilities": "Pregúntame sobre {areas}: cómo va, por qué, o qué hacer hoy, esta semana o en las próximas.",
        },
        "fr": {
            "greeting": (
                "Bonjour ! Pose-moi une question sur {areas} ; je réponds à partir de tes propres données quand il y en a."
            ),
            "thanks": "Avec plaisir. Je suis là quand tu veux continuer.",
            "farewell": "Prends soin de toi, à bientôt.",
            "elsewhere": "Je ne peux pas t'aider sur ce point. Pose-moi une question sur {areas}, et je regarde volontiers.",
            "abilities": (
                "Pose-moi une question sur {areas} : où tu en es, pourquoi, ou que faire aujourd'hui, cette semaine ou ensuite."
            ),
        },
        "pt": {
            "greeting": "Olá! Pergunte-me sobre {areas}; respondo a partir dos seus próprios dados quando existem.",
            "thanks": "De nada. Estou aqui quando quiser continuar.",
            "farewell": "Cuide-se e até breve.",
            "elsewhere": "Nisso não posso ajudar. Pergunte-me sobre {areas} e vejo com gosto.",
            "abilities": "Pergunte-me sobre {areas}: como está, por quê, ou o que fazer hoje, esta semana ou nas próximas.",
        },
    }
)
_OPENERS: Final = frozenset(
    (
        *("hi", "hello", "hey", "hiya", "howdy", "yo", "good", "ok", "okay", "great", "perfect", "cool", "nice", "awesome"),
        *("brilliant", "lovely", "many", "thank", "thanks", "thx", "cheers", "ty", "bye", "see", "night", "what", "how", "who"),
        *(
            "help",
            "you",
            "hallo",
            "moin",
            "servus",
            "gruss",
            "guten",
            "gute",
            "super",
            "gut",
            "prima",
            "vielen",
            "herzlichen",
            "dank",
        ),
        *("danke", "tschuss", "ciao", "bis", "was", "wer", "hilfe", "hola", "buenos", "buenas", "vale", "genial", "muchas"),
        *("mil", "gracias", "adios", "hasta", "chao", "que", "quien", "ayuda", "bonjour", "bonsoir", "salut", "coucou"),
        *("merci", "au", "a", "bonne", "qui", "aide", "ola", "oi", "bom", "boa", "otimo", "muito", "obrigado", "obrigada"),
        *("tchau", "ate", "o", "quem", "ajuda"),
    )
)
"""The words that a courtesy begins with."""


class Courtesy(NamedTuple):
    """What somebody says who asks for nothing, and what is said back."""

    kind: Kind
    answer: str


def courtesy_of(text: str, team: Collection[str]) -> Courtesy | None:
    """Give what is said back to a text that is nothing but a courtesy or asks what can be asked; None for any other.

    Args:
        text: the person's words; untrusted.
        team: names of those who can be asked; the areas of others are not named.
    """
    said = _letters(text)
    # Most questions open otherwise, and need not wait for the patterns.
    if said.partition(" ")[0] not in _OPENERS:
        return None
    for language, kinds in _patterns().items():
        for kind, pattern in kinds.items():
            if pattern.fullmatch(said):
                return _said_back(language, kind, team)
    return None


def elsewhere(text: str, team: Collection[str]) -> Courtesy | None:
    """Give what is said back to a text on another matter, in its language as far as that is told.

    Args:
        text: the person's words; untrusted.
        team: names of those who can be asked; the areas of others are not named.
    """
    return _said_back(tongue_of(text) or "en", "elsewhere", team)


def _said_back(language: str, kind: Kind, team: Collection[str]) -> Courtesy | None:
    areas = [area for name, area in _AREAS[language].items() if name in team]
    # A team of the host's own says itself what it can be asked.
    if "{areas}" in _ANSWERS[language][kind] and not areas:
        return None
    return Courtesy(kind, _ANSWERS[language][kind].format(areas=", ".join(areas)))


@cache
def _patterns() -> Mapping[str, Mapping[Kind, re.Pattern[str]]]:
    return {language: {kind: re.compile(form) for kind, form in kinds.items()} for language, kinds in _SAID.items()}


def _letters(text: str) -> str:
    """Give a text's letters in lower case without accents, one space between words."""
    split = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("'", "").replace("’", ""))
    return " ".join("".join(sign if sign.isalpha() else " " for sign in split if not unicodedata.combining(sign)).split())
