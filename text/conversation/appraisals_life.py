"""What goes wrong in people's lives."""

from text.conversation.appraisal import Appraisal

LIFE = (
    Appraisal(
        "deadline pressure",
        pleasant=False,
        english=(
            r"deadlines?",
            r"due (?:today|tonight|tomorrow|on monday|in an hour)",
            r"(?:running|run) out of time",
            r"behind schedule|nowhere near (?:done|finished|ready)",
            r"(?:hand|turn) (?:this|it|them) in (?:by|today|tomorrow)",
            r"overwork\w*|workload|too much work",
        ),
        spanish=(
            r"fecha (?:limite|de entrega)|plazos?",
            r"(?:entregar|terminar|acabar)\w*\b[^.!?]{0,15}\b(?:hoy|manana|esta noche)",
            r"no (?:me )?(?:da|llego a) tiempo",
            r"(?:demasiado|mucho|exceso de) trabajo",
            r"deadlines?",
        ),
    ),
    Appraisal(
        "bereavement",
        pleasant=False,
        english=(
            r"(?<!phone )(?<!laptop )(?<!computer )(?<!battery )(?<!car )(?<!app )(?<!it )died",
            r"(?:is|was|are) dying|passed away|funeral|mourning",
            r"death of",
            r"(?:buried|burying) (?:my|our|him|her)",
            r"lost (?:my|our) (?:mom|mum|mother|dad|father|wife|husband|son|daughter|brother"
            r"|sister|grand\w+|friend|dog|cat|baby)",
        ),
        spanish=(
            r"(?:falleci\w+|murio|ha muerto|se muere|se me ha muerto|funeral|entierro|luto)",
            r"(?:enterr|incine?r)\w+ a",
            r"(?:perdi|perdimos|hemos perdido|he perdido) a (?:mi|mis|nuestr[oa])",
        ),
        implies="grief",
    ),
    Appraisal(
        "separation",
        pleasant=False,
        english=(
            r"(?:broke|break|breaking|broken) up with|break-?up|divorc\w+",
            r"(?:he|she|wife|husband|girlfriend|boyfriend|partner) (?:has )?left me",
            r"cheat(?:ed|ing) on",
            r"dumped me",
        ),
        spanish=(
            r"(?:rompi|rompio|rompimos|hemos roto|ha roto) (?:con|conmigo)",
            r"lo hemos dejado",
            r"(?:me|nos) (?:dejo|ha dejado|enganaba|fue infiel)",
            r"divorci\w+|ruptura",
        ),
    ),
    Appraisal(
        "job loss",
        pleasant=False,
        english=(
            r"laid off|layoffs?|let go (?:from|yesterday|today|last)|made (?:me |us )?redundant",
            r"(?:got|been|was|being|get) fired",
            r"lost my job|losing my job",
            r"unemployed",
        ),
        spanish=(
            r"(?:me|nos) (?:han |acaban de |van a )?(?:despid\w+|despedi\w+|echa\w+ del trabajo)",
            r"(?:perd\w+) (?:el|mi) (?:trabajo|empleo)",
            r"sin (?:trabajo|empleo)|desemplead[oa]|en (?:el )?paro",
        ),
    ),
    Appraisal(
        "health concern",
        pleasant=False,
        english=(
            r"diagnos\w+|hospital\w*|surgery|cancer|tumou?r|biopsy|symptoms?|illness|disease",
            r"(?:test|blood|scan) results|results come back",
            r"(?:in|chest|back|chronic) pain",
            r"panic attacks?|insomnia",
            r"(?:i'm|am|is|very|so|feel) (?:sick|ill)(?! of)",
        ),
        spanish=(
            r"diagnosti\w+|hospital\w*|operacion|cirugia|cancer|tumor|biopsia|sintomas?",
            r"enferm[oa]s?|enfermedad",
            r"ataques? de (?:panico|ansiedad)|insomnio",
            r"resultados de (?:la|las|los) (?:prueba|analisis|analitica|biopsia)s?",
        ),
    ),
    Appraisal(
        "interpersonal conflict",
        pleasant=False,
        english=(
            r"argu(?:ment|ments|ed|ing) with|had an argument|big (?:fight|argument)",
            r"(?:fight|fights|fighting|fought) (?:with|again)",
            r"betray\w*|behind my back",
        ),
        spanish=(
            r"discuti\w* con|(?:una|otra) (?:discusion|pelea|bronca)",
            r"(?:me )?(?:he )?pele\w+ con",
            r"traicion\w*|a mis espaldas",
        ),
    ),
    Appraisal(
        "cancelled plans",
        pleasant=False,
        english=(
            r"cancell?ed (?:my|our|the|on (?:me|us))|(?:been|was|got|is) cancell?ed|called off",
            r"plans\b[^.!?]{0,15}\bruined",
            r"ruined (?:my|our|the) (?:plans?|trip|day|weekend|holiday)",
        ),
        spanish=(
            r"(?:han|ha|me|nos) (?:cancel|suspend|anul)\w+ (?:mi|el|la|los|las|nuestr[oa])",
            r"(?:se ha|han|ha sido|fue) (?:cancelad|suspendid|anulad)[oa]",
            r"(?:estropead|arruinad|fastidiad|chafad)o (?:el|la|los|las|mi|mis|nuestr[oa]s?)",
        ),
        implies="disappointment",
    ),
    Appraisal(
        "money worries",
        pleasant=False,
        english=(
            r"can(?:'t|not) (?:afford|pay)",
            r"in debt|debts|bankrupt\w*",
            r"rent is due|lost (?:all )?my savings",
        ),
        spanish=(
            r"no (?:puedo|podemos) pagar",
            r"deudas?|arruinad[oa]",
            r"no llego a fin de mes|sin dinero",
        ),
    ),
    Appraisal(
        "loneliness",
        pleasant=False,
        english=(
            r"lonely|loneliness",
            r"(?:feel|feeling|so|all) alone",
            r"no friends|(?:no one|nobody) to talk to",
        ),
        spanish=(
            r"(?:siento|estoy|tan|muy) sol[oa]\b",
            r"soledad",
            r"no tengo (?:amig[oa]s|a nadie|con quien hablar)|nadie me (?:entiende|escucha|quiere)",
        ),
        implies="sadness",
    ),
    Appraisal(
        "uncertainty",
        pleasant=False,
        english=(
            r"(?:don't|do not) know (?:what|how|if|whether)",
            r"(?:not|bit) (?:so )?sure|unsure|uncertain\w*",
            r"what if",
            r"confus(?:ed|ing)",
        ),
        spanish=(
            r"no se (?:que|como|si)\b",
            r"no estoy (?:muy )?segur[oa]",
            r"incertidumbre|confundid[oa]",
            r"y si\b[^.!?]{0,40}\?",
        ),
    ),
    Appraisal(
        "exam or interview",
        pleasant=False,
        english=(r"(?:exam|interview|presentation|audition|driving test)s?",),
        spanish=(r"(?:examen|examenes|entrevista|presentacion|oposicion(?:es)?)",),
    ),
)
