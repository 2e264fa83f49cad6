# ruff: noqa: E501 - the words of a group stand on one line
"""What general wellness is judged by in Portuguese."""

from __future__ import annotations

from types import MappingProxyType

from auren.safety.wellness.pack import CARE, Stance, WordingPack, pattern
from auren.safety.wellness.packs._shared import DRUGS, MASS_UNITS, NUTRIENTS, alternatives

__all__ = ["PORTUGUESE"]

_WORDS = {
    "condition": alternatives("""
        insônia insónia apneia apneia_do_sono depressão deprimido deprimida depressivo transtorno perturbação distúrbio
        hipertensão pressão_alta tensão_alta fibrilação arritmia taquicardia bradicardia infecção infeção gripe covid
        miocardite diabetes diabético anemia anêmico deficiência síndrome excesso_de_treino hipotireoidismo hipotiroidismo
        hipertireoidismo doença anorexia bulimia asma artrite câncer cancro tendinite concussão hérnia infarto enfarte avc
        burnout
    """),
    "amount": "#0-99999|um|uma|dois|duas|três|quatro|meio",
    "form": "comprimido|comprimidos|pílula|pílulas|cápsula|cápsulas",
    "mass": MASS_UNITS,
    "drug": DRUGS,
    "nutrient": NUTRIENTS,
    "product": "medicação|medicamento|medicamentos|remédio|remédios|dose|antidepressivos|anticoagulantes",
    "lab": "ferritina|hemoglobina|hematócrito|tsh|ldl|hdl|triglicerídeos|troponina|creatinina|hba1c|exame_de_sangue|análises_ao_sangue|eletrocardiograma|ecg|ressonância|radiografia|glicemia",
    "judged": "normal|normais|anormal|anormais|alto|alta|altos|baixo|baixa|baixos|elevado|elevada|bem|bom|boa|mau|perigoso|patológico",
    "clinical": alternatives("""
        os_pacientes o_paciente um_paciente pacientes  cirurgia cirurgião receitar receita_médica prescrever prescrição
        hospital clínica clínico    medicamento medicamentos vacina vacinas quimioterapia opioides
        seguro_de_saúde plano_de_saúde prontuário diagnóstico diagnósticos tratamento tratamentos terapia
        consentimento_informado ensaio_clínico transplante efeitos_colaterais
    """),
    "deceive": alternatives("""
        falsificar falsifique falsifica ocultar oculte esconder encobrir enganar engane manipular manipule subornar chantagear
        discriminar explorar ilegalmente desinformação ridicularizar humilhar assediar
    """),
    "human": "médico|médica|médicos|doutor|doutora|farmacêutico|farmacêutica|profissional|profissionais|especialista|nutricionista|fisioterapeuta|psicólogo|psicóloga|urgência|emergência|enfermeira",
}
_STANCES: dict[Stance, tuple[tuple[str, ...], ...]] = {
    "refusal": (
        (
            "não",
            "posso|podemos|devo|vou",
            "ajudar|dar|oferecer|recomendar|diagnosticar|dizer|julgar|garantir|fazer|fornecer|interpretar|ajudá_lo",
        ),
        ("não_é_um_diagnóstico|não_sou_médico|não_é_um_dispositivo_médico",),
    ),
    "blame": (
        ("é|seria|são", "ilegal|perigoso|perigosa|imoral|antiético|prejudicial|arriscado|nocivo"),
        ("pode|poderia|podem", "prejudicar|ferir|pôr_em_risco|colocar_em_risco"),
        ("não|nunca", "pare|mude|altere|tome|suspenda|misture|deixe|interrompa"),
    ),
    "care": (
        ("é|são", "importante|essencial|fundamental|necessário"),
        ("deve|devem|deveria|deveriam", "sempre|respeitar|garantir|proteger"),
    ),
    "referral": (
        (
            "consulte|consultar|consulta|fale|falar|fala|pergunte|perguntar|pergunta|procure|procurar|procura|visite|ligue|ligar|peça|converse|conversar",
            "{human}",
        ),
        ("{human}", "pode|poderá|saberá|deve", "ajudar|dizer|avaliar|responder|aconselhar|orientar|julgar"),
    ),
    "condition": (("se", "você|tem|tens|toma|tomas|sofre|sofres|está|estás|tiver|{condition}"),),
}
_PATTERNS = (
    pattern(
        "diagnosis",
        "você_tem|tu_tens|tens|você_sofre|sofres|você_está|estás_com|está_com|provavelmente_tem|você_provavelmente_tem",
        "{condition}",
        within=4,
        excused=frozenset({"refusal", "condition"}),
        unless="se_você|se_tens|se_sofre",
    ),
    pattern(
        "diagnosis",
        "isto|isso|este|esta|estes|estas|esse|essa|padrão|dados|valores|sintomas",
        "é|são|indica|indicam|sugere|sugerem|mostra|mostram|confirma|significa|aponta",
        "{condition}",
        within=5,
        excused=CARE,
    ),
    pattern("diagnosis", "sinal|sinais|sintoma|sintomas", "de", "{condition}", within=3, excused=CARE),
    pattern("diagnosis", "tua|teu|sua|seu", "{condition}", within=0, excused=frozenset({"refusal", "referral", "condition"})),
    pattern("diagnosis", "meu_diagnóstico|o_diagnóstico_é|eu_diagnostico", unless="não"),
    pattern("treatment", "cura|curam|curar|curará", unless="não_cura|não_pode_curar|não_curam"),
    pattern("treatment", "trata|tratam|tratar|previne|previnem|prevenir|reverte|reverter", "{condition}", excused=CARE),
    pattern("dose", "{amount}", "{mass}", within=0, unless="{nutrient}"),
    pattern(
        "dose", "{amount}", "{form}", within=0, excused=frozenset({"refusal", "blame", "referral"}), unless="sal|{nutrient}"
    ),
    pattern("dose", "tome|toma|tomar|experimente|experimenta|use|usa|precisa_de", "{drug}", excused=CARE),
    pattern("dose", "dose|quantidade|mg", "de", "{drug}", within=2, excused=frozenset({"refusal", "blame", "referral"})),
    pattern(
        "dose",
        "pare|para_de|suspenda|reduza|reduz|aumente|aumenta|dobre|duplique|mude",
        "{product}",
        within=4,
        excused=CARE,
        unless="não|nunca|antes_de|sem",
    ),
    pattern(
        "lab",
        "{lab}",
        "é|está|são|estão|parece|indica|significa|mostra",
        "{judged}",
        within=3,
        excused=frozenset({"refusal", "condition"}),
    ),
    pattern("promise", "garantido|garantida|garantimos|garanto|garantia|garante", unless="não|nenhuma|sem_garantia|ninguém"),
    pattern(
        "promise",
        "sem_risco|sem_qualquer_risco|milagre|milagroso|clinicamente_comprovado|cientificamente_comprovado|100_seguro",
    ),
    pattern(
        "all-clear", "não_precisa|não_precisas|não_é_preciso|em_vez_de|ao_invés_de|sem_necessidade_de", "{human}", within=4
    ),
    pattern(
        "all-clear",
        "nada_com_que_se_preocupar|nada_com_que_te_preocupar|nada_para_se_preocupar|perfeitamente_saudável|completamente_seguro|seu_coração_está_bem|"
        "teu_coração_está_bem",
    ),
    pattern("clinical-action", "{clinical}", excused=CARE),
    pattern("harm", "{deceive}"),
    pattern(
        "harm",
        "sem",
        "consentimento|permissão|autorização|receita|aprovação|informar|conhecimento",
        within=3,
        excused=frozenset({"refusal", "blame", "care", "referral"}),
    ),
)
_PLAIN = {
    "": "Aqui só posso falar de bem-estar geral; para tudo o mais, consulte um profissional de saúde.",
    "dose": "Perguntas sobre remédios são para o farmacêutico.",
    "promise": "Ajuda algumas pessoas, e os seus próprios valores mostrarão como é consigo.",
    "harm": "Não posso ajudar com isso.",
}

PORTUGUESE = WordingPack(
    "pt",
    MappingProxyType(_WORDS),
    _PATTERNS,
    MappingProxyType(_STANCES),
    (("mas_aqui|é_assim_que|primeiro_passo|passo_1|claro_aqui",),),
    plain=MappingProxyType(_PLAIN),
)
"""The Portuguese pack."""
