"""What Spanish texts say of self-harm, and what only sounds like it; each from a word's start."""

BODY = r"(?:los brazos|el brazo|las venas|las munecas|la muneca|los muslos|las piernas)"
PILLS = r"(?:pastillas|medicinas|pildoras|medicamentos)"
WANT = (
    r"(?:quiero|quisiera|queria|querria|queriendo|pienso|pienso en|pensado|pensado en|pensando en|"
    r"pense en|pensar en|ganas de|he intentado|intente|gustaria|prefiero|preferiria|deseo|deseando|"
    r"necesito|decidi|decidido|he planeado|planeo)"
)
WILL = rf"(?:{WANT}|voy a|iba a|debo|deberia|a punto de)"
I_WILL = (
    r"me (?:quiero|quisiera|queria|gustaria|quise|he querido|voy a|iba a|pienso|intente|"
    r"he intentado|intentado|trate de|volvi a|he vuelto a|vuelvo a)"
)
OTHERS_WANT = (
    r"(?:quiere|quieren|va a|iba a|intento|intenta|ha intentado|intentado|piensa en|pensado en|"
    r"habla de|hablado de|amenaza con|amenazado con|ganas de)"
)
LIVE = r"(?:seguir |estar )?(?:vivir|viviendo|viv[oa]|existir|existiendo)"
NOT_WORTH = r"no (?:vale|merece) la pena"
IF_I_DIE = r"si (?:yo )?me (?:muero|muriera|muriese|mato|matara|matase)\b"
END = r"(?= \.| ?$)"
ONWARD = (
    r"(?= \.| ?$| (?:y|e|que|porque|pero|lo|la|el|los|las|yo|me|ya|no|si|a|de|en|es|eso|esto|asi|"
    r"aqui|estoy|nunca|hoy|esta|seguro)\b)"
)
"""A sentence's end, or a word with which a new clause begins."""

TREAT = (
    r"(?:chocolate|azucar|cafe|te|dulces|galletas|queso|pizza|helado|series|netflix|tele|musica|"
    r"futbol|anime|memes|noticias|informacion|navidad|ternura|nostalgia|vitaminas?|trabajo|"
    r"internet|wifi|movil|mi movil)"
)
AGONY = (
    r"(?! (?:(?:este|esta|esto|tanto|tanta|el|la|mi) )?(?:mundo|dolor|sufrimiento|cuerpo|vida|"
    r"angustia|pena|infierno|miedo|depresion|ansiedad|culpa|vacio|tristeza|manera|forma|modo)\b)"
)
BUT_ELSEWHERE = r"(?! (?:antes|aqui|alli|ric[oa]|en (?!este mundo)))"

FIGURES = (
    # "me muero de risa", "morirme por verte", "no quiero morir"
    r"(?:morir(?:me|se|te|nos)?|muero|mueres|muere|muerto|muerta|muriera) (?:de|del)\b"
    r"(?! una vez| verdad| pastillas)(?: la| el| los| las| tanta| tanto| pura| puro)? ?\w*",
    r"(?:muero|morirme|morir) por\b",
    r"no (?:me )?quiero morir(?:me)?\b",
    r"(?:formas|maneras) (?:tontas|estupidas|absurdas|ridiculas) de morir\b",
    r"(?:atentados?|atacantes?|terroristas?|bombas?|escuadron|ataques?|coches?|mision) suicidas?",
    r"(?:es|seria) un suicidio\b(?! (?:asistido|rapido|sin))",
    r"suicidio (?:politico|profesional|comercial|economico|social|deportivo)\b",
    r"suicid\w+ (?:politica|profesional|comercial|economica|social)mente\b",
    # "me mato a trabajar", "casi me mato con la bici"
    r"(?:me mato|me mate|me estoy matando|me he matado|matarme) (?:a |de (?:la )?)?(?:trabaj|"
    r"estudi|reir|risa|correr|curr|limpi|hac|por\b)\w*",
    r"(?:casi|por poco) me (?:mato|mate) (?:al|en|contra|por|bajando|subiendo|cayendo|"
    r"con (?:el|la|los|las|mi|un|una) (?!(?:pastilla|pildora|medic|cuchill|pistola|cuerda|soga|"
    r"veneno|navaja))\w+)\b",
    r"pegar(?:me|se)? un tiro en el pie\b",
    # "me hice dano jugando", "me corte con el cuchillo", "me corto al hablar"
    r"(?:me|se) (?:hice|hago|he hecho|hizo|ha hecho) (?:mucho )?dano (?:(?:en|al|con|sin querer)\b|"
    r"(?:jug|corriendo|entren|esqui|cay)\w*)",
    r"(?:me|se) (?:corte|corto|cortado|he cortado) (?:con\b|en\b|cocin|afeit|sin querer)\w*",
    r"me corto (?:mucho |un poco )?(?:cuando|al|para|a la hora de) (?:\w+ ){0,3}(?:habl|cant|bail|"
    r"ped|pid|pregunt|lig|gente|public|"
    r"verguenza)\w*",
    # "vivir en Madrid", but not "vivir en este mundo"; "no puedo vivir sin ti"
    r"viv(?:ir|iendo) (?:en|con|aqui|ahi|alli|alla|(?:tan |mas |muy )?(?:cerca|lejos)|junt[oa]s?|"
    r"sol[oa]s?|de|del|fuera)\b" + AGONY,
    r"(?:puedo|podria|puede|sabria|se) (?:vivir|existir) sin\b",
    rf"vivir sin {TREAT}\b",
    rf"sobredosis de {TREAT}\b",
    # "tomo todas las pastillas que me receta"
    rf"tom\w+ todas (?:las|mis|tus|sus) {PILLS} (?:con (?:agua|comida|leche)|que (?:me|te|le) "
    r"(?:ha |han )?(?:rec|mand|d[aio]|puso)\w*|recetad\w+|del (?:dia|tratamiento)|segun|cada|"
    r"a (?:la|su) hora|hasta|como)\b",
    r"(?:medic[oa]|doctora?|psiquiatra|enfermer[oa]|farmaceutic[oa]) (?:\w+ ){1,3}que (?:me |te )?"
    r"tomes? tod[oa]s\b",
)

