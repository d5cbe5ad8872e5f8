"""The texts that are sent: written for this, so that no data set has them.

Each has 40 to 120 characters, as a message of a chat has.
"""

from itertools import chain

from text.categories import Language

ENGLISH = (
    "I finally got the job, and I still cannot stop smiling about it!",
    "The train leaves at nine from the second platform, as it does every day.",
    "Why does nobody answer my calls? I have been waiting for three days now.",
    "My grandmother passed away last night and the house feels so empty without her.",
    "You remembered my birthday after all these years, I did not expect that at all.",
    "I love the way you laugh when you think that nobody is listening to you.",
    "They charged me twice again, and the person on the phone just hung up on me.",
    "I am scared that the results will be bad, I have hardly slept this week.",
    "Please send the invoice to the address below before the end of the month.",
    "It was not a bad evening, but I would rather have stayed at home with a book.",
    "What a beautiful morning, the whole valley was covered with snow when we woke up.",
    "I miss my old team more than I thought I would when I moved to this city.",
    "Wait, they are getting married in May? I had no idea they were even together!",
    "The soup was cold, the waiter was rude and we paid a fortune for it. Never again.",
    "I keep checking the door at night, because I think I heard someone outside.",
    "The report has four parts, and the second one lists the sources that were used.",
)

SPANISH = (
    "¡Por fin aprobé el examen y no puedo dejar de sonreír desde esta mañana!",
    "El autobús sale a las nueve de la segunda parada, como todos los días.",
    "¿Por qué nadie contesta a mis llamadas? Llevo tres días esperando una respuesta.",
    "Anoche murió mi abuela y la casa se siente muy vacía sin ella.",
    "Te acordaste de mi cumpleaños después de tantos años, no me lo esperaba para nada.",
    "Me encanta cómo te ríes cuando crees que nadie te está escuchando.",
    "Me cobraron dos veces otra vez, y la persona que me atendió me colgó el teléfono.",
    "Tengo miedo de que los resultados salgan mal, casi no he dormido esta semana.",
    "Por favor, envíe la factura a la dirección de abajo antes de fin de mes.",
    "No fue una mala noche, pero habría preferido quedarme en casa con un libro.",
    "Qué mañana tan bonita, todo el valle estaba cubierto de nieve cuando despertamos.",
    "Echo de menos a mi antiguo equipo más de lo que pensaba cuando vine a esta ciudad.",
    "Espera, ¿se casan en mayo? ¡No tenía ni idea de que estuvieran juntos!",
    "La sopa estaba fría, el camarero fue grosero y pagamos una fortuna. Nunca más.",
    "Miro la puerta una y otra vez por la noche, porque creo que oí a alguien afuera.",
    "El informe tiene cuatro partes, y la segunda enumera las fuentes que se usaron.",
)

SENTENCES: dict[Language, tuple[str, ...]] = {"en": ENGLISH, "es": SPANISH}


def mixed() -> list[tuple[Language, str]]:
    """Return all texts with their languages, English and Spanish in turn."""
    pairs = zip(ENGLISH, SPANISH, strict=True)
    return list(chain.from_iterable((("en", one), ("es", other)) for one, other in pairs))
