import pytest

from text.cleaning import clean


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("Tom &amp; Ana are &lt;here&gt; &#39;now&#39;", "Tom & Ana are <here> 'now'"),
        ("don\u2019t", "don't"),
        ("don\u00b4t", "don't"),
        (
            "\U0001d4d7\U0001d4ee\U0001d4f5\U0001d4f5\U0001d4f8 \uff46\uff55\uff4c\uff4c",
            "Hello full",
        ),
        ("caf\u0065\u0301", "caf\u00e9"),
        ("ki\u200bll\u00ad it\x00 now\x07", "kill it now"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("see https://example.org/a?b=c and www.example.org now", "see and now"),
        ("@ana thanks, write to a.b@example.org", "ana thanks, write to a.b@example.org"),
        ("#SoHappy #so_sad #1 place", "So Happy so sad #1 place"),
        ("a  b\t c\r\nnext \n line", "a b c\nnext\nline"),
        ("the USA I KNOW, so loud!!!", "the USA I know, so loud!!!"),
        ("World War III, zzz", "World War III, zzz"),
        ("sooooo gooood, I loooove it, yesss", "so good, I love it, yes"),
        ("SO LOUD, I AM", "so loud, i am"),
        (f"a&#{'9' * 5_000};b &#x{'F' * 5_000} &#65;", "a b A"),
        ("a terrible day, Horrible! an AWFUL place", "a very bad day, very bad! a very bad place"),
        ("awfully terribly", "awfully terribly"),
        ("   ", ""),
    ],
)
def test_a_text_is_brought_to_what_a_tokenizer_knows(written: str, cleaned: str) -> None:
    assert clean(written, "en") == cleaned


def test_stretched_words_are_those_of_their_language() -> None:
    assert clean("holaaaa, qué perrrrro, muuuucho", "es") == "hola, qué perro, mucho"


def test_emoji_are_left_to_the_models() -> None:
    assert clean("great 😂👍🏽", "en") == "great 😂👍🏽"


@pytest.mark.parametrize("text", ["Good morning.", "so gooood", "&amp; #SoHappy @ana", "A III"])
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text, "en"), "en") == clean(text, "en")


@pytest.mark.parametrize("part", ["ab", "aaa", "#1", "😂 ", "@", "&", "https://", "a@", "\n"])
def test_a_very_long_text_takes_no_quadratic_time(part: str) -> None:
    assert len(clean(part * 300_000, "en")) <= len(part) * 300_000
