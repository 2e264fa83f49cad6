"""Names that the grammar knows, each with the form in which facts write it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["DIETS", "ILLNESSES", "JOBS", "MEDICINES", "PARTS", "SPORTS", "SUPPLEMENTS", "one_of"]


def _table(text: str) -> dict[str, str]:
    """Read lines of a name and, after it, others for the same."""
    names: dict[str, str] = {}
    for line in text.strip().splitlines():
        first, *others = (name.strip() for name in line.split("|"))
        names |= dict.fromkeys((first, *others), first)
    return names


def _own(text: str) -> dict[str, str]:
    """Read names each of which stands for itself."""
    return {name: name for name in _table(text)}


def one_of(names: Iterable[str]) -> str:
    """Give the pattern that matches any of the names, the longest first."""
    return "(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + ")"


SUPPLEMENTS: Final = _table("""
creatine | creatine monohydrate | kreatin
magnesium | magnesium citrate | magnesium glycinate | magnesium bisglycinate
vitamin d | vitamin d3 | vit d | d3
vitamin c | vit c | ascorbic acid
vitamin b12 | b12 | vit b12
vitamin e
vitamin k2 | k2
vitamin b6
vitamin a
folic acid | folate | folsäure
omega-3 | omega 3 | omega3 | fish oil | fischöl | omega-3-fettsäuren
zinc | zink
iron | iron supplement | eisen
calcium | kalzium
potassium | kalium
sodium
electrolytes
selenium | selen
iodine | jod
caffeine | caffeine pills | koffein
ashwagandha
rhodiola
whey protein | whey | protein powder | molkenprotein | proteinpulver
casein
collagen | kollagen
bcaa | bcaas
eaa
glutamine | l-glutamine
citrulline | l-citrulline | citrulline malate
arginine
beta-alanine | beta alanine
carnitine | l-carnitine
taurine
theanine | l-theanine
tyrosine | l-tyrosine
melatonin
valerian
glycine
turmeric | curcumin | kurkuma
probiotics | probiotika
psyllium
multivitamin | multivitamins | a multivitamin
coenzyme q10 | coq10 | q10
glucosamine
nac
spirulina
beetroot juice | beetroot powder
sodium bicarbonate
pre-workout | preworkout
""")

MEDICINES: Final = _table("""
ibuprofen | advil
paracetamol | acetaminophen | tylenol
aspirin
naproxen
diclofenac
metformin
insulin
levothyroxine | l-thyroxine | l-thyroxin | thyroxine
sertraline
fluoxetine
escitalopram
citalopram
venlafaxine
bupropion
mirtazapine
lithium
quetiapine
methylphenidate | ritalin
lisdexamfetamine
lisinopril
ramipril
enalapril
losartan
valsartan
candesartan
amlodipine
bisoprolol
metoprolol
propranolol
atenolol
hydrochlorothiazide
furosemide
spironolactone
atorvastatin
simvastatin
rosuvastatin
omeprazole
pantoprazole
esomeprazole
salbutamol | albuterol | ventolin
montelukast
cetirizine
loratadine
prednisone
prednisolone
warfarin
apixaban
rivaroxaban
clopidogrel
amoxicillin
doxycycline
antibiotics
antidepressants
beta blockers | beta-blockers | a beta blocker
blood thinners
statins | a statin
the pill | birth control | birth control pills
semaglutide | ozempic | wegovy
tirzepatide
gabapentin
pregabalin
tramadol
zolpidem
finasteride
isotretinoin
methotrexate
allopurinol
sumatriptan
lamotrigine
""")

SPORTS: Final = _table("""
climbing | rock climbing | klettern
bouldering | bouldern
swimming | schwimmen
cycling | biking | road cycling | bike riding | radfahren | rennradfahren
mountain biking
spinning
running | jogging | laufen | joggen
trail running
yoga
pilates
crossfit
rowing | rudern
boxing | boxen
kickboxing
tennis
padel
badminton
squash
table tennis
judo
karate
taekwondo
jiu-jitsu | bjj | jiu jitsu
wrestling
mma
hiking | wandern
walking
nordic walking
skiing | skifahren
cross-country skiing | nordic skiing
snowboarding
surfing
sailing
kayaking
paddling
football | soccer | fußball
basketball
volleyball
handball
hockey | ice hockey
rugby
baseball
cricket
golf
dancing | tanzen
ballet
gymnastics | turnen
calisthenics
weightlifting | weight lifting | lifting weights | lifting | krafttraining
powerlifting
strength training
triathlon | triathlons
horse riding | horseback riding | reiten
skating
inline skating
aerobics
zumba
tai chi
fencing
archery
orienteering
""")

PARTS: Final = _table("""
knee | knees | knie
shoulder | shoulders | schulter
ankle | ankles | knöchel | sprunggelenk
hip | hips | hüfte
elbow | elbows | ellbogen
wrist | wrists | handgelenk
calf | calves | calf muscle | wade
hamstring | hamstrings
quad | quads | quadriceps
thigh | oberschenkel
shin | shins | schienbein
foot | feet | fuß
heel | heels | ferse
toe | toes | big toe
hand | hands
finger | fingers
thumb
forearm
arm | arms
leg | bein
achilles tendon | achilles | achillessehne
groin | leiste
glute | glutes
lower back | low back | unterer rücken
upper back
back | rücken
neck | nacken
rib | ribs
collarbone
chest muscle | pec
bicep | biceps
tricep | triceps
rotator cuff
it band
meniscus
acl
plantar fascia
jaw
""")

DIETS: Final = _table("""
vegetarian | a vegetarian | vegetarisch | vegetarier | vegetarierin
vegan | a vegan | veganer | veganerin
pescatarian | a pescatarian | pescetarian
flexitarian
keto | ketogenic
low-carb | low carb
high-protein | high protein
low-fat | low fat
low-fodmap | low fodmap
gluten-free | gluten free | glutenfrei
dairy-free | dairy free
lactose-free | lactose free
paleo
mediterranean | mediterran
carnivore
plant-based | plant based
halal
kosher
intermittent fasting
raw
""")

ILLNESSES: Final = _table("""
cold | head cold | erkältung
flu | influenza | grippe
covid | covid-19 | corona
bronchitis
pneumonia | lungenentzündung
stomach bug | stomach flu | norovirus
food poisoning
sinus infection | sinusitis
ear infection
throat infection | strep throat | tonsillitis
sore throat
fever | a fever | fieber
virus
infection
mono | glandular fever
shingles
chickenpox
migraine
""")

JOBS: Final = _own("""
nurse
teacher
software developer | software engineer | developer | programmer
bus driver | driver | truck driver | taxi driver
carpenter
paramedic
pilot
chef | cook
doctor | physician | surgeon
police officer
firefighter
student
accountant
lawyer
engineer
architect
electrician
plumber
mechanic
farmer
gardener
builder | construction worker
shift worker
warehouse worker
waiter
waitress
bartender
barista
designer
journalist
writer
musician
scientist | researcher
professor
physiotherapist | physio
personal trainer
therapist
pharmacist
dentist
baker
hairdresser
salesperson
manager
consultant
secretary
soldier
flight attendant
security guard
cleaner
social worker
postman
""")
