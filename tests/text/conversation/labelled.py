"""Sentences whose marks were written down before any pattern had seen them.

The patterns were then mended on SEEN; UNSEEN only judges.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and what a person reads in it.

    Attributes:
        text: the sentence.
        trigger: the canonical phrase of its main event, or None for none.
        waited_min: as in Marks.
        promises: as in Marks.
        resolves: as in Marks.
    """

    text: str
    trigger: str | None = None
    waited_min: float | None = None
    promises: bool = False
    resolves: bool = False


WAIT = "extended wait time"

SEEN = (
    Labelled("I've been on the line for 40 minutes and nobody picks up", WAIT, 40.0),
    Labelled("We have been waiting since last Tuesday.", WAIT, 0.0),
    Labelled("My package is two weeks late.", WAIT, 20_160.0),
    Labelled("It took you five days to answer a simple question.", WAIT, 7_200.0),
    Labelled("Still waiting for someone to call me back", WAIT, 0.0),
    Labelled("An hour in the queue. An hour!", WAIT, 60.0),
    Labelled("I waited 3 minutes and then they answered.", None, 3.0),
    Labelled("Llevo tres cuartos de hora esperando al técnico.", WAIT, 45.0),
    Labelled("Hace dos semanas que espero el paquete.", WAIT, 20_160.0),
    Labelled("Me han tenido una hora al teléfono.", WAIT, 60.0),
    Labelled("Sigo esperando desde el lunes.", WAIT, 0.0),
    Labelled("El vuelo salió con cuatro horas de retraso.", WAIT, 240.0),
    Labelled("Tardasteis diez días en responder.", WAIT, 14_400.0),
    Labelled("I can hardly wait for Christmas!"),
    Labelled("The shop opens in two hours."),
    Labelled("I lived there for three years."),
    Labelled("Espero que tengas un buen día."),
    Labelled("La película dura dos horas."),
    Labelled("Estudié cuatro años en Madrid."),
    Labelled("You billed my card three times this month.", "billing problem"),
    Labelled("Me habéis cobrado dos veces la misma factura.", "billing problem"),
    Labelled("I want my money back.", "billing problem"),
    Labelled("The screen is cracked and it will not turn on.", "defective product"),
    Labelled("La lavadora ha dejado de funcionar a los dos días.", "defective product"),
    Labelled("This app crashes every time I open it.", "defective product"),
    Labelled("I have explained this to four different people already.", "repeated contact"),
    Labelled("Es la cuarta vez que os llamo por lo mismo.", "repeated contact"),
    Labelled("Your agent was rude and hung up on me.", "rude treatment"),
    Labelled("La chica que me atendió fue muy maleducada.", "rude treatment"),
    Labelled("You promised it would be here by Friday.", "broken promise"),
    Labelled("Me dijeron que llegaría el martes.", "broken promise"),
    Labelled("Nobody has been able to help me.", "lack of resolution"),
    Labelled("El problema sigue sin resolverse.", "lack of resolution"),
    Labelled("My order never showed up.", "missing or wrong delivery"),
    Labelled("Me ha llegado un producto equivocado.", "missing or wrong delivery"),
    Labelled("I can't get into my account.", "loss of access"),
    Labelled("Me han bloqueado la cuenta sin avisar.", "loss of access"),
    Labelled("My dad died in March.", "bereavement"),
    Labelled("Ayer enterramos a mi abuela.", "bereavement"),
    Labelled("My girlfriend broke up with me.", "separation"),
    Labelled("Mi marido me ha dejado.", "separation"),
    Labelled("I was let go yesterday.", "job loss"),
    Labelled("Me acaban de despedir.", "job loss"),
    Labelled("The biopsy is on Thursday.", "health concern"),
    Labelled("Mi madre está en el hospital.", "health concern"),
    Labelled("I have to hand this in by midnight and I'm nowhere near done.", "deadline pressure"),
    Labelled("No llego a tiempo con la entrega.", "deadline pressure"),
    Labelled("I feel so alone lately.", "loneliness"),
    Labelled("Me siento muy sola.", "loneliness"),
    Labelled("I got into medical school!", "success"),
    Labelled("¡He aprobado el carnet!", "success"),
    Labelled("Thanks for your help, really.", "good service"),
    Labelled("Gracias por tu ayuda.", "good service"),
    Labelled("It's working now, thanks!", "problem solved", None, False, True),
    Labelled("Ya funciona, mil gracias.", "problem solved", None, False, True),
    Labelled("I am sorry to hear that. I will look into it.", None, None, True),
    Labelled("Lamentamos las molestias, estamos trabajando en ello.", None, None, True),
    Labelled("Could you bear with me for a second?", None, None, True),
    Labelled("Enseguida lo compruebo.", None, None, True),
    Labelled("Your refund has been processed.", "billing problem", None, False, True),
    Labelled("We've replaced the part and tested it.", None, None, False, True),
    Labelled("Hemos cancelado el pedido y devuelto el importe.", None, None, False, True),
    Labelled("It has not been resolved.", "lack of resolution"),
    Labelled("We will let you know once it is fixed.", None, None, True),
    Labelled("The weather is lovely today."),
    Labelled("Quedamos a las cinco en la plaza."),
    Labelled("My sister works in a bank."),
    Labelled("Can you send me the address?"),
)

