"""Spanish texts written for this project: without emotion, and with a negated one."""

from collections.abc import Iterator
from itertools import product

from text.categories import Category

_SENTENCES = (
    "Hola.", "Buenas.", "Buenos días.", "Buenas tardes.", "Buenas noches.", "Vale.", "Ok.",
    "De acuerdo.", "Entendido.", "Sí.", "No.", "Claro.", "Ya.", "Perfecto, lo apunto.",
    "Un momento, por favor.", "Espere un momento.", "¿Me puede dar su número de pedido?",
    "Mi número de pedido es 48213.", "El código postal es 28013.", "Son 25 euros con IVA.",
    "Quería preguntar por el horario.", "Necesito cambiar la dirección de envío.",
    "¿A qué hora abren mañana?", "¿Dónde está la estación?", "¿Cuánto cuesta el envío?",
    "¿Qué talla usas?", "¿Tienes el archivo?", "Te mando el enlace ahora.",
    "Adjunto el documento.", "La tienda cierra a las nueve.", "El tren sale del andén cuatro.",
    "He cambiado la contraseña.", "La actualización tarda diez minutos.",
    "El paquete llega el jueves.", "Hoy hay clase de matemáticas.", "Mi hermano vive en Sevilla.",
    "El agua hierve a cien grados.", "Madrid es la capital de España.",
    "Hace 20 grados y está nublado.", "Estoy en la oficina.", "Voy en el autobús.",
    "Estoy haciendo la compra.", "Ahora ceno y luego te escribo.", "Trabajo de lunes a viernes.",
    "Tengo cita con el dentista el martes.", "Pon la mesa.", "Cierra la puerta al salir.",
    "Firma en la última página.", "El informe tiene doce páginas.", "Usamos la versión 3.2.",
    "Puedes pagar con tarjeta o en efectivo.", "El partido empieza a las ocho.",
    "La película dura dos horas.", "El coche es gris.", "Tiene cuatro puertas y cinco plazas.",
    "Pásame la sal.", "Son las tres y media.", "Nací en 1990.", "Vivo en un segundo piso.",
    "Me llamo Carlos y soy de Lima.", "Me desperté a las siete.", "Leí el correo esta mañana.",
    "Como quieras.",
    "Lo que tú digas.",
    "Puede ser.",
    "Supongo que sí.",
    "Creo que no.",
    "Depende.",
    "Ya veremos.",
    "Luego te digo.",
    "Todavía no.",
    "No lo sé.",
    "A ver.",
    "No sabría decirte.",
    "Cualquiera de los dos.",
    "Como siempre.",
    "Más o menos.",
    "Compré pan y leche.", "Subo el vídeo a las seis.", "Minuto 2:35", "Alguien sabe el título?",
    "Cómo se llama la canción?", "El enlace está en la descripción.", "Parte 2 mañana.",
)  # fmt: skip

_WHAT = (
    "La reunión", "La clase", "La llamada", "La entrega", "La consulta", "La cita", "El curso",
    "El vuelo", "El examen", "La entrevista", "La visita", "El taller",
)  # fmt: skip
_DOES = ("es", "empieza", "será", "queda", "se pasa")
_WHEN = (
    "a las 3", "el lunes", "mañana por la mañana", "el 14 de mayo", "a las cinco de la tarde",
    "la semana que viene", "el viernes a las diez",
)  # fmt: skip

_ASKS = ("¿Puedes", "¿Podrías", "Por favor,", "Hay que", "Tengo que", "Voy a")
_DOING = (
    "enviar el informe", "revisar la factura", "llamar al proveedor", "reservar una mesa",
    "actualizar la lista", "imprimir el documento", "comprar leche", "recoger el paquete",
    "cambiar la fecha", "descargar la aplicación", "lavar el coche", "preparar la presentación",
)  # fmt: skip


def neutral_texts() -> list[str]:
    """The texts, each once: sentences as they are, dates of events, and things to do."""
    dates = (
        f"{what} {'se pasa al' if does == 'se pasa' and when.startswith('el ') else does} "
        f"{when.removeprefix('el ') if does == 'se pasa' else when}."
        for what, does, when in product(_WHAT, _DOES, _WHEN)
        if does != "se pasa" or when.startswith("el ")
    )
    tasks = (
        f"{asks} {doing}{'?' if asks.startswith('¿') else '.'}"
        for asks, doing in product(_ASKS, _DOING)
    )
    return [*_SENTENCES, *dates, *tasks]


_NEGATIONS = (
    "No estoy {}.",
    "Ya no estoy {}.",
    "no estaba {}",
    "La verdad es que no estoy {}",
    "No es que esté {}.",
    "Nunca he estado {} por eso.",
)

_FEELINGS = {
    Category.ANGER: ("enfadado", "enfadada", "enojado", "enojada", "molesta", "furioso"),
    Category.FEAR: ("asustado", "asustada", "preocupado", "preocupada", "nerviosa", "nervioso"),
    Category.SADNESS: ("triste", "deprimido", "deprimida", "decepcionada", "decepcionado"),
    Category.JOY: ("contento", "contenta", "feliz", "alegre", "satisfecha", "satisfecho"),
    Category.SURPRISE: ("sorprendido", "sorprendida"),
}


def negated_texts() -> Iterator[tuple[Category, str]]:
    """Each feeling that is said not to be there, with the text."""
    for category, words in _FEELINGS.items():
        for negation, word in product(_NEGATIONS, words):
            yield category, negation.format(word)
