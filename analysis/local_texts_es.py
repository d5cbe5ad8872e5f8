"""The local report's sentences in Spanish."""

from analysis.labels import Reason
from analysis.local_texts import LocalTexts, Tone

SPANISH = LocalTexts(
    names={
        "angry": "enfado",
        "disgusted": "desagrado",
        "fearful": "temor",
        "happy": "alegría",
        "neutral": "una expresión neutra",
        "sad": "tristeza",
        "surprised": "sorpresa",
    },
    steady=(
        "De principio a fin, tu rostro mostró {name}.",
        "Durante toda la sesión se vio lo mismo en tu rostro: {name}.",
    ),
    mostly=(
        "Durante la mayor parte de la sesión, tu rostro mostró {name}"
        " (el {share} % de las lecturas claras).",
        "Lo que más se vio en tu rostro fue {name}:"
        " apareció en el {share} % de las lecturas claras.",
    ),
    also=(
        "En otro {share} % apareció {name}.",
        "También se vio {name} ({share} %).",
    ),
    mixed=(
        "Tu rostro fue pasando sobre todo por {first} ({first_share} %)"
        " y {second} ({second_share} %).",
        "En tu rostro se alternaron, sobre todo, {first} ({first_share} %)"
        " y {second} ({second_share} %).",
    ),
    changed_once=("El gesto cambió una sola vez.",),
    changed=(
        "El gesto cambió {count} veces, algo de lo más natural al hablar.",
        "En total, el gesto cambió {count} veces.",
    ),
    lighter=(
        "Hacia el final se te vio un gesto más distendido que al principio.",
        "Al final, tu gesto era más distendido que al empezar.",
    ),
    more_serious=(
        "Hacia el final se te vio un gesto más serio que al principio.",
        "Al final, tu gesto era más serio que al empezar.",
    ),
    caution=(
        "Un gesto no siempre cuenta lo que se siente por dentro, así que tómalo como una pista:"
        " solo tú sabes a qué podría deberse.",
        "Son solo pistas: lo que se ve en un rostro podría no coincidir con lo que sientes,"
        " y eso solo lo sabes tú.",
    ),
    whole_caution=(
        "Ni un rostro, ni una voz, ni unas palabras cuentan siempre lo que se siente por dentro:"
        " toma todo esto como pistas, que solo tú sabes a qué podrían deberse.",
        "Son solo pistas: lo que se ve y se oye podría no coincidir con lo que sientes,"
        " y eso solo lo sabes tú.",
    ),
    support={
        Tone.BRIGHT: (
            "Guarda esos instantes de alegría: son tuyos y puedes volver a ellos cuando los"
            " necesites. Ojalá hoy encuentres unos cuantos más.",
            "Da gusto ver momentos así. Date permiso para disfrutarlos y, si te apetece,"
            " compártelos con alguien que se alegre contigo.",
        ),
        Tone.LOW: (
            "Si hoy está siendo un día difícil, trátate con cariño: no tienes que resolverlo todo"
            " de golpe, y pararte a hablar ya es cuidar de ti.",
            "Lo que sientas tiene su sitio, sea lo que sea. Ve a tu ritmo y busca hoy algo pequeño"
            " que te haga bien: un paseo, una canción, una llamada.",
        ),
        Tone.TENSE: (
            "Si hay algo que te pesa, respira hondo y date tiempo: ponerle palabras ya es una"
            " forma de empezar a soltarlo.",
            "Hablar de lo que nos remueve no siempre es fácil. Que te hayas tomado este rato dice"
            " mucho de tu fuerza; ahora regálate un momento de calma.",
        ),
        Tone.CALM: (
            "No hace falta que se note mucho por fuera para que lo que cuentas importe. Quédate"
            " con que hoy te has dedicado un rato, y eso vale mucho.",
            "Pararse a hablar con calma también es cuidarse. Ojalá el resto del día te traiga"
            " algo que te haga sonreír.",
        ),
        Tone.MIXED: (
            "Que en tan poco tiempo quepan gestos tan distintos es muy humano: no hay una manera"
            " correcta de sentirse. Quédate con lo que te haga bien y date tiempo para lo demás.",
            "Dentro caben muchas cosas a la vez, y todas tienen su sitio. Trátate con cariño:"
            " pararte a hablar ya es un buen paso.",
        ),
    },
    trusted_people=(
        "Si la tristeza te acompaña a menudo, no tienes por qué llevarla a solas: cuéntaselo a"
        " alguien de confianza o busca ayuda profesional."
    ),
    unclear=(
        "Tu rostro se vio bien, pero en más de la mitad de las lecturas la expresión no era lo"
        " bastante clara como para ponerle nombre, y es mejor no forzarlo."
    ),
    unseen=(
        "Esta vez tu rostro se vio bien en menos de la mitad de la sesión, así que no hay lecturas"
        " suficientes para decirte nada con honestidad, y es mejor no inventarlo."
    ),
    few=(
        "Esta vez apenas hubo lecturas claras de tu rostro, y con tan pocas es mejor no sacar"
        " conclusiones."
    ),
    face_unclear=(
        "Esta vez tu rostro no dio lecturas suficientes, así que esto habla solo de lo demás."
    ),
    tips={
        Reason.TOO_DARK: "Para la próxima, prueba con más luz de frente.",
        Reason.TOO_BRIGHT: (
            "Para la próxima, prueba con una luz más suave y sin una ventana a tu espalda."
        ),
        Reason.TOO_SMALL: "Para la próxima, acércate un poco a la cámara.",
        Reason.BLURRED: "Para la próxima, prueba con la cámara quieta y bien enfocada.",
        Reason.TURNED_AWAY: "Para la próxima, procura mirar hacia la cámara.",
        Reason.CUT_OFF: "Para la próxima, procura que se te vea la cara entera.",
        Reason.NO_VIDEO: (
            "Para la próxima, comprueba que la cámara siga encendida: dejaron de llegar imágenes."
        ),
    },
    general_tip="Para la próxima, prueba con la cara centrada y luz de frente.",
    thanks=(
        "Aun así, gracias por dedicarte este rato: pararte a hablar de lo que te importa ya es"
        " cuidar de ti.",
        "De todos modos, el rato que te has dedicado vale mucho, se viera o no en la cámara.",
    ),
    local_note=(
        "Este texto se ha generado de forma local, solo contando las expresiones de tu rostro:"
        " no ha leído ni interpretado lo que contaste."
    ),
    whole_note=(
        "Este texto se ha generado de forma local, solo contando lecturas automáticas de lo que se"
        " vio y se oyó: no ha entendido ni interpretado lo que contaste."
    ),
)