UNSEEN = (
    Labelled("Been sitting on hold for almost an hour now.", WAIT, 60.0),
    Labelled("I've been trying to reach you for three days.", WAIT, 4_320.0),
    Labelled("They kept us waiting for an hour and a half.", WAIT, 90.0),
    Labelled("It's taking forever to load the page", WAIT, 0.0),
    Labelled("My refund is overdue by a month.", WAIT, 43_200.0),
    Labelled("I waited all morning for the plumber.", WAIT, 0.0),
    Labelled("Llevo veinte minutos en espera.", WAIT, 20.0),
    Labelled("He tenido que esperar dos horas en urgencias.", WAIT, 120.0),
    Labelled("El tren viene con media hora de retraso.", WAIT, 30.0),
    Labelled("Llevamos un mes sin noticias vuestras.", WAIT, 43_200.0),
    Labelled("Todavía estoy esperando una respuesta.", WAIT, 0.0),
    Labelled("We can wait a couple of days, no rush."),
    Labelled("The flight takes nine hours."),
    Labelled("She has been my best friend for ten years."),
    Labelled("No puedo esperar a que lleguen las vacaciones."),
    Labelled("Trabajo ocho horas al día."),
    Labelled("Espero tu llamada mañana."),
    Labelled("There is a charge on my card that I never authorised.", "billing problem"),
    Labelled("You took the payment twice.", "billing problem"),
    Labelled("La factura viene con un importe que no corresponde.", "billing problem"),
    Labelled("Quiero que me devolváis el dinero.", "billing problem"),
    Labelled("The zip broke on the first day.", "defective product"),
    Labelled("My phone freezes constantly since the update.", "defective product"),
    Labelled("El mando no va.", "defective product"),
    Labelled("This is the third email I have sent you.", "repeated contact"),
    Labelled("Os he llamado cinco veces esta semana.", "repeated contact"),
    Labelled("He laughed at me and told me to calm down.", "rude treatment"),
    Labelled("Me contestó de muy malas maneras.", "rude treatment"),
    Labelled("You guys told me it would take one day.", "broken promise"),
    Labelled("No habéis cumplido lo que prometisteis.", "broken promise"),
    Labelled("No one seems able to fix this.", "lack of resolution"),
    Labelled("Seguimos igual que al principio, sin solución.", "lack of resolution"),
    Labelled("Half of the order is missing.", "missing or wrong delivery"),
    Labelled("El paquete no ha llegado.", "missing or wrong delivery"),
    Labelled("My password doesn't let me in anymore.", "loss of access"),
    Labelled("No consigo acceder a mi perfil.", "loss of access"),
    Labelled("We lost our dog this weekend.", "bereavement"),
    Labelled("Mi tío falleció hace un mes.", "bereavement"),
    Labelled("We are getting divorced.", "separation"),
    Labelled("Lo hemos dejado después de seis años.", "separation"),
    Labelled("They made me redundant.", "job loss"),
    Labelled("Me he quedado sin trabajo.", "job loss"),
    Labelled("The doctor found a lump.", "health concern"),
    Labelled("Me operan la semana que viene.", "health concern"),
    Labelled("The report is due tomorrow and I haven't started.", "deadline pressure"),
    Labelled("Tengo que entregarlo hoy y no voy ni por la mitad.", "deadline pressure"),
    Labelled("I have nobody to talk to.", "loneliness"),
    Labelled("No tengo a nadie.", "loneliness"),
    Labelled("We won the championship!", "success"),
    Labelled("¡Me han cogido para el puesto!", "success"),
    Labelled("You've been incredibly helpful.", "good service"),
    Labelled("Qué atención tan buena, muchas gracias.", "good service"),
    Labelled("That fixed it, thank you.", "problem solved", None, False, True),
    Labelled("Por fin me ha llegado el reembolso.", "problem solved"),
    Labelled("Apologies for that, let me transfer you.", None, None, True),
    Labelled("Give me a minute while I check your order.", None, None, True),
    Labelled("Siento mucho lo ocurrido, lo miro ahora mismo.", None, None, True),
    Labelled("Mañana le daremos una respuesta.", None, None, True),
    Labelled("I have reset your password and it works.", None, None, False, True),
    Labelled("Le acabamos de reembolsar el importe.", "billing problem", None, False, True),
    Labelled("Nothing has been fixed.", "lack of resolution"),
    Labelled("En cuanto esté arreglado le avisamos.", None, None, True),
    Labelled("We had pasta for dinner."),
    Labelled("Mi hermano estudia medicina."),
    Labelled("The museum is closed on Mondays."),
    Labelled("¿Qué hora es?"),
)
