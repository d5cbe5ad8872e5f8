"""What the words of a text tell beside its emotion."""

import re

from text.categories import Language
from text.conversation.appraisal import EXTENDED_WAIT
from text.conversation.appraisals import WORDS
from text.conversation.constants import EXTENDED_WAIT_MIN, MARKED_CHARS
from text.conversation.plain import any_of, plain
from text.conversation.turn import Marks
from text.conversation.waits import waited_minutes

_PROMISES = any_of(
    r"sorry|apologi[sz]e\w*|apolog(?:y|ies)|regret|inconvenience",
    r"let me (?:check|look|see|find|verify|ask|transfer|pull)",
    r"(?:i|we)(?:'ll| will| am going to|'m going to|'re going to)",
    r"(?:i'm|i am|we're|we are) (?:checking|looking|working|investigating|trying)",
    r"looking into|as soon as|shortly",
    r"(?:one|a|just a) moment|please (?:wait|hold)|(?:hold on|bear with) (?:me|a)",
    r"give me a (?:minute|moment|second|sec)",
    r"will be (?:refunded|fixed|resolved|sent|shipped|processed)",
    r"(?:lo|mucho) siento|siento (?:mucho|las?|los?|el|que)|lamento|lamentamos",
    r"disculp\w+|perdon\w*|molestias",
    r"permitame|permiteme|dejeme|dejame",
    r"(?:voy|vamos) a \w+r",
    r"(?:lo|la|le|te) (?:\w+[oe]|\w+remos) (?:ahora|enseguida|en seguida)",
    r"(?:enseguida|ahora mismo|en seguida|manana) (?:lo|la|le|te|les|os) \w+",
    r"reviso|revisare|compruebo|comprobare|consultare",
    r"estamos (?:revisando|trabajando|comprobando|investigando)",
    r"un (?:momento|segundo)|en breve|lo antes posible",
    r"(?:le|te|les|os) (?:avis|llam|escrib|contact|inform|dar)\w*(?:re|remos|amos)",
)

_DONE_ENGLISH = (
    r"(?:fixed|resolved|solved|sorted|refunded|replaced|cancelled|canceled|credited|issued|sent"
    r"|shipped|processed|completed|corrected|restored|delivered|unlocked|reset|reactivated)"
)
_DONE_SPANISH = (
    r"(?:resuelt|solucionad|arreglad|reembolsad|cancelad|abonad|enviad|tramitad|completad"
    r"|corregid|restaurad|entregad|desbloquead|reactivad|devuelt|repuest)[oa]s?"
)
_RESULTS = any_of(
    r"(?:i've|i have|we've|we have|has been|have been|has|is|it's|are|was|were|all) "
    rf"(?:now |just |already |finally |successfully |also |been )*{_DONE_ENGLISH}",
    rf"(?:i|we) (?:just |already )?{_DONE_ENGLISH}",
    r"(?:works|working) (?:now|again|perfectly|fine)|that (?:did it|worked|fixed it)",
    r"(?:he|hemos|ha|han|ha sido|han sido|esta|estan|queda|quedo|quedan) "
    rf"(?:ya |sido |todo )*{_DONE_SPANISH}",
    r"acab(?:o|amos) de (?:resolver|solucionar|arreglar|reembolsar|cancelar|abonar|enviar)\w*",
    r"ya (?:funciona|le hemos|te hemos|lo tiene|lo tienes)",
)
_REACH_CHARS = 40
_UNDONE = re.compile(
    r"(?:n't|\bnot|\bnever|\bonce|\buntil|\bwhen|\bif|\bas soon as|\bwill|\bno|\bnunca|\bcuando"
    r"|\bhasta que|\bsi|\bsin|\bnothing|\bnada)\b[^.!?,;]{0,25}$"
)


def marks_of(text: str, language: Language) -> Marks:
    """Find what is kept of a text's words.

    Args:
        text: as written; what lies beyond MARKED_CHARS is not looked at.
        language: what triggers are looked for in.
    """
    words = plain(text[:MARKED_CHARS])
    waited_min = waited_minutes(words)
    resolves = _tells_result(words)
    return Marks(
        triggers=_triggers(words, language, waited_min),
        waited_min=waited_min,
        promises=_PROMISES.search(words) is not None and not resolves,
        resolves=resolves,
    )


def _triggers(words: str, language: Language, waited_min: float | None) -> tuple[str, ...]:
    told = tuple(phrase for phrase, pattern in WORDS[language].items() if pattern.search(words))
    extended = waited_min is not None and (waited_min == 0.0 or waited_min >= EXTENDED_WAIT_MIN)
    return (EXTENDED_WAIT, *told) if extended else told


def _tells_result(words: str) -> bool:
    """Whether a result is told that no word before it denies or puts off."""
    return any(
        not _UNDONE.search(words, max(0, match.start() - _REACH_CHARS), match.start())
        for match in _RESULTS.finditer(words)
    )
