from functools import cache
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from text.categories import INTENSITIES, PRESENCES, Category
from text.cleaning import clean
from text.encoder import TextEncoder
from text.scores import TextScores

MODELS = Path(__file__).parents[2] / "models"
NAME = "text_es"

MAX_BYTES = 36_000_000
"""Both languages' models are to stay below 60 MB."""


@cache
def encoder() -> TextEncoder:
    return TextEncoder.load(MODELS, NAME, threads=1)


def score(text: str) -> TextScores:
    (scores,) = encoder().score([clean(text, "es")])
    return scores


def presence(text: str) -> dict[str, float]:
    return dict(zip(map(str, PRESENCES), score(text).presence.tolist(), strict=True))


def z_valence(text: str) -> float:
    card = encoder().card
    return (score(text).valence - card.affect_means["valence"]) / card.affect_deviations["valence"]


def test_the_files_are_small_enough() -> None:
    size = sum((MODELS / f"{NAME}.{end}").stat().st_size for end in ("onnx", "tokenizer.json"))
    assert size <= MAX_BYTES


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("Estoy muy emocionada con esta oportunidad", "joy"),
        ("¡Me encanta este producto!", "love"),
        ("Te quiero muchísimo, mi amor", "love"),
        ("Esto es frustrante.", "anger"),
        ("Me preocupa la fecha de entrega.", "fear"),
        ("Me siento muy sola últimamente", "sadness"),
        ("¡No me lo puedo creer, qué sorpresa!", "surprise"),
        ("La reunión es a las 3.", "neutral"),
        ("El tren sale del andén cuatro a las seis", "neutral"),
    ],
)
def test_plain_sentences_are_read(text: str, emotion: str) -> None:
    there = presence(text)
    assert max(there, key=there.__getitem__) == emotion


def test_negation_is_read() -> None:
    assert presence("Estoy triste.")["sadness"] > 0.8
    assert presence("Hoy no me siento triste.")["sadness"] < 0.5


@pytest.mark.parametrize("emoji", ["🤢", "🤮", "🤬", "😡"])
def test_emoji_of_disgust_and_anger_are_read(emoji: str) -> None:
    assert z_valence(f"la comida {emoji}{emoji}") < z_valence("la comida 😍😍")
    assert presence(f"la comida {emoji}{emoji}")["anger"] > presence("la comida 😍😍")["anger"]


def test_valence_follows_pleasant_words() -> None:
    assert z_valence("Hoy es el mejor día de mi vida") > 1


def test_valence_follows_unpleasant_words() -> None:
    assert z_valence("Qué asco de servicio, inaceptable") < -1


@pytest.mark.parametrize(
    ("emotion", "weak", "strong"),
    [
        (Category.ANGER, "Estoy algo molesta", "Estoy furiosa, esto es una vergüenza"),
        pytest.param(
            Category.FEAR,
            "Me preocupa un poco",
            "Estoy aterrorizada",
            marks=pytest.mark.xfail(reason="stronger by .037 only (models/TEXT.md)"),
        ),
        (
            Category.SADNESS,
            "Estoy triste",
            "Estoy muy triste, no puedo parar de llorar 😭😭",
        ),
    ],
)
def test_stronger_words_are_more_intense(emotion: Category, weak: str, strong: str) -> None:
    column = INTENSITIES.index(emotion)
    assert score(strong).intensity[column] > score(weak).intensity[column] + 0.05


def test_invisible_parts_of_emoji_change_nothing() -> None:
    with_tone, without = score("gracias 🙏🏽❤\ufe0f"), score("gracias 🙏❤")
    assert with_tone.presence.tolist() == without.presence.tolist()


def test_accents_of_two_code_points_change_nothing() -> None:
    apart = encoder().score(["que\u0301 alegri\u0301a"])[0]
    assert apart.presence.tolist() == score("qué alegría").presence.tolist()


def test_latin_text_and_common_emoji_have_no_unknown_pieces() -> None:
    tokenizer = Tokenizer.from_file(str(MODELS / f"{NAME}.tokenizer.json"))
    text = "¡Ñandú, pingüino! ¿Qué? «sí» 100 % 😂❤😭🥺🤢👍🎉 ok… @ # €"
    assert "<unk>" not in tokenizer.encode(text).tokens
