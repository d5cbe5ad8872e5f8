import pytest

from benchmarks.texts.model import model_figures
from text.categories import LANGUAGES, Language
from vision.model_file import MODELS_DIR


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_models_in_the_repository_can_be_timed(language: Language) -> None:
    figures = model_figures(MODELS_DIR, language, rounds=1)
    assert figures["language"] == language
    assert min(figures["single_ms"], figures["batch_ms_a_text"]) > 0
    assert figures["batch_texts_per_cpu_s"] > 0
