"""What triggers are called in the language of an answer."""

from collections.abc import Mapping

from text.categories import Language

SPANISH: Mapping[str, str] = {
    "extended wait time": "espera prolongada",
    "lack of resolution": "falta de solución",
    "repeated contact": "contactos repetidos",
    "billing problem": "problema de cobro",
    "defective product": "producto defectuoso",
    "missing or wrong delivery": "entrega perdida o equivocada",
    "rude treatment": "trato grosero",
    "broken promise": "promesa incumplida",
    "loss of access": "pérdida de acceso",
    "unfair treatment": "trato injusto",
    "deadline pressure": "presión de plazos",
    "bereavement": "duelo",
    "separation": "ruptura",
    "job loss": "pérdida del empleo",
    "health concern": "preocupación por la salud",
    "interpersonal conflict": "conflicto personal",
    "cancelled plans": "planes cancelados",
    "money worries": "problemas de dinero",
    "loneliness": "soledad",
    "uncertainty": "incertidumbre",
    "exam or interview": "examen o entrevista",
    "problem solved": "problema resuelto",
    "good service": "buena atención",
    "success": "logro",
    "new opportunity": "nueva oportunidad",
    "kindness or gift": "gesto amable o regalo",
    "closeness": "cercanía",
}
"""By the canonical phrase of text.conversation.appraisals."""


def trigger_name(phrase: str, language: Language) -> str:
    """The phrase in a language; one without a translation, such as a quotation, stays as it is."""
    return SPANISH.get(phrase, phrase) if language == "es" else phrase
