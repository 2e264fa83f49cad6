"""The words by which an English sentence claims that something does something to a body."""

from __future__ import annotations

from typing import Final

from auren.safety._words import words

__all__ = ["BETTER_LEFT_OUT", "DOWN", "EFFECTS", "NEGATIONS", "OUTCOMES", "OWNERS", "UP"]

UP: Final = frozenset(
    words(
        "raise raises raising raised boost boosts boosting boosted improve improves improving improved increase increases "
        "increasing increased strengthen strengthens strengthened build builds building built promote promotes enhance "
        "enhances enhanced support supports supported help helps helping helped restore restores restored rebuild "
        "rebuilds deepen deepens deepened lengthen lengthens lengthened double doubles triple triples keep keeps kept "
        "speed speeds teach teaches more higher better stronger longer greater faster brings bring feed feeds grow grows "
        "best well"
    )
)
DOWN: Final = frozenset(
    words(
        "lower lowers lowering lowered reduce reduces reducing reduced decrease decreases decreased lessen lessens "
        "lessened prevent prevents preventing prevented ease eases eased relieve relieves relieved cut cuts cutting "
        "shorten shortens shortened weaken weakens weakened slow slows slowed harm harms harming harmed damage damages "
        "damaged worsen worsens worsened disturb disturbs disturbed impair impairs limit limits limited fall falls burn "
        "burns flush flushes cleanse cleanses remove removes less fewer worse weaker shorter smaller slower"
    )
)
_OTHER: Final = frozenset(
    words(
        "cause causes caused causing affect affects affected cure cures cured heal heals healed repair repairs turn turns "
        "turned reset resets lead leads result results mean means protect protects predict predicts goes went linked "
        "associated makes make responds respond need needs tolerated supplied supply supplies add adds"
    )
)
EFFECTS: Final = UP | DOWN | _OTHER
"""What one thing does to another."""
OUTCOMES: Final = frozenset(
    words(
        "sleep stress mood worry focus memory memories attention alertness cognition brain thinking testosterone cortisol "
        "hormone hormones melatonin immune immunity inflammation pressure cholesterol glucose sugar insulin metabolism "
        "fat weight muscle muscles strength endurance power performance recovery soreness injury injuries pain joint "
        "joints bone bones tendon tendons cartilage gut digestion bloating liver kidney kidneys toxins skin ageing heart "
        "hrv rmssd vo2max fatigue tiredness restlessness energy fitness health illness illnesses cold colds cramp cramps "
        "headache headaches libido night clock growth adaptation flexibility range skill technique body fluid calcium "
        "magnesium iron protein vitamin"
    )
)
"""What such sentences are about."""
NEGATIONS: Final = frozenset(words("not no never none cannot without neither nor doesnt dont isnt cant wont hardly"))
OWNERS: Final = frozenset(
    words("your you i we my our it this that they these those here there nothing today yesterday tonight")
)
"""Words that begin what is said of this person's own data and days, not of health at large."""
BETTER_LEFT_OUT: Final = frozenset(
    words(
        "the a an and or of in on at to for with by from as is are was were be been being than then so that which who it "
        "its this these those they them their there many most some any each every often can could may might will would "
        "should very just also too much one ones people person people's you your yours when while after before during "
        "over under about into out up down all such like if because along few per do does did have has had what how even "
        "only"
    )
)
"""Words that tell nothing of what a sentence is about."""
