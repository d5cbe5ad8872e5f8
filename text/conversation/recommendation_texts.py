"""The words of the recommendations; the first three English ones are those of /v1's example."""

from collections.abc import Mapping
from typing import Literal

from text.categories import Language

Advice = Literal[
    "escalate",
    "solve",
    "acknowledge_frustration",
    "say_how_long",
    "condole",
    "offer_person",
    "acknowledge_sadness",
    "acknowledge_worry",
    "suggest_doctor",
    "prioritise",
    "change_approach",
    "inform",
    "listen",
    "keep_going",
    "confirm_solved",
    "congratulate",
    "thank",
    "build_on",
    "explain",
]

_ENGLISH: Mapping[Advice, str] = {
    "escalate": "Immediate escalation recommended",
    "solve": "Offer concrete solution or compensation",
    "acknowledge_frustration": "Acknowledge frustration explicitly",
    "say_how_long": "Say how long it will still take",
    "condole": "Express condolences and give room to talk",
    "offer_person": "Offer to talk with a person",
    "acknowledge_sadness": "Acknowledge the sadness and ask what would help",
    "acknowledge_worry": "Acknowledge the worry and ask what it is about",
    "suggest_doctor": "Suggest professional medical advice",
    "prioritise": "Help to put the next steps in order",
    "change_approach": "Change the approach: the mood is getting worse",
    "inform": "Give clear facts and the next step",
    "listen": "Listen before giving advice",
    "keep_going": "Keep going: the mood is getting better",
    "confirm_solved": "Confirm whether the problem is solved",
    "congratulate": "Congratulate them",
    "thank": "Thank them and confirm that all is settled",
    "build_on": "Acknowledge the good mood and build on it",
    "explain": "Explain what was unexpected",
}

_SPANISH: Mapping[Advice, str] = {
    "escalate": "Se recomienda escalar el caso de inmediato",
    "solve": "Ofrecer una solución concreta o una compensación",
    "acknowledge_frustration": "Reconocer la frustración de forma explícita",
    "say_how_long": "Decir cuánto queda por esperar",
    "condole": "Dar el pésame y dejar espacio para hablar",
    "offer_person": "Ofrecer hablar con una persona",
    "acknowledge_sadness": "Reconocer la tristeza y preguntar qué ayudaría",
    "acknowledge_worry": "Reconocer la preocupación y preguntar a qué se debe",
    "suggest_doctor": "Sugerir una consulta médica profesional",
    "prioritise": "Ayudar a ordenar los próximos pasos",
    "change_approach": "Cambiar de enfoque: el ánimo empeora",
    "inform": "Dar datos claros y el siguiente paso",
    "listen": "Escuchar antes de aconsejar",
    "keep_going": "Seguir así: el ánimo mejora",
    "confirm_solved": "Confirmar si el problema está resuelto",
    "congratulate": "Dar la enhorabuena",
    "thank": "Dar las gracias y confirmar que todo está resuelto",
    "build_on": "Reconocer el buen ánimo y apoyarse en él",
    "explain": "Explicar lo que ha resultado inesperado",
}

ADVICE: Mapping[Language, Mapping[Advice, str]] = {"en": _ENGLISH, "es": _SPANISH}

SAFETY: Mapping[Language, tuple[str, ...]] = {
    "en": (
        "Take it seriously: encourage talking now to someone trusted, a health professional or a "
        "crisis line (for example 988 in the US, 024 in Spain). In immediate danger call the "
        "local emergency number (for example 112 in Spain and the EU)",
        "Have a person answer with care; do not leave it to an automatic reply",
        "Do not judge the risk by these scores",
    ),
    "es": (
        "Tomarlo en serio: animar a hablar ya con alguien de confianza, con un profesional de la "
        "salud o con una línea de crisis (por ejemplo, el 024 en España o el 988 en Estados "
        "Unidos). Si hay peligro inmediato, llamar al número de emergencias local (por ejemplo, "
        "el 112 en España y la UE)",
        "Que responda una persona, con cuidado; no dejarlo en una respuesta automática",
        "No juzgar el riesgo por estas puntuaciones",
    ),
}
"""For texts that speak of self-harm, the same whatever else they tell."""