SPEECH = (
    r"\w*suicid|autolesi|autolastim",
    rf"{WANT} (?:ya )?(?:morir(?:me)?|desaparecer para siempre|estar muert[oa]|no existir)\b",
    rf"{WANT} (?:irme|marcharme|desaparecer) de (?:este mundo|esta vida)\b",
    rf"{WILL} (?:\w+ )?(?:matarme|ahorcarme|hacerme dano|lastimarme|herirme|colgarme de)\b",
    rf"{WILL} desvivir(?:me|se)\b(?! por)",
    r"(?:cabeza|mente|idea de|pensamientos? de|impulso de|tentacion de|como|planes? de|plan para|"
    r"en) (?:\w+ )?(?:matar|ahorcar|colgar|herir)(?:me|se)\b",
    r"(?:forma|manera|modo|metodo|opcion)s? (?:\w+ ){0,3}(?:de|para) (?:morir(?:me|se)?|"
    r"matar(?:me|se))\b",
    r"(?:morir|matar)(?:me|se)? (?:sin (?:dolor|sufrir)|rapido)\b",
    rf"cuant[oa]s? (?:\w+ ){{0,2}}{PILLS} (?:\w+ ){{0,5}}(?:morir(?:me|se)?|matar(?:me|se)?|"
    r"sobredosis)\b",
    rf"{OTHERS_WANT} (?:matarse|ahorcarse|hacerse dano|lastimarse)\b|quiere morir(?:se)?\b",
    r"me (?:quiero|quisiera|gustaria|queria) (?:morir|lastimar)\b",
    rf"{I_WILL} (?:matar|ahorcar|desvivir|ir de (?:este mundo|esta vida))\b",
    rf"{I_WILL} colgar\b(?! (?:el|la|los|las|un|una|mi|este|esta|con)\b)",
    rf"(?:{I_WILL} pegar|(?:quiere|va a) pegarse|pegarme|pegarse|me pego) un tiro\b",
    r"se (?:quiere|va a|iba a|queria|intento|ha intentado) (?:matar|ahorcar)\b",
    r"se ahorc[oa]|me ahorco\b",
    r"me mato\b|mejor (?:que )?me (?:muero|muera|mato)\b",
    r"quitar(?:me|se|te)? la vida\b|(?:me quito|me quite|se quito|se quite|he quitado|"
    r"ha quitado) la vida\b",
    r"(?:acabar|acabo|acabe|terminar|termino|poner fin|pongo fin) (?:con|a) (?:mi vida|su vida|"
    r"mi sufrimiento|todo (?:esto|ya|de una vez))\b",
    r"acabar con todo\b(?! (?:el|lo|este|ese|aquel|mi|tu|su|tipo)\b)",
    # wishing not to live
    r"(?:no|nunca|tampoco) (?:quiero|quisiera|quiere|deseo|merezco|puedo|aguanto|soporto) (?:ya )?"
    rf"(?:mas )?{LIVE}\b",
    r"(?:sin|no)(?: \w+){0,3} (?:ganas|motivos?|razon|razones|sentido)(?: de| para| a| por)? "
    rf"{LIVE}\b",
    r"no (?:tengo|hay|encuentro|veo)(?: \w+){0,3} (?:por que|para que) vivir\b",
    r"(?:ojala|quisiera|desearia)(?: \w+){0,3} (?:muert[oa]|muriera|morirme|no despi?ert\w+|"
    r"no exist(?:ir|iera|iese))\b",
    r"(?:ojala|quisiera|desearia)(?: \w+){0,3} (?:no|nunca) hubi(?:era|ese) (?:nacido|existido)\b"
    rf"{BUT_ELSEWHERE}",
    r"(?:ojala|espero que|deseo que)(?: \w+){0,6}(?<! no) me (?:muera|muriera|mate|matara)\b",
    rf"no haber nacido\b{BUT_ELSEWHERE}",
    r"(?:mejor|preferiria) (?:estar |estaria )?muert[oa]\b",
    r"no (?:volver a |quiero |quisiera )?despertar(?:me)? (?:mas|nunca|jamas)\b",
    r"no quiero despertar\b(?! al?\b)|dormir(?:me)? y no despertar\b",
    r"dejar de (?:existir|vivir)\b",
    r"quiero que todo(?: esto)? (?:se )?(?:acabe|termine)"
    rf"(?:(?: (?:ya|de una vez|para siempre|por fin)){{0,2}}{ONWARD}| pronto{END})",
    r"no quiero (?:seguir |estar )?(?:mas )?en este mundo\b|ya no quiero estar aqui\b",
    # feeling worthless, or tired of life
    rf"(?:mejor|felices|bien|tranquil[oa]s?)(?: \w+)? sin mi\b{ONWARD}",
    r"(?:mejor|felices|feliz|bien|facil|tranquil[oa]s?)(?: \w+)? si (?:yo )?(?:(?:ya )?no "
    rf"(?:existiera|hubiera nacido|estuviera(?: aqui| viv[oa]|{END}))|"
    r"desapareciera|estuviera muert[oa])",
    r"sin mi (?:tod[oa]s |todo el mundo |mi familia )?(?:esta|seri|vivi)\w+ (?:\w+ )?(?:mejor|"
    r"felices|tranquil[oa]s)\b",
    IF_I_DIE,
    r"soy (?:un estorbo|una carga) para (?:tod[oa]s|todo el mundo|mi familia|mis (?:padres|hijos)|"
    r"los demas|ellos)\b",
    rf"vivir (?:ya )?(?:{NOT_WORTH}|no tiene sentido)\b",
    rf"{NOT_WORTH} (?:(?:seguir )?(?:vivir|viviendo)|la vida)\b|vida (?:ya )?{NOT_WORTH}\b",
    r"vida (?:ya )?no tiene sentido\b|mi vida (?:ya )?no vale nada\b",
    r"(?:cansad[oa]|hart[oa]) de (?:la vida|vivir|estar viv[oa]|existir)\b",
    # ways
    r"(?:me|se) (?:cort[oae]|he cortado|ha cortado|quiero cortar|voy a cortar) (?:\w+ )?"
    rf"(?:{BODY}|a proposito)\b",
    rf"{I_WILL} cortar (?:{BODY}|anoche|ayer|hoy|otra vez)\b",
    rf"cort(?:ar|ando)(?:me|se)(?: {BODY}| otra vez| de nuevo| a proposito| cuando| para|{END})",
    r"me (?:he cortado|corte|corto) (?:otra vez|de nuevo)\b"
    r"(?! (?:el|la|un|una|afeit\w+|cocin\w+|con (?:el|un|la|una) (?:papel|folio|vaso|lata))\b)",
    r"me corto (?:cuando|para|porque|a mi mism[oa])\b",
    r"cuando me corto\b(?! (?:el|la|las|los|un|una|al|con|en)\b)",
    r"(?:me (?:hago|hice|he hecho|hacia)|hacerme|haciendome|se (?:hace|hizo|ha hecho)) cortes\b"
    r"(?! de)",
    r"me (?:hago|hice|he hecho) dano\b",
    r"se (?:hace|hizo|ha hecho) dano (?:a si|cuando|a proposito)\b",
    r"me lastimo a\b|(?:abrirme|me abro) las venas\b",
    r"(?:me quemo|me quemaba|quemarme) (?:con (?:el |un )?(?:mechero|encendedor|cigarr\w+)|"
    rf"a proposito|{BODY})",
    r"(?:tome|tomar(?:me)?|tomo|tragar\w*|trague|tomado)(?: de)? (?:todas (?:las|mis)|un (?:bote|"
    rf"frasco) de|demasiadas) {PILLS}\b|sobredosis\b",
    rf"(?:{PILLS}|cuerda|soga) (?:ya )?(?:preparad|list|guardad)[oa]s? para (?:esta noche|hoy|"
    r"hacerlo|morir\w*|matarme|irme)\b",
    r"(?:(?:tirar|lanzar|arrojar)(?:me|se)|me (?:quiero|voy a) (?:tirar|lanzar)) (?:por|de|desde|"
    r"del|al|a) (?:\w+ ){0,2}(?:ventana|balcon|puente|tren|metro|azotea|vias|vacio)\b",
    r"saltar (?:de|del|desde|por) (?:\w+ )?(?:puente|balcon|ventana|azotea|tejado)\b",
)
