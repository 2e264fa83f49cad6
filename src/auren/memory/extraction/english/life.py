"""Rules for food, supplements, medicines, habits, illness and the circumstances of life, in English."""

from __future__ import annotations

from typing import Final

from auren.memory.extraction.english.words import (
    ADJECTIVE_DIET,
    ALSO,
    DOSED,
    DOSED_AFTER,
    ME,
    MONTHS,
    NAME,
    PER_DAY,
    PER_WEEK,
    REST,
    STOPPED,
    TAKE,
    lived,
    steps,
    taken_away,
    travelled,
)
from auren.memory.extraction.language import Found, Rule, pattern
from auren.memory.extraction.lexicon import (
    DIETS,
    ILLNESSES,
    JOBS,
    MEDICINES,
    SUPPLEMENTS,
    one_of,
)
from auren.memory.extraction.moments import written_date
from auren.memory.extraction.quantities import (
    DOSE,
    NUMBER,
    VOLUME,
    number,
    volume,
)
from auren.memory.extraction.reading import always, dosed, known, measured, spoken, words

__all__ = ["LIFE"]

LIFE: Final = (
    # What is not tolerated.
    Rule(
        pattern(
            rf"\b(?:no longer|not|outgr(?:ew|own) (?:my|the))\s+(?:an? )?(?:allerg(?:ic"
            rf"|y)(?: to)?|intolerant to)\s+{REST}(?:\s+any ?more)?"
        ),
        words("allergy", passing=pattern(r"any(?:thing)?\b")),
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(r"\b(?:no|not (?:have )?any|don't have any)(?: known)? allergies\b"),
        always("allergy", ""),
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(rf"\b(?:allergic|intolerant) to\s+{REST}"),
        words("allergy"),
        closes=True,
        unless=pattern(r"\bnot\b|\bnever\b|\bn't allergic\b"),
    ),
    Rule(pattern(rf"\b(?:allergy|intolerance) to\s+{REST}"), words("allergy"), closes=True, unless=pattern(r"\bno\b|\bnot\b")),
    Rule(
        pattern(r"\ban? (?P<v>[\w-]+(?: nut)?) (?:allergy|intolerance)\b"),
        words("allergy", passing=pattern(r"(?:food|severe|bad|new)\b")),
        closes=True,
    ),
    Rule(pattern(r"\bcan't eat (?P<v>[\w ]+?), i'm allergic"), words("allergy"), closes=True),
    # What is eaten.
    Rule(
        pattern(
            rf"(?:\b(?:no longer|stopped being|gave up being|given up being|quit being"
            rf"|stopped eating|not|don't eat|quit(?: the)?|stopped(?: the)?|off(?: the)?"
            rf"|no longer on(?: a| the)?|gave up(?: the)?|dropped(?: the)?|came off(?: the)?)\s+(?P<v>{ADJECTIVE_DIET}"
            rf"))\b"
        ),
        known("diet", DIETS),
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(
            rf"(?:{ME}\s+{ALSO}(?:am|was|been|have been|have gone|have become|have turned"
            rf"|gone|went|go|became|become|turned|eat|ate|eating|been eating|tried|trying"
            rf"|following|follow|switched to|doing|did|on)?\s*"
            rf"(?:{ALSO})(?:to |a |an |the |strict(?:ly)? |mostly |fully |completely "
            rf"|on a |on an |on the |on |eating |going )*(?P<v>{ADJECTIVE_DIET})\b(?! (?:friend"
            rf"|restaurant|recipe|meal|food|dinner|lunch|snack|protein|cheese|burger|flu"
            rf"|dish))"
            rf"|\bdiet\b(?: is| has been|:)\s+(?:now |mostly |strictly )*(?P<w>{ADJECTIVE_DIET})\b"
            rf"|\b(?P<x>{ADJECTIVE_DIET}) diet\b)"
        ),
        lambda m, _: [Found("diet", DIETS[m["v"] or m["w"] or m["x"]])],
        unless=pattern(r"\b(?:not|never|no longer|any ?more|tomorrow)\b|n't\b"),
    ),
    # What is taken.
    Rule(
        pattern(
            rf"\b{STOPPED}\s+(?:taking |take |using |use |on |with |supplementing with "
            rf"|having |the |my |any )*(?:{DOSE}\s+(?:of\s+)?)?{NAME}"
        ),
        taken_away,
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(rf"\b{STOPPED}\s+(?:taking |take |using |use |on |the |my |any )*(?P<v>{one_of(MEDICINES)})\b"),
        known("medication", MEDICINES),
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(rf"\btook me off\s+(?:the |my )?(?P<v>{one_of(MEDICINES)})\b"),
        known("medication", MEDICINES),
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(rf"\b{TAKE}\s+(?:about |around |my |the |some |only |just |up to )*{DOSED}"),
        dosed(SUPPLEMENTS),
        unless=pattern(r"\b(?:yesterday|last night|tomorrow|once|not|never|test)\b|n't\b"),
    ),
    Rule(
        pattern(rf"\b{TAKE}\s+(?:about |around |my |the |some |only |just )*{DOSED_AFTER}"),
        dosed(SUPPLEMENTS),
        unless=pattern(r"\b(?:yesterday|last night|tomorrow|once|not|never|test)\b|n't\b"),
    ),
    Rule(
        pattern(
            rf"\b(?:take|taking|taken|on|put me on|started|start|use|using|prescribed(?: me)?)\s+(?:\d+\s*mg\s+(?:of\s+"
            rf")?|some |my |the )*(?P<v>{one_of(MEDICINES)})\b"
        ),
        known("medication", MEDICINES),
        unless=pattern(r"\b(?:yesterday|last night|once|not|never|any ?more|took an?)\b|n't\b"),
    ),
    Rule(
        pattern(r"\b(?:(?:was|been|got) prescribed|prescribed me)\s+(?:\d+\s*mg\s+(?:of\s+)?|some )*(?P<v>[a-z][\w-]{3,})\b"),
        words("medication", passing=pattern(r"(?:some|rest|exercise|new|another|glasses|physio\w*|something|a|an|the)\b")),
    ),
    # What is drunk, smoked and walked.
    Rule(
        pattern(
            rf"(?P<v>{NUMBER})\s*(?:cups?|mugs?)\s*(?:of\s+(?:coffee|tea|espresso|green tea"
            rf"|black tea))?\s*(?:{PER_DAY})|(?P<w>{NUMBER})\s*(?:coffees|espressos|teas)\s*(?:{PER_DAY})"
        ),
        measured("caffeine", number, groups="vw"),
    ),
    Rule(
        pattern(
            rf"(?P<v>{NUMBER})\s*(?:alcoholic\s+)?(?:beers?|drinks?|glass(?:es)? of (?:\w+ )?wine"
            rf"|wines|pints?|units?|cocktails?)(?:\s+of alcohol)?\s*{PER_WEEK}"
        ),
        measured("alcohol", number),
    ),
    Rule(pattern(rf"(?P<v>{VOLUME})\s*(?:of\s+)?water\b(?=.*(?:{PER_DAY}))"), measured("intake.water", volume)),
    Rule(pattern(rf"(?P<v>{NUMBER})\s*steps\b(?=.*(?:{PER_DAY}|\bin a day\b))"), measured("intake.steps", steps)),
    Rule(
        pattern(
            r"(?:\b(?:quit|stopped|gave up|given up|no longer|don't|do not|never|not)\s+(?:smok(?:e"
            r"|ing|ed)|a smoker|cigarettes)\b|\bnon-?smoker\b)"
        ),
        always("smoking", "no"),
        closes=True,
    ),
    Rule(
        pattern(
            r"\bi(?:'m a(?: \w+)? smoker\b| am a(?: \w+)? smoker\b| (?:still |do |also )*smoke\b"
            r"|'?(?:ve)? ?(?:have )?(?:just )?(?:started|taken up) smoking\b|'ve been smoking\b)"
        ),
        always("smoking", "yes"),
        closes=True,
    ),
    # States that pass.
    Rule(
        pattern(
            r"\b(?:no longer pregnant|not pregnant|gave birth|had (?:my|our|the) baby"
            r"|baby (?:was born|is here|arrived)|lost the baby|miscarr\w+)\b"
        ),
        always("pregnancy", "yes"),
        act="ended",
        closes=True,
    ),
    Rule(
        pattern(rf"(?:{ME}.*\bpregnant\b|{ME}.*\bexpecting (?:a baby|a child|twins|our)\b)"),
        always("pregnancy", "yes"),
        closes=True,
        unless=pattern(r"\bnot\b|n't\b|\bget(?:ting)? pregnant\b|\bnever\b|\bwas\b"),
    ),
    Rule(
        pattern(
            rf"(?:\b(?:over|recovered from|rid of|past|no longer have|don't have|beat"
            rf"|shaken off|shook off|done with)\s+(?:the |a |an |my |that )?(?P<v>{one_of(ILLNESSES)})\b"
            rf"|\b(?:an? |the |my )?(?P<w>{one_of(ILLNESSES)}) (?:is|has) (?:(?:finally"
            rf"|completely|all|now) )?(?:gone|over|passed|cleared up)\b)"
        ),
        lambda m, _: [Found("illness", ILLNESSES[m["v"] or m["w"]])],
        act="ended",
        closes=True,
        unless=pattern(r"\bnot (?:over|recovered)\b|n't (?:over|recovered)\b"),
    ),
    Rule(
        pattern(
            rf"{ME}.*?\b(?:have|'ve|got|had|caught|come down with|came down with|down with"
            rf"|sick with|ill with|with|tested positive for|in bed with)\s+(?:the |a "
            rf"|an |some |bad |nasty |terrible |slight |mild )*(?P<v>{one_of(ILLNESSES)})\b"
        ),
        known("illness", ILLNESSES),
        closes=True,
        unless=pattern(r"\bnever\b|\bnot\b|n't\b|\b(?:shot|vaccin\w+|jab|shower|water)\b"),
    ),
    Rule(
        pattern(
            r"\b(?:diagnosed with|suffer from|living with|i have|i've got)\s+(?:an? "
            r"|the |chronic |mild |type [12] )*(?P<v>diabetes|asthma|high blood pressure"
            r"|hypertension|arthritis|epilepsy|depression|adhd|anxiety|hypothyroidism"
            r"|celiac disease|coeliac disease|ibs|crohn's(?: disease)?|endometriosis"
            r"|pcos|anemia|anaemia|osteoporosis|sleep apnea|sleep apnoea|insomnia|psoriasis"
            r"|eczema|gout)\b"
        ),
        words("condition"),
        closes=True,
        unless=pattern(r"\bnot\b|n't\b"),
    ),
    # Where, what and when in life.
    Rule(
        pattern(
            rf"^(?=.*\b(?:(?:this|next|last) (?:week|month|weekend)|in {MONTHS}|until)\b).*?(?:\b(?:i"
            rf"|we)(?:'m|'ve| am| have| was| were)?\s+{ALSO}(?:(?:been\s+)?(?:travel\w*"
            rf"|away|abroad|visiting|off|flying|staying|stayed|spent [\w ]+)?\s*(?:on \w+ (?:\w+ )?trip "
            rf"|on holiday |on vacation )?(?:in|to|visiting)\s+)(?P<v>[\w'-]+(?:\s+(?!this"
            rf"|next|last|in|for|until|now|on|and|at)[\w'-]+){{0,2}}))"
        ),
        travelled,
    ),
    Rule(
        pattern(r"\bspent\s+(?:all of )?[a-z]+\s+in\s+(?P<v>[\w'-]+(?:\s+(?!this|next|last|in|for|until)[\w'-]+){0,2})"),
        travelled,
    ),
    Rule(
        pattern(
            r"\b(?:live|living|lived|moved|based|relocated|settled|moving)\s+(?:back )?(?:in"
            r"|to)\s+(?:the )?(?P<v>[\w'-]+(?:\s+(?!now|since|this|next|last|in|for|with"
            r"|and|at|on|again|because|so|these|currently|as|about|near|from)[\w'-]+){0,2})"
        ),
        lived,
        closes=True,
        unless=pattern(r"\bused to\b|\btraining to\b|\bworkout|\bn't\b"),
    ),
    Rule(
        pattern(
            r"\b(?:was born(?: on)?|birthday(?: is)?(?: on)?:?|date of birth(?: is)?:?"
            r"|^born(?: on)?|dob:?)\s+(?:the\s+)?(?P<v>.+)"
        ),
        spoken("birthday", written_date),
        closes=True,
    ),
    Rule(
        pattern(
            rf"(?:\bi(?:'m| am)(?: now| currently| actually| still)? an?\s+(?:[\w-]+ )??(?P<v>{one_of(JOBS)})\b"
            rf"|\b(?:work(?:ing)?|job|working now)(?: as| is|: )(?: an?)?\s*(?:[\w-]+ )??(?P<w>{one_of(JOBS)})\b"
            rf"|\bprofession(?: is|:)\s+(?:an? )?(?P<x>{one_of(JOBS)})\b)"
        ),
        lambda m, _: [Found("work", JOBS[m["v"] or m["w"] or m["x"]])],
        closes=True,
        unless=pattern(r"\bused to\b|\bnot\b|n't\b"),
    ),
)
