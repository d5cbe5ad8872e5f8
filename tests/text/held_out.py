"""Texts labelled by hand before any model or rule had read them.

They judge, and nothing is tuned on them: a label never changes to fit an answer.
"""

from dataclasses import dataclass

from text.categories import Category, Language

JOY, LOVE, SURPRISE = Category.JOY, Category.LOVE, Category.SURPRISE
SADNESS, ANGER, FEAR = Category.SADNESS, Category.ANGER, Category.FEAR


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what a person reads in it.

    Attributes:
        text: the words.
        category: its main emotion, or None where it shows none.
        sign: 1 pleasant, -1 unpleasant, 0 neither; None where it could be either.
    """

    text: str
    category: Category | None
    sign: int | None


ENGLISH = (
    Labelled("Got the job! I start on Monday and I can't stop smiling.", JOY, 1),
    Labelled("My grandmother passed away last night and the house feels empty.", SADNESS, -1),
    Labelled("How dare you read my messages behind my back.", ANGER, -1),
    Labelled("I keep hearing footsteps downstairs and I live alone.", FEAR, -1),
    Labelled("You mean the world to me, I hope you know that.", LOVE, 1),
    Labelled("Wait, you two are related? I had no idea!", SURPRISE, None),
    Labelled("The train leaves from platform four.", None, 0),
    Labelled("I'm not happy with how this turned out.", SADNESS, -1),
    Labelled("not bad at all, honestly pretty great", JOY, 1),
    Labelled("They charged me twice and nobody answers the phone.", ANGER, -1),
    Labelled("I miss him so much it hurts 😢", SADNESS, -1),
    Labelled("😂😂😂 I'm dead, that video is too funny", JOY, 1),
    Labelled("Thank you so much, you saved my weekend!", JOY, 1),
    Labelled("I can't sleep, what if the results come back positive?", FEAR, -1),
    Labelled("I'M SO PROUD OF MY SISTER!!!", JOY, 1),
    Labelled("STOP CALLING ME", ANGER, -1),
    Labelled("ugh, my laptop froze again and I lost two hours of work", ANGER, -1),
    Labelled("Please find attached the invoice for October.", None, 0),
    Labelled("I adore my little niece, she is the sweetest thing", LOVE, 1),
    Labelled("No way!! They cancelled the show?!", SURPRISE, None),
    Labelled("I feel so alone since everybody moved away.", SADNESS, -1),
    Labelled("The dog growled and I froze, my hands were shaking.", FEAR, -1),
    Labelled("lol this slaps, been on repeat all day", JOY, 1),
    Labelled("He lied to my face for years. I can't stand him.", ANGER, -1),
    Labelled("I don't love you anymore.", SADNESS, -1),
    Labelled("Phew, the scan came back clean. What a relief.", JOY, 1),
    Labelled("ok", None, 0),
    Labelled("Sending you a big hug, take care of yourself ❤️", LOVE, 1),
    Labelled("I was not expecting a birthday party in the office, wow", SURPRISE, 1),
    Labelled("I never should have said that to her. I'm so sorry.", SADNESS, -1),
    Labelled("This soup tastes like dishwater, disgusting.", ANGER, -1),
    Labelled("The exam is tomorrow and I'm terrified of failing again.", FEAR, -1),
    Labelled("Your order has been shipped and should arrive on Thursday.", None, 0),
    Labelled("I can't wait for the concert tonight!!", JOY, 1),
    Labelled("We lost the final in the last minute. Gutted.", SADNESS, -1),
    Labelled("I will always be here for you, my love.", LOVE, 1),
    Labelled("Are you kidding me? Three weeks and still no refund?", ANGER, -1),
    Labelled(
        "When I moved here I knew nobody and the evenings were long. I cooked for one and ate in "
        "front of the television. Little by little it changed: a neighbour knocked with a cake, "
        "then there was the choir, then the garden. Last Sunday twelve people sat around my table "
        "and nobody wanted to leave. I have not been this happy in years.",
        JOY,
        1,
    ),
    Labelled("There are 24 students in the class.", None, 0),
    Labelled("Holy crap, the parcel was full of cash, I did not see that coming", SURPRISE, None),
)

SPANISH = (
    Labelled("¡Me han dado la beca! Estoy que no me lo creo de contenta.", JOY, 1),
    Labelled("Echo de menos a mi padre todos los días.", SADNESS, -1),
    Labelled("Es una vergüenza cómo tratan a los clientes.", ANGER, -1),
    Labelled("Tengo miedo de que me despidan el mes que viene.", FEAR, -1),
    Labelled("Te quiero muchísimo, eres lo mejor que me ha pasado.", LOVE, 1),
    Labelled("¿En serio? ¡No me lo puedo creer, no tenía ni idea!", SURPRISE, None),
    Labelled("El autobús sale a las ocho y cuarto.", None, 0),
    Labelled("No estoy nada contento con el servicio.", ANGER, -1),
    Labelled("jajaja qué risa me ha dado el vídeo 😂", JOY, 1),
    Labelled("Estoy harta de que lleguen tarde siempre.", ANGER, -1),
    Labelled("ESTOY FELIZ, POR FIN ES VIERNES", JOY, 1),
    Labelled("Se me ha muerto el perro y no paro de llorar 😭", SADNESS, -1),
    Labelled("Me tiemblan las manos solo de pensar en la operación.", FEAR, -1),
    Labelled("El paquete pesa dos kilos y medio.", None, 0),
    Labelled("Te mando un abrazo enorme, cuídate mucho, cariño.", LOVE, 1),
    Labelled("¡Qué sorpresa verte aquí, no te esperaba!", SURPRISE, 1),
    Labelled("Muchas gracias por tu ayuda, de verdad.", JOY, 1),
    Labelled("No puedo más, todo me sale mal y me siento sola.", SADNESS, -1),
    Labelled("Qué asco de comida, no vuelvo nunca.", ANGER, -1),
    Labelled("no está nada mal, me ha gustado bastante", JOY, 1),
)

# By the author of training/text/everyday, written when most of those sentences were: it asks
# whether they carry over. No text shares four words in a row with one of them.
LATER_ENGLISH = (
    Labelled("Guess who just got accepted into nursing school? ME!", JOY, 1),
    Labelled("We spent the afternoon at the lake and I haven't felt this good in ages.", JOY, 1),
    Labelled("My grandson called just to tell me a joke, made my whole week.", JOY, 1),
    Labelled("The bug is fixed and the demo went off without a hitch.", JOY, 1),
    Labelled("Been waiting for this album for three years and it does not disappoint!", JOY, 1),
    Labelled("What a relief, the biopsy was benign.", JOY, 1),
    Labelled("My heart skips a beat whenever she walks into the room.", LOVE, 1),
    Labelled("I love you, dad. I don't say it often enough.", LOVE, 1),
    Labelled("He's my soulmate, plain and simple.", LOVE, 1),
    Labelled("There's nothing I wouldn't do for my little girl.", LOVE, 1),
    Labelled("You're my person.", LOVE, 1),
    Labelled("Wait, that was today? I had it down for next week.", SURPRISE, None),
    Labelled("I never thought I'd see the day he would apologize.", SURPRISE, None),
    Labelled("Would you look at that, it fits!", SURPRISE, None),
    Labelled(
        "The lottery ticket I found on the street was a winner, can you believe it?", SURPRISE, None
    ),
    Labelled("How did you know my name?", SURPRISE, None),
    Labelled("I scroll through her photos every night before bed.", SADNESS, -1),
    Labelled("We didn't make the playoffs, and it was my last season.", SADNESS, -1),
    Labelled("I moved here for him and now I have no one.", SADNESS, -1),
    Labelled("Grandpa passed away this morning.", SADNESS, -1),
    Labelled("I tried so hard and it still wasn't enough.", SADNESS, -1),
    Labelled("It hit me today that my kids don't need me anymore.", SADNESS, -1),
    Labelled("The house feels so big since the kids moved out.", SADNESS, -1),
    Labelled(
        "You canceled my account without asking me, and now you want me to pay for it?", ANGER, -1
    ),
    Labelled("I swear, if he touches my stuff one more time...", ANGER, -1),
    Labelled("Nobody at this company can give me a straight answer.", ANGER, -1),
    Labelled("Thanks for nothing, you ruined our vacation.", ANGER, -1),
    Labelled("The driver cut me off and then flipped me off.", ANGER, -1),
    Labelled("They knew about the leak and covered it up.", ANGER, -1),
    Labelled("I'm not paying for something that never worked.", ANGER, -1),
    Labelled("The car behind us has been following us for miles.", FEAR, -1),
    Labelled("I keep thinking something terrible is about to happen.", FEAR, -1),
    Labelled("My visa expires next week and I don't know what they'll do to me.", FEAR, -1),
    Labelled("She's not answering and I have an awful feeling.", FEAR, -1),
    Labelled("I'm scared to tell my parents.", FEAR, -1),
    Labelled("The doctor wants to run more tests and I can't think straight.", FEAR, -1),
    Labelled("The appointment has been moved to 4 pm.", None, 0),
    Labelled("She put the groceries on the counter.", None, 0),
    Labelled("How do I reset my password?", None, 0),
    Labelled("There are five people in my family.", None, 0),
)

LATER_SPANISH = (
    Labelled("¡Me aceptaron en enfermería, no me lo creo de lo feliz que estoy!", JOY, 1),
    Labelled("Pasamos la tarde en el lago, hacía tiempo que no estaba tan a gusto.", JOY, 1),
    Labelled("El tumor era benigno, qué alivio tan grande.", JOY, 1),
    Labelled("La presentación salió redonda.", JOY, 1),
    Labelled("Se me para el corazón cuando entra por la puerta.", LOVE, 1),
    Labelled("Te quiero, papá, aunque no te lo diga mucho.", LOVE, 1),
    Labelled("Por mi niña haría lo que fuera.", LOVE, 1),
    Labelled("¿Era hoy? Yo lo tenía apuntado para la semana que viene.", SURPRISE, None),
    Labelled("Nunca pensé que lo vería pedir perdón.", SURPRISE, None),
    Labelled("¿Cómo sabes mi nombre?", SURPRISE, None),
    Labelled("Cada noche miro sus fotos antes de dormir.", SADNESS, -1),
    Labelled("El abuelo falleció esta mañana.", SADNESS, -1),
    Labelled("Me mudé aquí por él y ahora no tengo a nadie.", SADNESS, -1),
    Labelled("Lo intenté con todas mis fuerzas y no fue suficiente.", SADNESS, -1),
    Labelled("Me cancelaron la cuenta sin avisar y encima quieren que pague.", ANGER, -1),
    Labelled("En esta empresa nadie es capaz de darme una respuesta clara.", ANGER, -1),
    Labelled("Gracias por nada, nos arruinasteis las vacaciones.", ANGER, -1),
    Labelled("Sabían lo de la fuga y lo taparon.", ANGER, -1),
    Labelled("El coche de atrás lleva kilómetros siguiéndonos.", FEAR, -1),
    Labelled("No contesta y tengo un presentimiento horrible.", FEAR, -1),
    Labelled("Me da miedo contárselo a mis padres.", FEAR, -1),
    Labelled("El médico quiere hacerme más pruebas y no puedo pensar en otra cosa.", FEAR, -1),
    Labelled("La cita se ha cambiado a las cuatro.", None, 0),
    Labelled("¿Cómo cambio la contraseña?", None, 0),
    Labelled("Somos cinco en mi familia.", None, 0),
)

TEXTS: dict[Language, tuple[Labelled, ...]] = {
    "en": ENGLISH + LATER_ENGLISH,
    "es": SPANISH + LATER_SPANISH,
}
