"""Things that a sentence can name, in English and German: one line a thing, its spellings behind the colon."""

from __future__ import annotations

from types import MappingProxyType

from auren.safety.flags.words import spellings

__all__ = ["IMPLIED", "NAMES"]

_TABLE = """
hrv: hrv, heart rate variability, rmssd, ln rmssd, herzratenvariabilität, herzfrequenzvariabilität
sdnn: sdnn
resting heart rate: resting heart rate, resting pulse, rhr, ruhepuls, ruheherzfrequenz, heart rate at rest, at rest
heart rate: heart rate, pulse, puls, herzfrequenz, heartbeat
maximum heart rate: maximum heart rate, maximal heart rate, max heart rate, maximalpuls
deep sleep: deep sleep, tiefschlaf
rem sleep: rem sleep, rem, rem schlaf
light sleep: light sleep, leichtschlaf
sleep efficiency: sleep efficiency, schlafeffizienz
sleep debt: sleep debt, schlafschuld, schlafdefizit
steps: steps, step count, schritte, schritten, schrittzahl
training load: training load, trainingsbelastung, session load
weight: body weight, weight, körpergewicht, gewicht
body fat: body fat, körperfett
skin temperature: skin temperature, hauttemperatur
oxygen saturation: oxygen saturation, blood oxygen, spo2, sauerstoffsättigung
breathing rate: breathing rate, respiratory rate, breaths, atemfrequenz
vo2 max: vo2 max, vo2max
blood pressure: blood pressure, blutdruck
glucose: glucose, blood sugar, blutzucker
mood: mood, stimmung
soreness: soreness, muskelkater
fatigue: fatigue, ermüdung
readiness: readiness, readiness score, bereitschaft
calories: calories, kcal, kalorien
distance: distance, distanz, strecke
pace: pace, lauftempo
running: run, runs, ran, running, jog, jogging, laufen, lauf, joggen, gelaufen, marathon, half marathon
cycling: ride, rides, rode, cycling, bike, biking, radfahren, radtour, rad
swimming: swim, swims, swam, swimming, schwimmen, schwamm
walking: walk, walks, walked, walking, spaziergang, spazieren
hiking: hike, hikes, hiked, hiking, wandern, wanderung
rowing: rowing, rower, rudern
yoga: yoga
pilates: pilates
strength training: strength training, weightlifting, lifting, gewichtheben, krafttraining
squat: squat, squats, kniebeuge, kniebeugen
deadlift: deadlift, deadlifts, kreuzheben
bench press: bench press, bankdrücken
pull-up: pull up, pull ups, klimmzug, klimmzüge
push-up: push up, push ups, liegestütze
plank: plank, planks
tennis: tennis
football: football, soccer, fußball
basketball: basketball
skiing: skiing, ski, skifahren
climbing: climbing, bouldering, klettern
dancing: dancing, dance, tanzen
boxing: boxing, boxen
sauna: sauna
ice bath: ice bath, cold plunge, eisbad
massage: massage
meditation: meditation, meditating, meditate, meditieren
intervals: intervals, interval session, intervalle
knee: knee, knees, knie
hip: hip, hips, hüfte
ankle: ankle, ankles, knöchel, sprunggelenk
shoulder: shoulder, shoulders, schulter, schultern
elbow: elbow, elbows, ellbogen
wrist: wrist, wrists, handgelenk
neck: neck, nacken
lower back: lower back, spine, rücken, lendenwirbel
calf: calf, calves, wade, waden
hamstring: hamstring, hamstrings
quadriceps: quadriceps, quads, oberschenkel
glutes: glutes, gluteus
achilles tendon: achilles, achilles tendon, achillessehne
chest: chest, brust
stomach: stomach, magen
skin: skin, haut
foot: foot, feet, fuß, füße
legs: legs, leg, beine, bein
banana: banana, bananas, banane, bananen
apple: apple, apples, apfel, äpfel
berries: berries, blueberries, cherry, cherries, tart cherry, beeren, kirschen, kirschsaft
beetroot: beetroot, beet juice, rote bete
oats: oats, oatmeal, haferflocken
rice: rice, reis
pasta: pasta, nudeln
bread: bread, brot
egg: egg, eggs, eier
milk: milk, milch
yoghurt: yoghurt, yogurt, joghurt
fish: fish, salmon, tuna, fisch, lachs
chicken: chicken, huhn, hähnchen
meat: meat, beef, steak, fleisch
nuts: nuts, almonds, nüsse, mandeln
chocolate: chocolate, schokolade
sugar: sugar, zucker
salt: salt, salz
honey: honey, honig
vegetables: vegetables, spinach, broccoli, gemüse, spinat
fruit: fruit, obst
coffee: coffee, coffees, espresso, espressos, latte, cappuccino, kaffee
tea: tea, teas, matcha, tee
alcohol: alcohol, wine, beer, beers, cocktail, cocktails, whisky, vodka, champagne, alkohol, wein, bier
water: water, wasser
energy drink: energy drink, energy drinks
caffeine: caffeine, koffein
creatine: creatine, kreatin
magnesium: magnesium
zinc: zinc, zink
iron: iron, eisen
calcium: calcium, kalzium
vitamin: vitamin, vitamins, vitamin d, vitamin c, vitamine
omega-3: omega 3, fish oil, fischöl
collagen: collagen, kollagen
ashwagandha: ashwagandha
melatonin: melatonin
protein powder: protein powder, whey, protein shake, eiweißpulver
protein: protein, eiweiß
carbohydrate: carbohydrates, carbs, kohlenhydrate
electrolytes: electrolytes, elektrolyte
nitrate: nitrate, nitrates
cold: a cold, the cold, erkältung
fever: fever, fieber
illness: illness, sick, krankheit, krank
injury: injury, injured, verletzung, verletzt
pain: pain, schmerz, schmerzen
headache: headache, kopfschmerzen, migraine, migräne
allergy: allergy, allergies, allergie, pollen
jet lag: jet lag, jetlag
menstrual cycle: menstrual cycle, period pain, zyklus
pregnancy: pregnancy, pregnant, schwangerschaft
insomnia: insomnia, schlafstörung
anxiety: anxiety, anxious, angst
depression: depression, depressed
pizza: pizza, pizzas
burger: burger, burgers, hamburger
fries: fries, chips, crisps, pommes
fast food: fast food, takeaway, fastfood
sushi: sushi
soup: soup, soups, suppe
salad: salad, salads, salat
sandwich: sandwich, sandwiches, wrap, wraps
cheese: cheese, käse
butter: butter, margarine
potato: potato, potatoes, kartoffel, kartoffeln
beans: beans, lentils, chickpeas, tofu, bohnen, linsen
cereal: cereal, muesli, granola, müsli
cake: cake, cakes, cookie, cookies, biscuit, donut, pastry, kuchen, keks, kekse
ice cream: ice cream, eiscreme
candy: candy, sweets, gummy bears, süßigkeiten
smoothie: smoothie, smoothies, juice, juices, saft
soda: soda, cola, coke, lemonade, limonade
curry: curry, chili, tacos, burrito, kebab, döner
avocado: avocado, avocados
orange: oranges, grapefruit, grapes, melon, mango, pineapple, orangen, trauben
tomato: tomato, tomatoes, carrot, carrots, onion, garlic, kale, tomaten, karotten
pork: pork, bacon, ham, sausage, turkey, lamb, schinken, wurst
shrimp: shrimp, prawns, sardines, mackerel
seeds: seeds, chia, flaxseed, walnuts, peanuts, peanut butter
gel: gel, gels, sports drink, isotonic
turmeric: turmeric, ginger, cinnamon, kurkuma, ingwer
probiotics: probiotics, kefir, kombucha, sauerkraut
spinning: spin class, spinning, peloton
crossfit: crossfit, hiit, circuit training, zirkeltraining
lunge: lunge, lunges, burpee, burpees, kettlebell, kettlebells, dumbbell, dumbbells, ausfallschritt
golf: golf, padel, squash, badminton, volleyball, handball, hockey, rugby, cricket
surfing: surfing, surf, kayaking, paddling, sailing, surfen
martial arts: judo, karate, wrestling, jiu jitsu, kickboxing
triathlon: triathlon, ironman, duathlon
parkrun: parkrun, trail run, trail running
skating: skating, skateboarding, snowboarding, snowboard
gardening: gardening, housework, gartenarbeit
nap: nap, naps, nickerchen, mittagsschlaf
smoking: smoking, cigarette, cigarettes, vaping, rauchen, zigaretten
screen: phone screen, screen time, television, bildschirmzeit, fernsehen
partner: partner, wife, husband, girlfriend, boyfriend, frau, freundin, freund
family: mother, father, brother, sister, son, daughter, mutter, vater, bruder, schwester, kinder, children, kids
boss: boss, colleague, colleagues, chef, kollegen
holiday: holiday, vacation, urlaub
travel: travel, travelling, flight, trip, reise, flug
party: party, feier
exam: exam, exams, prüfung
"""

IMPLIED = MappingProxyType(
    {
        "resting heart rate": ("heart rate",),
        "maximum heart rate": ("heart rate",),
        "sdnn": ("hrv",),
        "skin temperature": ("skin",),
        "protein powder": ("protein",),
    }
)
"""What somebody who names one thing has named with it."""


def _names() -> dict[tuple[str, ...], str]:
    table: dict[tuple[str, ...], str] = {}
    for line in _TABLE.strip().splitlines():
        thing, said = line.split(": ")
        for one in said.split(", "):
            table.update((tuple(spelled.split()), thing) for spelled in spellings(one))
    return table


NAMES = MappingProxyType(_names())
"""Each spelling, as plain words, with the thing that it names."""
