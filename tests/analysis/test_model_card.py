import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from analysis.labels import EMOTIONS
from analysis.model_card import CARD_LANGUAGES, WORDS_FILE, ModelCard, card_facts
from vision.model_file import MODELS_DIR

METADATA: dict[str, Any] = json.loads((MODELS_DIR / "face.json").read_text())
CARD = ModelCard.load(MODELS_DIR)


@pytest.mark.parametrize("language", CARD_LANGUAGES)
def test_the_figures_are_those_of_the_metadata(language: str) -> None:
    fields = CARD.fields(language)
    for name, model in METADATA["models"].items():
        assert fields["figures"]["models"][name] == model["private_test"]
    assert fields["figures"]["coverage"] == METADATA["private_test_coverage"]
    assert fields["version"] == METADATA["trained_on"]
    assert json.loads(json.dumps(fields)) is not None


def test_every_share_has_an_interval_around_it() -> None:
    for model in CARD.fields("en")["figures"]["models"].values():
        for task in model.values():
            for scores in task.values():
                shares = {"accuracy": (scores["accuracy"], scores["accuracy_95"])}
                shares |= {
                    n: (scores["recall"][n], scores["recall_95"][n]) for n in scores["recall"]
                }
                for name, (share, (low, high)) in shares.items():
                    assert 0 <= low <= share <= high <= 1, name


def test_the_facts_are_counted_from_the_confusion_matrix() -> None:
    expressions = METADATA["models"]["network"]["private_test"]["expressions"]["all"]
    row = expressions["confusion"][EMOTIONS.index("sad")]
    facts = card_facts(METADATA)
    assert facts["sad_faces"] == str(sum(row))
    assert facts["sad_recall"].startswith(f"{100 * row[EMOTIONS.index('sad')] / sum(row):.0f}")
    n_features = len(METADATA["models"]["network"]["features"])
    assert facts["n_features"] == str(n_features)
    assert int(facts["n_landmark_features"]) + int(facts["n_network_features"]) == n_features


@pytest.mark.parametrize("language", CARD_LANGUAGES)
def test_no_hole_is_left_in_the_words(language: str) -> None:
    words = json.dumps(CARD.fields(language)["limits"]) + CARD.words[language].inputs
    assert "{n_" not in words
    assert "_px}" not in words


def test_a_figure_that_there_is_not_is_an_error(tmp_path: Path) -> None:
    words = (MODELS_DIR / WORDS_FILE).read_text().replace("{n_features}", "{n_wishes}")
    (tmp_path / WORDS_FILE).write_text(words)
    with pytest.raises(KeyError, match="n_wishes"):
        ModelCard.of(METADATA, tmp_path)


def test_the_licence_is_the_projects() -> None:
    project = tomllib.loads((MODELS_DIR.parent / "pyproject.toml").read_text())["project"]
    assert CARD.licence == project["license"]
