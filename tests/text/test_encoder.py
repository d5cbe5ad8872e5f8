import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from text.categories import FINE, INTENSITIES, PRESENCES
from text.encoder import MAX_CHARS, TextEncoder, batches, padded
from text.model_file import TextModelError
from text.scores import TextScores

MODELS = Path(__file__).parents[2] / "models"
NAME = "text_en"

TEXTS = (
    "I love this so much, thank you!",
    "This is an outrage. I have been waiting for two hours and nobody answers me.",
    "The meeting is at 3pm.",
    "",
    "I'm worried about tomorrow, what if it goes wrong?",
    "She died last night and I cannot stop crying.",
    "Wow, I never expected that!",
)


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return TextEncoder.load(MODELS, NAME, threads=1)


def _presence(scores: TextScores, name: str) -> float:
    return float(scores.presence[PRESENCES.index(name)])


def _assert_same(one: TextScores, other: TextScores) -> None:
    np.testing.assert_allclose(one.fine, other.fine, atol=1e-5)
    np.testing.assert_allclose(one.presence, other.presence, atol=1e-5)
    np.testing.assert_allclose(one.intensity, other.intensity, atol=1e-5)
    assert one.valence == pytest.approx(other.valence, abs=1e-5)
    assert one.arousal == pytest.approx(other.arousal, abs=1e-5)
    assert (one.tokens, one.truncated) == (other.tokens, other.truncated)


def test_scores_have_the_shapes_and_ranges_that_are_promised(encoder: TextEncoder) -> None:
    for scores in encoder.score(TEXTS):
        assert scores.fine.shape == (len(FINE),)
        assert scores.presence.shape == (len(PRESENCES),)
        assert scores.intensity.shape == (len(INTENSITIES),)
        for values in (scores.fine, scores.presence, scores.intensity):
            assert values.dtype == np.float32
            assert ((values >= 0) & (values <= 1)).all()
        assert scores.language == "en"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TEXTS[0], "love"),
        (TEXTS[1], "anger"),
        (TEXTS[2], "neutral"),
        (TEXTS[4], "fear"),
        (TEXTS[5], "sadness"),
        (TEXTS[6], "surprise"),
    ],
)
def test_a_plain_emotion_is_there(encoder: TextEncoder, text: str, name: str) -> None:
    (scores,) = encoder.score([text])
    assert _presence(scores, name) >= encoder.card.thresholds["presence"][name]


@pytest.mark.parametrize(
    ("text", "presence", "intensity", "valence", "arousal"),
    [
        (
            TEXTS[0],
            (0.904, 0.923, 0.001, 0.0, 0.001, 0.0, 0.0),
            (0.032, 0.001, 0.967, 0.017, 0.002),
            4.24,
            3.488,
        ),
        (
            TEXTS[1],
            (0.005, 0.001, 0.051, 0.108, 0.899, 0.009, 0.016),
            (0.677, 0.366, 0.028, 0.277, 0.333),
            2.045,
            3.622,
        ),
        (
            TEXTS[2],
            (0.004, 0.001, 0.002, 0.001, 0.003, 0.0, 0.991),
            (0.002, 0.003, 0.003, 0.002, 0.003),
            3.05,
            2.773,
        ),
    ],
)
def test_the_model_that_ships_scores_as_when_it_was_released(
    encoder: TextEncoder,
    text: str,
    presence: tuple[float, ...],
    intensity: tuple[float, ...],
    valence: float,
    arousal: float,
) -> None:
    # The runtime's float32 parts differ a little between processors.
    (scores,) = encoder.score([text])
    np.testing.assert_allclose(scores.presence, presence, atol=0.02)
    np.testing.assert_allclose(scores.intensity, intensity, atol=0.02)
    assert (scores.valence, scores.arousal) == pytest.approx((valence, arousal), abs=0.05)


