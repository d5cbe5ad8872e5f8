"""What goes well."""

from text.conversation.appraisal import PROBLEM_SOLVED, Appraisal

PLEASANT = (
    Appraisal(
        PROBLEM_SOLVED,
        pleasant=True,
        english=(
            r"(?:works|working) (?:now|again|perfectly|great|fine)",
            r"(?<!once )(?<!until )(?<!when )(?<!if )(?:it|that|this|problem|issue|everything)"
            r"(?:'s| is| has been| was)? (?:now |finally "
            r"|all )?(?:fixed|solved|resolved|sorted)",
            r"that (?:did it|worked|fixed it)|problem solved",
            r"(?:got|received) (?:my|the) (?:refund|replacement|money|package|parcel)",
        ),
        spanish=(
            r"(?:ya|por fin) (?:me )?(?:funciona|esta|quedo|ha llegado|llego)\b",
            r"(?:esta|quedo|queda) (?:todo )?(?:solucionad|resuelt|arreglad)o",
            r"(?:se ha|han|habeis|has|ha) (?:solucionad|resuelt|arreglad)o",
        ),
    ),
    Appraisal(
        "good service",
        pleasant=True,
        english=(
            r"thank(?:s| you)\b[^.!?]{0,20}\b(?:help\w*|support|patience|quick|fast|service|time)",
            r"(?:so|very|really|incredibly) helpful",
            r"(?:great|excellent|amazing|wonderful|fantastic) (?:service|support|help|team|job)",
            r"you saved (?:my|me|us)",
        ),
        spanish=(
            r"gracias por (?:tu|su|la|vuestra|toda|ayudar\w*|todo)",
            r"(?:tan|muy) buen[oa]? (?:servicio|atencion|trato)",
            r"(?:servicio|atencion|trato) (?:tan|muy) buen[oa]",
            r"(?:muy|super) (?:amable|atent[oa])s?",
            r"(?:gran|excelente|buen|magnific[oa]|estupend[oa]) (?:servicio|atencion|trabajo"
            r"|equipo)",
        ),
        implies="gratitude",
    ),
    Appraisal(
        "success",
        pleasant=True,
        english=(
            r"got (?:the|a|my) (?:job|promotion|offer|scholarship|visa)|got promoted|promotion",
            r"(?:passed|aced) (?:the|my|all)",
            r"got into [^.!?]{0,25}\b(?:school|university|college|team)",
            r"(?:i|we|they|he|she) (?:just )?(?:won|passed|made it|did it|graduated|succeeded)",
            r"(?:got|was|been|were) (?:accepted|hired)",
            r"proud of",
        ),
        spanish=(
            r"(?:me|nos) (?:han )?(?:dado|dieron|ofrecieron|concedieron|ascend\w+) (?:el|la|un|una)"
            r" (?:trabajo|puesto|beca|premio|plaza|ascenso)",
            r"(?:he |hemos )?(?:aprobado|aprobe|ganado|gane|ganamos|conseguido|consegui|logrado)",
            r"orgullos[oa] de",
        ),
        implies="pride",
    ),
    Appraisal(
        "new opportunity",
        pleasant=True,
        english=(r"opportunit(?:y|ies)", r"new (?:job|project|home|house|adventure|chapter)"),
        spanish=(r"oportunidad(?:es)?", r"(?:nuevo|nueva) (?:trabajo|proyecto|casa|etapa|puesto)"),
        implies="hope",
    ),
    Appraisal(
        "kindness or gift",
        pleasant=True,
        english=(
            r"(?:a|the|this|lovely|beautiful) (?:gift|present|surprise party|bouquet)",
            r"(?:so|very|really) (?:kind|sweet|thoughtful|generous) of",
            r"surprised me with",
        ),
        spanish=(r"(?:un|el|este|de) regalo", r"(?:que|muy|tan) (?:detalle|generos[oa])"),
        implies="gratitude",
    ),
    Appraisal(
        "closeness",
        pleasant=True,
        english=(
            r"wedding|engaged|pregnant|newborn|anniversary|reunion",
            r"(?:reunited|back together|together again|spend time with)",
        ),
        spanish=(
            r"boda|embarazada|recien nacid[oa]|aniversario|reencuentro",
            r"juntos (?:otra vez|de nuevo)",
        ),
        implies="love",
    ),
)
