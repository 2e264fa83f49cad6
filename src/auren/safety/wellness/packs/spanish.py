# ruff: noqa: E501 - the words of a group stand on one line
"""What general wellness is judged by in Spanish."""

from __future__ import annotations

from types import MappingProxyType

from auren.safety.wellness.pack import CARE, Stance, WordingPack, pattern
from auren.safety.wellness.packs._shared import DRUGS, MASS_UNITS, NUTRIENTS, alternatives

__all__ = ["SPANISH"]

_WORDS = {
    "condition": alternatives("""
        insomnio apnea apnea_del_sueño depresión depresivo deprimido ansiedad_generalizada trastorno trastornos hipertensión
        tensión_alta fibrilación arritmia taquicardia bradicardia infección gripe covid miocarditis diabetes anemia
        deficiencia síndrome sobreentrenamiento hipotiroidismo hipertiroidismo enfermedad anorexia bulimia asma artritis
        cáncer tendinitis conmoción hernia infarto ictus burnout
    """),
    "amount": "#0-99999|un|una|dos|tres|cuatro|media",
    "form": "comprimido|comprimidos|pastilla|pastillas|cápsula|cápsulas|tableta|tabletas",
    "mass": MASS_UNITS,
    "drug": DRUGS,
    "nutrient": NUTRIENTS,
    "product": "medicación|medicamento|medicamentos|medicina|pastillas|dosis|antidepresivos|anticoagulantes",
    "lab": "ferritina|hemoglobina|hematocrito|tsh|ldl|hdl|triglicéridos|troponina|creatinina|hba1c|análisis_de_sangre|analítica|electrocardiograma|ecg|resonancia|radiografía|glucosa_en_sangre",
    "judged": "normal|normales|anormal|anormales|alto|alta|altos|bajo|baja|bajos|elevado|elevada|bien|mal|peligroso|patológico",
    "clinical": alternatives("""
        los_pacientes el_paciente un_paciente pacientes cirugía cirugías cirujano recetar receta recetas prescribir
        prescripción hospital clínica clínico    medicamento medicamentos vacuna vacunas quimioterapia
        opioides seguro_médico historial_clínico diagnóstico diagnósticos tratamiento tratamientos terapia
        consentimiento_informado ensayo_clínico trasplante efectos_secundarios
    """),
    "deceive": alternatives("""
        falsificar falsifica falsifique ocultar oculta encubrir engañar engaña manipular manipula sobornar estafar chantajear
        discriminar explotar ilegalmente desinformación ridiculizar humillar acosar
    """),
    "human": "médico|médica|médicos|doctor|doctora|farmacéutico|farmacéutica|profesional|profesionales|especialista|nutricionista|fisioterapeuta|psicólogo|psicóloga|urgencias|enfermera",
}
_STANCES: dict[Stance, tuple[tuple[str, ...], ...]] = {
    "refusal": (
        (
            "no",
            "puedo|podemos|debo|voy_a",
            "ayudar|ayudarte|dar|ofrecer|recomendar|diagnosticar|decir|juzgar|garantizar|hacer|proporcionar|interpretar",
        ),
        ("no_es_un_diagnóstico|no_soy_médico|no_es_un_dispositivo_médico",),
    ),
    "blame": (
        ("es|sería|son", "ilegal|peligroso|peligrosa|inmoral|poco_ético|antiético|dañino|arriesgado|perjudicial"),
        ("puede|podría|pueden", "dañar|perjudicar|poner_en_peligro"),
        ("no|nunca", "dejes|deje|cambies|cambie|tomes|tome|suspendas|suspenda|mezcles|compartas"),
    ),
    "care": (
        ("es|son", "importante|esencial|fundamental|necesario"),
        ("debe|deben|debería|deberían", "siempre|respetar|garantizar|proteger"),
    ),
    "referral": (
        (
            "consulta|consulte|consultar|consúltalo|habla|hable|hablar|pregunta|pregunte|preguntar|acude|acuda|acudir|visita|ve|llama|llame|llamar|pide|comenta|comentarlo|coméntalo",
            "{human}",
        ),
        (
            "{human}",
            "puede|podrá|sabrá|debe",
            "ayudar|ayudarte|decir|decirte|valorar|evaluar|responder|aconsejar|orientar|juzgar",
        ),
    ),
    "condition": (("si", "tienes|tiene|tomas|toma|sufres|padeces|padece|eres|estás|{condition}"),),
}
_PATTERNS = (
    pattern(
        "diagnosis",
        "tienes|tiene_usted|usted_tiene|padeces|padece|sufres|sufre|estás|probablemente_tienes",
        "{condition}",
        within=4,
        excused=frozenset({"refusal", "condition"}),
        unless="si_tienes|si_padeces|si_sufres",
    ),
    pattern(
        "diagnosis",
        "esto|este|esta|estos|estas|patrón|datos|valores|síntomas|eso",
        "es|son|indica|indican|sugiere|sugieren|muestra|muestran|confirma|significa|apunta",
        "{condition}",
        within=5,
        excused=CARE,
    ),
    pattern("diagnosis", "signo|signos|síntoma|síntomas|señal|señales", "de", "{condition}", within=3, excused=CARE),
    pattern("diagnosis", "tu|su", "{condition}", within=0, excused=frozenset({"refusal", "referral", "condition"})),
    pattern("diagnosis", "mi_diagnóstico|el_diagnóstico_es|te_diagnostico", unless="no"),
    pattern("treatment", "cura|curan|curar|curará", unless="no_cura|no_puede_curar"),
    pattern("treatment", "trata|tratan|tratar|previene|previenen|prevenir|revierte|revertir", "{condition}", excused=CARE),
    pattern("dose", "{amount}", "{mass}", within=0, unless="{nutrient}"),
    pattern(
        "dose", "{amount}", "{form}", within=0, excused=frozenset({"refusal", "blame", "referral"}), unless="sal|{nutrient}"
    ),
    pattern("dose", "toma|tome|tomar|tomas|prueba|pruebe|usa|use|necesitas", "{drug}", excused=CARE),
    pattern("dose", "dosis|cantidad|mg", "de", "{drug}", within=2, excused=frozenset({"refusal", "blame", "referral"})),
    pattern(
        "dose",
        "deja|deje|suspende|suspenda|reduce|reduzca|aumenta|aumente|duplica|duplique|cambia",
        "{product}",
        within=4,
        excused=CARE,
        unless="no|nunca|antes_de|sin",
    ),
    pattern(
        "lab",
        "{lab}",
        "es|está|son|están|parece|indica|significa|muestra",
        "{judged}",
        within=3,
        excused=frozenset({"refusal", "condition"}),
    ),
    pattern(
        "promise", "garantizado|garantizada|garantizamos|garantizo|garantía|garantiza", unless="no|ninguna|sin_garantía|nadie"
    ),
    pattern(
        "promise",
        "sin_riesgo|sin_ningún_riesgo|milagro|milagroso|clínicamente_probado|científicamente_probado|100_seguro|definitivamente_mejorará|seguro_que_mejorará",
    ),
    pattern("all-clear", "no_hace_falta|no_necesitas|en_lugar_de|en_vez_de|sin_necesidad_de", "{human}", within=4),
    pattern(
        "all-clear",
        "nada_de_qué_preocuparse|nada_de_que_preocuparse|no_tienes_nada_malo|perfectamente_sano|perfectamente_sana|completamente_seguro|tu_corazón_está_bien|"
        "no_te_preocupes_por_nada",
    ),
    pattern("clinical-action", "{clinical}", excused=CARE),
    pattern("harm", "{deceive}"),
    pattern(
        "harm",
        "sin",
        "consentimiento|permiso|autorización|receta|aprobación|informar|su_conocimiento",
        within=3,
        excused=frozenset({"refusal", "blame", "care", "referral"}),
    ),
)
_PLAIN = {
    "": "Aquí solo puedo hablar de bienestar general; para todo lo demás, consulta a un profesional sanitario.",
    "dose": "Las preguntas sobre fármacos son para una farmacéutica o un farmacéutico.",
    "promise": "A algunas personas les ayuda, y tus propios valores mostrarán cómo te va.",
    "harm": "No puedo ayudar con eso.",
}

SPANISH = WordingPack(
    "es",
    MappingProxyType(_WORDS),
    _PATTERNS,
    MappingProxyType(_STANCES),
    (("pero_aquí|así_se_hace|primer_paso|paso_1|de_todos_modos|por_supuesto_aquí",),),
    plain=MappingProxyType(_PLAIN),
)
"""The Spanish pack."""
