"""What Spanish texts say of self-harm, and what only sounds like it; each from a word's start."""

BODY = r"(?:los brazos|el brazo|las venas|las munecas|la muneca|los muslos|las piernas)"
WANT = (
    r"(?:quiero|quisiera|queria|querria|queriendo|pienso|pienso en|pensado|pensado en|pensando en|"
    r"pense en|pensar en|ganas de|he intentado|intente|gustaria|prefiero|preferiria|deseo|deseando|"
    r"necesito|decidi|decidido|he planeado|planeo)"
)
WILL = rf"(?:{WANT}|voy a|iba a|debo|deberia|a punto de)"
OTHERS_WANT = (
    r"(?:quiere|quieren|va a|iba a|intento|intenta|ha intentado|intentado|piensa en|pensado en|"
    r"habla de|hablado de|amenaza con|amenazado con|ganas de)"
)
LIVE = r"(?:seguir |estar )?(?:vivir|viviendo|viv[oa])"
NOT_WORTH = r"no (?:vale|merece) la pena"

FIGURES = (
    # "me muero de risa", "morirme por verte", "no quiero morir"
    r"(?:morir(?:me|se|te|nos)?|muero|mueres|muere|muerto|muerta) (?:de|del)\b"
    r"(?! una vez| verdad| pastillas)(?: la| el| los| las| tanta| tanto| pura| puro)? ?\w*",
    r"(?:muero|morirme|morir) por\b",
    r"no (?:me )?quiero morir(?:me)?\b",
    r"(?:atentados?|atacantes?|terroristas?|bombas?|escuadron|ataques?|coches?|mision) suicidas?",
    # "me mato a trabajar"
    r"(?:me mato|me mate|me estoy matando|me he matado|matarme) (?:a |de )?(?:trabaj|estudi|reir|"
    r"risa|correr|curr|limpi|hac|por\b)\w*",
    # "me hice dano jugando", "me corte con el cuchillo"
    r"(?:me|se) (?:hice|hago|he hecho|hizo|ha hecho) (?:mucho )?dano (?:(?:en|al|con|sin querer)\b|"
    r"(?:jug|corriendo|entren|esqui|cay)\w*)",
    r"(?:me|se) (?:corte|corto|cortado|he cortado) (?:con\b|en\b|cocin|afeit|sin querer)\w*",
    # "vivir en Madrid", but not "vivir en este mundo"
    r"vivir (?:en|con|aqui|ahi|alli|alla|cerca|lejos|junt[oa]s?|sol[oa]s?|de|del|fuera)\b"
    r"(?! este (?:mundo|dolor|sufrimiento|cuerpo)| esta vida)",
)

SPEECH = (
    r"\w*suicid|autolesi|autolastim",
    rf"{WANT} (?:ya )?(?:morir(?:me)?|desaparecer para siempre|estar muert[oa]|no existir)\b",
    rf"{WILL} (?:\w+ )?(?:matarme|ahorcarme|hacerme dano|lastimarme|herirme|colgarme de)\b",
    rf"{OTHERS_WANT} (?:matarse|ahorcarse|hacerse dano|lastimarse)\b|quiere morir(?:se)?\b",
    r"me (?:quiero|quisiera|gustaria|queria) morir\b",
    r"me (?:quiero|quisiera|voy a|pienso|queria|iba a) (?:matar|ahorcar)\b",
    r"se (?:quiere|va a|queria|intento) (?:matar|ahorcar)\b",
    r"me mato\b",
    r"(?:quitar(?:me|se|te)|me quito|me quite|se quito) la vida\b",
    r"(?:acabar|acabo|acabe|terminar|termino|poner fin|pongo fin) (?:con|a) (?:mi vida|su vida|"
    r"mi sufrimiento|todo (?:esto|ya|de una vez))\b|acabar con todo\b",
    # wishing not to live
    r"(?:no|nunca|tampoco) (?:quiero|quisiera|quiere|deseo|merezco|puedo|aguanto|soporto) (?:ya )?"
    rf"(?:mas )?{LIVE}\b",
    r"(?:sin|no)(?: \w+){0,3} (?:ganas|motivos?|razon|razones|sentido) (?:de|para|a|por) "
    rf"{LIVE}\b",
    r"no (?:tengo|hay|encuentro|veo)(?: \w+){0,3} (?:por que|para que) vivir\b",
    r"(?:ojala|quisiera|desearia)(?: \w+){0,3} (?:muert[oa]|muriera|morirme|no despert\w+|no haber "
    r"nacido|no exist(?:ir|iera|iese))\b",
    r"(?:mejor|preferiria) (?:estar |estaria )?muert[oa]\b",
    r"no (?:volver a |quiero |quisiera )?despertar(?:me)? (?:mas|nunca|jamas)\b",
    r"no quiero despertar\b|dormir(?:me)? y no despertar\b",
    r"dejar de (?:existir|vivir)\b|quiero que todo (?:se )?(?:acabe|termine)\b",
    r"no quiero (?:seguir |estar )?(?:mas )?en este mundo\b|ya no quiero estar aqui\b",
    # feeling worthless, or tired of life
    r"(?:mejor|felices|bien|tranquil[oa]s?)(?: \w+)? sin mi\b",
    rf"{NOT_WORTH} (?:(?:seguir )?(?:vivir|viviendo)|la vida)\b|vida (?:ya )?{NOT_WORTH}\b",
    r"vida (?:ya )?no tiene sentido\b|mi vida (?:ya )?no vale nada\b",
    r"(?:cansad[oa]|hart[oa]) de (?:la vida|vivir|estar viv[oa]|existir)\b",
    # ways
    r"(?:me|se) (?:cort[oae]|he cortado|ha cortado|quiero cortar|voy a cortar) (?:\w+ )?"
    rf"(?:{BODY}|a proposito)\b",
    rf"cort(?:ar|ando)(?:me|se) (?:{BODY}|otra vez|de nuevo|a proposito|cuando|para|[.])",
    r"me (?:hago|hice|he hecho) dano\b",
    r"se (?:hace|hizo|ha hecho) dano (?:a si|cuando|a proposito)\b",
    r"me lastimo a\b",
    r"(?:tome|tomar(?:me)?|tomo|tragar\w*|trague|tomado)(?: de)? (?:todas (?:las|mis)|un (?:bote|"
    r"frasco) de|demasiadas) (?:pastillas|medicinas|pildoras|medicamentos)\b|sobredosis\b",
    r"me corto (?:cuando|a mi mism[oa]|otra vez)\b|(?:abrirme|me abro) las venas\b",
    r"(?:(?:tirar|lanzar|arrojar)(?:me|se)|me (?:quiero|voy a) (?:tirar|lanzar)) (?:por|de|desde|"
    r"del|al|a) (?:\w+ ){0,2}(?:ventana|balcon|puente|tren|metro|azotea|vias|vacio)\b",
    r"saltar (?:de|del|desde|por) (?:\w+ )?(?:puente|balcon|ventana|azotea|tejado)\b",
    r"(?:pegarme|pegarse|me pego) un tiro\b",
)
