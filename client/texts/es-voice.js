/** Spanish, of the microphone, the voices, captions, scenarios and memory. */

export const esVoice = Object.freeze({
  "microphone.level": "Nivel del micrófono",
  "microphone.none": "Sin micrófono: la voz no se analiza.",
  "microphone.unknown": "El navegador todavía no deja medir el micrófono.",
  "microphone.waiting": "Di algo: la barra debe moverse.",
  "microphone.sound": "El micrófono te oye.",
  "microphone.quiet": "No se oye a nadie. ¿Hablas? Acércate o elige otro micrófono.",
  "microphone.off": "No llega sonido: quítale el silencio o elige otro micrófono.",

  "scenario.legend": "Qué hacer con lo que se lee",
  "scenario.none": "Nada",
  "scenario.support": "Apoyo",
  "scenario.education": "Aprender",
  "scenario.wellness": "Bienestar",
  "scenario_hint.none": "Solo se muestran las lecturas.",
  "scenario_hint.support":
    "Si lo que se lee va mal durante un rato, el servidor puede avisar a una persona del servicio.",
  "scenario_hint.education":
    "Propone seguir, explicarlo de otro modo o hacer un ejercicio. Solo para quien estudia por su cuenta: en centros de enseñanza no se permite (Reglamento de IA de la UE, art. 5.1.f).",
  "scenario_hint.wellness":
    "Comenta cómo evoluciona lo que se lee y, si hace falta, sugiere hablar con un profesional. No es consejo médico.",
  "scenario_hint.other": "Lo ofrece este servidor.",

  "memory.switch": "Recordar mis sesiones en este dispositivo",
  "memory.hint":
    "El navegador guarda un nombre al azar, y el servidor, con ese nombre, un resumen de cada sesión y lo que se leyó en tus palabras; ni imágenes ni sonido. Así el análisis puede hablar de tu trayectoria.",
  "memory.words":
    "Este servidor guarda además, palabra por palabra, lo que os decís tú y el asistente.",
  "memory.forget": "Olvidarme",
  "memory.forgotten": "Hecho: para esta clave ya no queda nada con ese nombre.",
  "memory.another_key":
    "Para esta clave no hay nada con ese nombre, pero tus sesiones se recordaron con otra. Si aún la tienes, escríbela y pulsa otra vez; si no, lo que quede se borra solo al caducar.",
  "memory.failed": "No se ha podido borrar. Inténtalo otra vez.",
  "memory.key_missing": "Para borrarlo, el servidor pide su clave. Escríbela y pulsa otra vez.",
  "memory.key_refused": "El servidor ha rechazado esa clave. Compruébala y pulsa otra vez.",
  "memory.key_needed":
    "Este servidor solo recuerda a quien tiene su clave. Escribe la que muestra al arrancar o la que te dé quien lo administra; sin ella no se recuerda nada.",
  "memory.not_remembered":
    "El servidor no ha recordado la sesión: solo lo hace con una clave suya, y esta no lo es. Compruébala.",

  "assistant.choice": "Una voz que contesta",
  "assistant.switch": "Quiero que me conteste una voz y presto la mía a Google",
  "assistant.who":
    "Mientras dura la sesión, Google ({name}) recibe el sonido de tu micrófono y el tema que hayas escrito: lo transcribe, te contesta y opina sobre cómo suenas, según sus propias condiciones. Este servidor lee además la emoción de tus palabras. Tu vídeo no va a Google. Puedes parar en cualquier momento.",
  "assistant.needs_microphone": "Para esto hace falta un micrófono: elígelo arriba.",
  "assistant.push_to_talk":
    "Pulsar para hablar: mi voz solo va a Google mientras mantengo pulsado un botón",
  "assistant.title": "Asistente",
  "assistant.leaving": "Tu voz va ahora a Google ({name})",
  "assistant.staying": "Ahora no va nada a Google",
  "assistant_badge.leaving": "Voz → Google",
  "assistant_state.connecting": "Conectando con Google…",
  "assistant_state.listening": "Escucha",
  "assistant_state.speaking": "Habla: puedes interrumpir hablando",
  "assistant_state.speaking_pushed": "Habla: puedes interrumpir pulsando",
  "assistant_state.interrupted": "Calla y te escucha",
  "assistant_state.unavailable": "No disponible",
  "assistant_state.other": "Activo",
  "assistant.failed":
    "La voz de Google no puede contestar ahora. La sesión sigue en este servidor y tu voz ya no sale de él.",
  "assistant.reason": "Motivo: {reason}.",
  "assistant.mute": "Silenciar su voz",
  "assistant.unmute": "Oír su voz",

  "talk.hold": "Mantén pulsado para hablar",
  "talk.active": "Te escucha: suelta al acabar",
  "talk.hint":
    "O mantén pulsada la barra espaciadora. Intro lo deja abierto hasta que lo pulses otra vez.",

  "captions.title": "Subtítulos",
  "captions.empty": "Aquí aparecerá lo que se diga.",
  "captions.user": "Tú",
  "captions.assistant": "Asistente",

  "voice.title": "La voz",
  "voice.waiting": "Escuchando…",
  "voice.happy": "Alegre",
  "voice.sad": "Triste",
  "voice.angry": "Enfadada",
  "voice.anxious": "Ansiosa",
  "voice.neutral": "Neutral",
  "voice.uncertain": "Poco clara",
  "voice.local": "Leída en este servidor",
  "voice.opinion": "Opinión de Gemini",
  "voice.no_opinion": "Todavía ninguna",
  "voice.agree": "En el último turno coinciden: {local}.",
  "voice.disagree":
    "En el último turno no coinciden: aquí, {local}; Gemini, {opinion}. Ninguna de las dos es más cierta.",

  "care.title": "Cómo va",
  "care.trend": "Tendencia: {name}",
  "care.escalate":
    "Parece un rato difícil. Si te apetece, para un momento o habla con alguien de confianza. Es solo lo que se lee desde fuera, y puede estar equivocado.",
  "care.advice": "Sugerencias",

  "energy.high": "energía alta",
  "energy.medium": "energía media",
  "energy.low": "energía baja",

  "fusion.title": "Rostro, voz y palabras",
  "fusion.hint":
    "Con «=» coinciden; con «≠» y rayado, no. Vacío: nada que leer o que comparar. Ninguna lectura vale más que otra.",
  "fusion.share": "Coinciden en el {share} del tiempo en que se pueden comparar.",
  "fusion.no_share": "Nunca hubo dos lecturas que comparar.",
  "fusion.description":
    "Lo que se leyó de {sources} en el tiempo. Veces que coinciden: {agree}; que no: {disagree}.",
  "fusion.table": "Ver como tabla",
  "fusion.time": "Tiempo",
  "fusion_source.face": "Rostro",
  "fusion_source.voice": "Voz",
  "fusion_source.opinion": "Gemini",
  "fusion_source.words": "Palabras",
  "fusion_source.agreement": "Acuerdo",

  "agreement.agree": "Coinciden",
  "agreement.disagree": "No coinciden",
  "agreement.single": "Nada con que comparar",
  "agreement.none": "Nada leído",
});
