from companions.captions import Captions
from tests.api.text_app import Client, TextApp
from tests.companions.spoken import WordEncoder

ROLES = ("user", "assistant")


def heard(text_app: TextApp, *texts: str, language: str = "es") -> Captions:
    captions = Captions(text_app.services.reader, language)
    for second, text in enumerate(texts):
        captions.add("user", text, float(second), second + 1.0, text_app.clock.at)
    return captions


async def test_each_caption_is_read_once(
    client: Client, text_app: TextApp, encoder: WordEncoder
) -> None:
    captions = heard(text_app, "good", "bad")
    assert [caption.number for caption in await captions.read(ROLES)] == [1, 2]
    captions.add("assistant", "so good", 2.0, 3.0, text_app.clock.at)
    assert await captions.read(["user"]) == []
    assert [caption.number for caption in await captions.read(ROLES)] == [3]
    assert sorted(encoder.texts) == ["bad", "good", "so good"]
    assert [said.text for said in captions.words()] == ["good", "bad"]


async def test_a_language_without_a_model_is_asked_for_once_and_left_out(
    client: Client, text_app: TextApp
) -> None:
    captions = heard(text_app, "bonne nouvelle", language="fr")
    assert await captions.read(ROLES) == []
    assert captions.words() == ()
    assert await captions.turns("s1-") == []
    await text_app.services.reader.close()
    assert await captions.read(ROLES) == []


async def test_words_come_in_order_of_time_and_turns_in_that_of_arrival(
    client: Client, text_app: TextApp
) -> None:
    captions = Captions(text_app.services.reader, "en")
    captions.add("user", "late", 5.0, 6.0, text_app.clock.at)
    captions.add("user", "early", 1.0, 2.0, text_app.clock.at)
    await captions.read(ROLES)
    assert [said.text for said in captions.words()] == ["early", "late"]
    turns = await captions.turns("s1-")
    assert [(turn.external_id, turn.text) for turn in turns] == [
        ("s1-1", "late"),
        ("s1-2", "early"),
    ]


async def test_what_cannot_be_sent_or_stored_does_not_get_in(
    client: Client, text_app: TextApp
) -> None:
    captions = heard(text_app, " \n", "a\ud83d ", "x" * 20_000)
    await captions.read(ROLES)
    assert [len(said.text) for said in captions.words()] == [2, 10_000]
    assert captions.words()[0].text == "a?"
