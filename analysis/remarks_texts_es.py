"""The remarks' sentences in Spanish."""

from analysis.remarks_texts import RemarkTexts
from analysis.tracker_readings import Source

SPANISH = RemarkTexts(
    voices={
        "happy": "alegría",
        "sad": "tristeza",
        "angry": "enfado",
        "anxious": "nerviosismo",
        "neutral": "un tono neutro",
    },
    words={
        "joy": "alegría",
        "love": "cariño",
        "surprise": "sorpresa",
        "sadness": "tristeza",
        "anger": "enfado",
        "fear": "temor",
    },
    sources={
        Source.FACE: "tu rostro",
        Source.VOICE: "tu voz",
        Source.GEMINI_LIVE: "la segunda opinión sobre tu voz",
        Source.WORDS: "tus palabras",
    },
    last_and=" y ",
    voice_steady=(
        "En tu voz se oyó lo mismo de principio a fin: {name}.",
        "Tu voz sonó igual en todas las lecturas claras: {name}.",
    ),
    voice_mostly=(
        "En tu voz se oyó sobre todo {name} (el {share} % de sus lecturas claras).",
        "Lo que más se oyó en tu voz fue {name}: el {share} % de sus lecturas claras.",
    ),
    voice_mixed=(
        "En tu voz se alternaron sobre todo {first} ({first_share} %)"
        " y {second} ({second_share} %).",
        "Tu voz fue pasando sobre todo por {first} ({first_share} %)"
        " y {second} ({second_share} %).",
    ),
    words_mostly=(
        "En tus palabras se reconoció sobre todo {name} ({count} de {total} frases).",
        "La emoción que más se reconoció en lo que dijiste fue {name}, en {count} de {total}"
        " frases.",
    ),
    words_mixed=("En tus palabras se reconocieron sobre todo {first} y {second}.",),
    words_plain=("En la mayoría de tus frases no se reconoció ninguna emoción clara.",),
    agree=(
        "Cuando se pudieron comparar, {sources} mostraron algo parecido la mayor"
        " parte del tiempo (el {share} %).",
    ),
    partly=(
        "Cuando se pudieron comparar, {sources} mostraron algo parecido el {share} % del tiempo;"
        " el resto, cosas distintas.",
    ),
    differ=(
        "Cuando se pudieron comparar, {sources} mostraron cosas distintas la mayor parte del"
        " tiempo, y algo parecido solo el {share} %: es frecuente, y no dice cuál acierta.",
    ),
    earlier_one="Como pediste que se recordara, hay una conversación anterior.",
    earlier=(
        "Como pediste que se recordara, hay {count} conversaciones anteriores.",
        "Esta conversación se suma a otras {count} que pediste recordar.",
    ),
    directions={
        "improving": "Hasta hoy, el tono de tus palabras parecía ir a mejor.",
        "stable": "Hasta hoy, el tono de tus palabras se mantenía parecido.",
        "worsening": "Hasta hoy, el tono de tus palabras parecía ir a peor.",
    },
    brighter=("Lo que dijiste hoy sonó más animado que de costumbre.",),
    more_serious=("Lo que dijiste hoy sonó más serio que de costumbre.",),
    as_usual=("Lo que dijiste hoy sonó parecido a lo de otras veces.",),
    growing=(
        "Comparando las primeras con las últimas, tus emociones parecen moverse con más soltura."
    ),
    self_harm=(
        "Entre lo que dijiste hay palabras que suenan a que podrías hacerte daño. Si es así, no te"
        " quedes a solas con ello: habla ahora mismo con alguien de confianza o con un profesional"
        " de la salud y, si hay peligro inmediato, llama a los servicios de emergencia."
    ),
)
