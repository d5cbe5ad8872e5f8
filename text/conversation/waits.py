"""Waiting that a text complains of, in English and Spanish."""

import re

from text.conversation.durations import Duration, durations
from text.conversation.plain import any_of, plain, sentences

_NOT_WAITING = re.compile(
    r"(?:n't|\b(?:no|no longer|not|without|never|worth|stop|sin|nunca))\s+(?:be |been |the |la )?"
    r"(?:wait|waited|waiting|espera|esperar|esperado)\b"
    r"|n't (?:have to |had to )?wait(?:ed)?\b"
    r"|\bwaiting (?:rooms?|tables)\b"
    r"|\bsala de espera\b"
    r"|\besperando (?:un |una )?(?:bebe|hij[oa]|nin[oa]|gemel[oa]s)\b"
    r"|\b(?:todavia|aun) espero que\b"
)

_WAITING = any_of(
    r"waiting|waited|made (?:me|us) wait|(?:long|endless|hour|week) wait",
    r"(?:put|left|kept|been|still|am|i'm|leave|sitting) (?:me |us )?on (?:hold|the (?:line|phone))",
    r"in (?:the|a|this) queue|standing in line",
    r"(?:took|takes|taking|taken)\b[^.!?]{0,20}\b(?:so long|too long|forever|ages|an eternity)",
    r"took (?:you|them|him|her|support)\b[^.!?]{0,20}\b(?:minutes|hours?|days?|weeks?|months?)",
    r"(?:trying|tried) to (?:reach|call|contact|get (?:through|hold|in touch))",
    r"delayed|overdue|(?:minutes?|mins?|hours?|days?|weeks?) late",
    r"(?:hours?|days?|weeks?|months?)\b[^.!?]{0,20}\bstill no",
    r"no (?:reply|response|answer|news|word)\b[^.!?]{0,20}\b(?:in|for|after|since)",
    r"(?:haven't|have not|hasn't|has not) (?:heard|received|gotten|got)",
    r"it(?:'s| has| is) been\b[^.!?]{0,40}\b(?:still|nothing|no one|nobody|yet|and no)",
    r"ago\b[^.!?]{0,30}\b(?:still|nothing|no|not|yet|never|haven't|hasn't)",
    r"still\b[^.!?]{0,40}\bago",
    r"esperando|(?:he|hemos|habia|ha|tenido que) espera(?:do|r)|(?:de|en) espera",
    r"(?:todavia|aun|sigo|seguimos) (?:a la )?esper[ao]",
    r"(?:haciendo|en la|en) cola",
    r"lleva(?:mos)?\b[^.!?]{0,30}\b(?:sin (?:respuesta|que|noticias|recibir|saber|servicio))",
    r"llevo\b[^.!?]{0,30}\b(?:espera|sin (?:respuesta|que|noticias|recibir|saber|servicio)"
    r"|al telefono|intentando|llamando)",
    r"(?:minutos|horas?) al telefono",
    r"tard(?:a|an|ando|ado|aron|o|ais|asteis|aste)\b[^.!?]{0,20}\b(?:mucho|demasiado|tanto|horas"
    r"|dias|semanas|meses|siglos|un mes|una semana|\d+)",
    r"hace\b[^.!?]{0,30}\bque (?:espero|esperamos|estoy esperando|pedi|compre|nadie|no)",
    r"(?:hace|horas?|dias?|semanas?|mes(?:es)?)\b[^.!?]{0,30}"
    r"\b(?:todavia|aun|sigo|sigue|y nada)",
    r"(?:de|con|lleva) (?:[a-z0-9]+ ){0,2}(?:retraso|demora)|retrasad[oa]",
)


def waited_minutes(text: str) -> float | None:
    """How long the speaker says to have waited.

    Args:
        text: English or Spanish, as written.

    Returns:
        Minutes; 0.0 for a wait of unsaid length ("since Monday"), None for none. Of several
        waits the longest.
    """
    waits = [wait for part in sentences(plain(text)) if (wait := _wait_in(part)) is not None]
    return max(waits, default=None)


def _wait_in(sentence: str) -> float | None:
    waiting = _WAITING.search(_NOT_WAITING.sub(lambda match: " " * len(match[0]), sentence))
    if waiting is None:
        return None
    named = durations(sentence)
    if not named:
        return 0.0
    return min(named, key=lambda duration: _distance(duration, waiting)).minutes


def _distance(duration: Duration, waiting: re.Match[str]) -> int:
    return max(duration.start - waiting.end(), waiting.start() - duration.end, 0)