def test_valence_and_arousal_go_the_right_way(encoder: TextEncoder) -> None:
    love, outrage, calm, *_ = encoder.score(TEXTS)
    assert love.valence > calm.valence > outrage.valence
    assert min(love.arousal, outrage.arousal) > calm.arousal


def test_what_a_text_scores_does_not_depend_on_its_batch(encoder: TextEncoder) -> None:
    together = encoder.score(TEXTS)
    for text, scores in zip(TEXTS, together, strict=True):
        _assert_same(encoder.score([text])[0], scores)


def test_answers_are_in_the_order_of_the_texts(encoder: TextEncoder) -> None:
    forward, backward = encoder.score(TEXTS), encoder.score(TEXTS[::-1])
    for one, other in zip(forward, backward[::-1], strict=True):
        _assert_same(one, other)


def test_no_texts_have_no_scores(encoder: TextEncoder) -> None:
    assert encoder.score([]) == []


def test_special_tokens_count(encoder: TextEncoder) -> None:
    empty, short = encoder.score(["", "hello"])
    assert (empty.tokens, short.tokens) == (2, 3)


def test_emoji_are_read(encoder: TextEncoder) -> None:
    happy, sad = encoder.score(["\U0001f602 \U0001f60d", "\U0001f62d \U0001f494"])
    assert happy.valence > sad.valence


def test_a_long_text_is_read_to_its_end(encoder: TextEncoder) -> None:
    calm = "The report lists the rooms of the second floor and their numbers. " * 40
    quiet, loud = encoder.score([calm, calm + "I am furious, this is disgusting!"])
    assert not loud.truncated
    assert quiet.tokens > encoder.card.max_tokens
    assert _presence(loud, "anger") > 2 * _presence(quiet, "anger")
    assert _presence(loud, "neutral") < _presence(quiet, "neutral")


@pytest.mark.parametrize(
    "text", ["word " * MAX_CHARS, "x" * (2 * MAX_CHARS), "\n" * MAX_CHARS + "y"]
)
def test_a_text_without_measure_is_cut_and_says_so(encoder: TextEncoder, text: str) -> None:
    (scores,) = encoder.score([text])
    assert scores.truncated
    assert scores.tokens <= 32 * encoder.card.max_tokens


def test_threads_get_the_answers_of_their_own_texts(encoder: TextEncoder) -> None:
    alone = encoder.score(TEXTS)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda text: encoder.score([text])[0], TEXTS * 8))
    for one, other in zip(answers, alone * 8, strict=True):
        _assert_same(one, other)


@pytest.mark.parametrize("suffix", [".onnx", ".tokenizer.json", ".json"])
def test_a_damaged_file_is_named(tmp_path: Path, suffix: str) -> None:
    _copy_model(tmp_path)
    path = tmp_path / f"{NAME}{suffix}"
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"damage"
    path.write_bytes(content)
    with pytest.raises(TextModelError, match=f"{NAME}{suffix}"):
        TextEncoder.load(tmp_path, NAME, threads=1)


@pytest.mark.parametrize("suffix", [".onnx", ".tokenizer.json", ".json"])
def test_a_missing_file_is_named(tmp_path: Path, suffix: str) -> None:
    _copy_model(tmp_path)
    (tmp_path / f"{NAME}{suffix}").unlink()
    with pytest.raises(TextModelError, match=f"{NAME}{suffix}: No such file"):
        TextEncoder.load(tmp_path, NAME, threads=1)


def test_batches_hold_each_row_once_the_short_ones_together() -> None:
    cut = batches([100, 3, 400, 5, 100, 600])
    assert cut == [[1, 3, 0, 4], [2], [5]]


def test_padding_is_masked() -> None:
    ids, mask = padded([(101, 7, 102), (101, 102)])
    assert ids.tolist() == [[101, 7, 102], [101, 102, 0]]
    assert mask.tolist() == [[1, 1, 1], [1, 1, 0]]


def _copy_model(folder: Path) -> None:
    for path in MODELS.glob(f"{NAME}.*"):
        shutil.copy(path, folder)
