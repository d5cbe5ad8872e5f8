"""How a service, or whoever speaks for it, fails people."""

from text.conversation.appraisal import EXTENDED_WAIT, LACK_OF_RESOLUTION, Appraisal

SERVICE = (
    Appraisal(EXTENDED_WAIT, pleasant=False, service_failure=True, implies="frustration"),
    Appraisal(
        LACK_OF_RESOLUTION,
        pleasant=False,
        english=(
            r"(?:still|yet) (?:not|no|isn't|doesn't|don't|hasn't|haven't|waiting|nothing)\b"
            r"[^.!?]{0,30}\b(?:fix(?:ed)?|solved?|resolved?|solution|answer|refund|help|working"
            r"|changed|done)",
            r"(?:isn't|hasn't been|not been|never) (?:fixed|solved|resolved)",
            r"nothing (?:has |is |was )?(?:changed|happened|been done|gets done)",
            r"(?:no one|nobody) (?:has |is |can |could |will |was |seems )?(?:been )?(?:able to )?"
            r"(?:help|answer|fix|solve|resolve|car|respond|repl)\w*",
            r"(?:no|any) (?:solution|resolution)",
            r"unresolved",
        ),
        spanish=(
            r"(?:sigue|siguen|sigo|todavia|aun) (?:sin|no)\b[^.!?]{0,30}"
            r"\b(?:solucion\w*|resuel\w*|resolv\w*|respuesta|arregl\w*|funciona\w*|ayuda|nada|reembols\w*)",
            r"nadie (?:me |nos )?(?:ha )?(?:ayuda\w*|respond\w*|contest\w*|soluciona\w*|resuelve"
            r"|hace nada)",
            r"(?:ninguna|no hay|sin) solucion",
            r"no (?:me |nos )?(?:han |ha |esta )?(?:solucionad|resuelt|arreglad)o",
        ),
        service_failure=True,
        implies="disappointment",
    ),
    Appraisal(
        "repeated contact",
        pleasant=False,
        english=(
            r"umpteenth time",
            r"(?:called|phoned|written|wrote|emailed|contacted|asked|told you|explained)\b"
            r"[^.!?]{0,25}\b(?:\d+|three|four|five|several|many|multiple|countless) times",
            r"(?:to|with|by) (?:\d+|two|three|four|five|six|several) (?:different|separate) "
            r"(?:people|agents|persons|departments)",
            r"(?:second|third|fourth|fifth|\d+(?:rd|th)) (?:time|call|email|message|ticket|letter)",
            r"(?:keep|tired of|sick of) (?:having to )?(?:calling|call|asking|ask|explaining"
            r"|explain|repeating|repeat)",
        ),
        spanish=(
            r"(?:tercera|cuarta|quinta|enesima) vez",
            r"(?:llam|escri|pedi|explic|contact|reclam)\w*\b[^.!?]{0,25}"
            r"\b(?:\d+|tres|cuatro|cinco|varias|muchas|mil) veces",
            r"(?:hart[oa]|cansad[oa]) de (?:llamar|explicar|repetir|pedir|reclamar)",
        ),
        service_failure=True,
        implies="frustration",
    ),
    Appraisal(
        "billing problem",
        pleasant=False,
        english=(
            r"overcharg\w*",
            r"(?:double|twice|wrongly) (?:charged|billed)",
            r"(?:charged|billed)\b[^.!?]{0,20}\b(?:twice|again|wrong\w*|too much"
            r"|extra|(?:\d|two|three|four) times)",
            r"(?:charge|payment)s? (?:twice|on my (?:card|account|bill|statement))",
            r"hidden (?:fee|cost|charge)s?",
            r"refund(?:s|ed)?",
            r"my money back",
            r"unauthori[sz]ed (?:charge|payment)s?",
        ),
        spanish=(
            r"cobr(?:o|ado|aron|an|ais|asteis)\b[^.!?]{0,25}\b(?:dos veces|doble|de mas|indebid\w*"
            r"|otra vez|sin)",
            r"cobros? (?:indebidos?|dobles?)",
            r"reembols\w*",
            r"(?:devolver\w*|devuelv\w*|devolv\w*|devolucion de|devuelto)\b[^.!?]{0,15}\bdinero",
            r"factura\b[^.!?]{0,30}\b(?:mal|error|erronea|incorrect\w+|equivocad\w+|no)\b",
        ),
        service_failure=True,
    ),
    Appraisal(
        "defective product",
        pleasant=False,
        english=(
            r"(?:doesn't|does not|don't|didn't|stopped|isn't|not|never) (?:even )?(?:work|working)",
            r"broken(?! heart)(?!-heart)",
            r"defective|faulty|glitch(?:es|y)?|bug(?:s|gy)",
            r"(?:keeps|kept|just) (?:crash|freez|disconnect)\w*",
            r"(?:crashed|froze) again",
            r"(?:won't|will not|doesn't|can't get it to) (?:turn on|start|open|load|charge|boot)",
            r"(?:app|phone|laptop|computer|screen|site|website|program|it) (?:always |constantly )?"
            r"(?:crashes|freezes|hangs|disconnects|broke|is broken|is cracked|died)",
            r"(?:broke|tore|cracked|fell apart)\b[^.!?]{0,20}\b(?:first|after|within|day|use)",
            r"arrived (?:damaged|broken)",
        ),
        spanish=(
            r"(?:no|dejo de|ha dejado de|deja de) funciona\w*",
            r"no (?:va|enciende|arranca|carga|abre)(?= ?(?:$|[.,;!?]|bien|nada|desde))",
            r"defectuos[oa]|averiad[oa]|estropead[oa]|danad[oa]",
            r"se (?:cuelga|ha colgado|rompio|ha roto|bloquea|apaga)",
            r"(?:llego|ha llegado|vino|esta) rot[oa]",
            r"bugs?|glitch(?:es)?",
        ),
        service_failure=True,
        implies="frustration",
    ),
    Appraisal(
        "missing or wrong delivery",
        pleasant=False,
        english=(
            r"(?:never|hasn't|has not|didn't|not) (?:arrived?|show(?:ed|n)? up|turned up)",
            r"(?:never|not|hasn't been) delivered",
            r"(?:order|parcel|package|item|part)\b[^.!?]{0,15}\b(?:is|are|went) (?:missing|lost)",
            r"(?:lost|missing) (?:package|parcel|luggage|order|item)",
            r"wrong (?:item|size|order|product|colou?r)",
        ),
        spanish=(
            r"no (?:me |nos )?(?:ha )?lleg(?:o|a|ado)\b",
            r"sigue sin llegar",
            r"(?:perdieron|han perdido) (?:mi|el|la)",
            r"(?:producto|pedido|articulo|talla) equivocad[oa]",
        ),
        service_failure=True,
        implies="disappointment",
    ),
    Appraisal(
        "rude treatment",
        pleasant=False,
        english=(
            r"rude(?:ly)?",
            r"disrespect\w*",
            r"(?:insult|yelled at|shouted at|screamed at|ignored|hung up on|laughed at|mocked"
            r"|humiliat)\w*",
            r"condescending|patroni[sz]ing",
        ),
        spanish=(
            r"groser[oa]s?|maleducad[oa]s?|muy bordes?",
            r"falta de (?:respeto|educacion)|mal(?:as maneras|os modos|a educacion)",
            r"(?:insult|humill)\w+",
            r"me (?:grit|colg|ignor)\w+",
            r"se (?:rio|rieron|burl\w+) de",
        ),
        implies="indignation",
    ),
    Appraisal(
        "broken promise",
        pleasant=False,
        english=(
            r"(?:you|they|he|she|it was) promised",
            r"(?:broke|broken) (?:your|his|her|their|a|the) (?:promise|word)s?",
            r"(?:you|they)(?: guys| people| all)? (?:said|told (?:me|us)) "
            r"(?:you|they|it|that it|i|we)(?:'d| would| will)",
            r"lie[ds]? to (?:me|us|my)",
        ),
        spanish=(
            r"(?:me|nos) (?:lo )?(?:prometi\w+|habian prometido|mintieron|mintio|mienten|engan\w+)",
            r"(?:me|nos) (?:dijeron|dijisteis|dijo|aseguraron) que",
            r"no (?:cumpl\w+)",
        ),
        implies="disappointment",
    ),
    Appraisal(
        "loss of access",
        pleasant=False,
        english=(
            r"locked out",
            r"(?:can't|cannot|couldn't|unable to) (?:log ?in|sign in|access)",
            r"(?:can't|cannot|couldn't|won't let me|doesn't let me) (?:get )?(?:in|into)\b",
            r"(?:account|card)\b[^.!?]{0,15}\b(?:blocked|suspended|hacked|locked)",
        ),
        spanish=(
            r"no (?:puedo|me deja|consigo) (?:entrar|acceder|iniciar sesion)",
            r"(?:bloque|suspend|hacke)\w+ (?:la|mi) (?:cuenta|tarjeta)",
            r"(?:cuenta|tarjeta)\b[^.!?]{0,15}\b(?:bloquead|suspendid|hackead)a",
        ),
        service_failure=True,
    ),
    Appraisal(
        "unfair treatment",
        pleasant=False,
        english=(r"unfair(?:ly)?", r"(?:not|isn't) fair", r"injustice", r"discriminat\w+"),
        spanish=(r"injust\w+", r"no es justo", r"discrimin\w+"),
        implies="indignation",
    ),
)
