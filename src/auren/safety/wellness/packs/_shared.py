# ruff: noqa: E501 - the words of a group stand on one line
"""Words that all packs share: names of drugs, which travel between languages, and units of mass."""

from __future__ import annotations

from auren.safety._words import words

__all__ = ["DRUGS", "MASS_UNITS", "NUTRIENTS", "alternatives"]


def alternatives(text: str) -> str:
    """Give words that are set apart by white space as one group of a pattern.

    Args:
        text: a list of words; "_" ties the words of a phrase.
    """
    return "|".join(words(text))


DRUGS = alternatives("""
    melatonin melatonina mélatonine ibuprofen ibuprofeno ibuprofène paracetamol paracétamol acetaminophen aspirin aspirina
    aspirine naproxen naproxeno naproxène diclofenac diclofenaco zolpidem ambien zopiclone diazepam valium xanax alprazolam
    lorazepam benzodiazepine benzodiazepines benzodiazepinas trazodone doxylamine diphenhydramine antihistamine antihistamines
    beta_blocker beta_blockers betablocker betablockers metoprolol propranolol bisoprolol statin statins insulin insulina
    insuline metformin metformina metformine semaglutide semaglutid ozempic levothyroxine thyroxin testosterone testosteron
    testosterona steroid steroids corticosteroid corticosteroids clenbuterol modafinil adderall ritalin sleeping_pill
    sleeping_pills sleeping_tablets sleep_aid sleep_aids painkiller painkillers antibiotic antibiotics ssri ssris sertraline
    fluoxetine prednisone prednisolon opioid opioids codeine tramadol cbd thc schlafmittel schlaftablette schlaftabletten
    schmerzmittel antibiotika antidepressiva kortison somnífero somníferos antibiótico antibióticos analgésico analgésicos
    somnifère somnifères antibiotique antibiotiques antidouleur antidouleurs bêtabloquant bêtabloquants sonífero soníferos
    calmante calmantes
""")
NUTRIENTS = alternatives("""
    caffeine creatine sodium salt potassium cholesterol protein carbohydrate carbohydrates carbs omega calcium fibre fiber
    magnesium nitrate koffein kreatin natrium salz kalium cholesterin eiweiß kohlenhydrate kalzium nitrat cafeína creatina
    sodio sal potasio colesterol proteína carbohidratos magnesio calcio nitrato caféine créatine sel cholestérol protéines
    glucides oméga magnésium sódio potássio carboidratos hidratos ômega magnésio cálcio
""")
MASS_UNITS = "mg|milligram|milligrams|milligramm|miligramo|miligramos|milligramme|milligrammes|miligrama|miligramas|mcg|µg|ug|microgram|micrograms|iu|ie|ui"
