"""What simpler means reach on the same texts: TF-IDF with linear models, and VADER."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from tqdm import tqdm
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from training.text.answers import (
    GROUPS,
    affect_figures,
    dev_thresholds,
    group_figures,
    intensity_figures,
)
from training.text.corpus import Corpus
from training.text.heads import BRIGHTER, SENTIMENTS, strengths
from training.text.sources import Sources


class TfIdf:
    """Weights of words, pairs of words and parts of words."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._parts = (
            TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), min_df=10, sublinear_tf=True),
        )
        for part in self._parts:
            part.fit(texts)

    def __call__(self, texts: tuple[str, ...]) -> csr_matrix:
        return hstack([part.transform(texts) for part in self._parts]).tocsr()


def tfidf_figures(sources: Sources) -> dict[str, Any]:
    """Return the figures of TF-IDF with logistic regression, and with ridge regression."""
    train, dev, test = (sources.goemotions(split) for split in ("train", "dev", "test"))
    features = TfIdf(train.texts)
    shown = features(train.texts)
    columns = {wanted.tobytes(): wanted for name in GROUPS for wanted in train.targets[name].T}
    asked = (features(dev.texts), features(test.texts))
    said = {
        key: _logistic(shown, wanted, asked)
        for key, wanted in tqdm(columns.items(), desc="TF-IDF", disable=None)
    }
    on_dev, on_test = (
        {
            name: np.stack([said[wanted.tobytes()][part] for wanted in train.targets[name].T], 1)
            for name in GROUPS
        }
        for part in (0, 1)
    )
    return group_figures(test, on_test, dev_thresholds(dev, on_dev)) | {
        "affect": _ridge_affect(sources),
        "intensity": _ridge_intensity(sources),
    }


def vader_figures(sources: Sources) -> dict[str, Any]:
    """Return the figures of VADER (Hutto and Gilbert 2014), thresholds chosen on dev."""
    dev, test = sources.goemotions("dev"), sources.goemotions("test")
    affect = sources.emobank("test")
    compound = _compounds(affect.texts)
    return group_figures(
        test, _vader_sentiment(test), dev_thresholds(dev, _vader_sentiment(dev))
    ) | {"affect": affect_figures(affect, np.stack([compound, np.abs(compound)], 1))}


def _logistic(
    shown: csr_matrix, wanted: NDArray[np.float32], asked: tuple[csr_matrix, ...]
) -> list[NDArray[np.float64]]:
    model = LogisticRegression(C=4.0, solver="liblinear").fit(shown, wanted > 0.5)
    return [model.predict_proba(features)[:, 1] for features in asked]


def _ridge_affect(sources: Sources) -> dict[str, Any]:
    train, test = sources.emobank("train"), sources.emobank("test")
    features = TfIdf(train.texts)
    model = Ridge(alpha=1.0).fit(features(train.texts), train.targets["affect"])
    return affect_figures(test, model.predict(features(test.texts)))


def _ridge_intensity(sources: Sources) -> dict[str, Any]:
    train, test = sources.brighter("train", "eng"), sources.brighter("test", "eng")
    features = TfIdf(train.texts)
    wanted = strengths(np.nan_to_num(train.targets["levels"]))
    model = Ridge(alpha=1.0).fit(features(train.texts), wanted)
    return intensity_figures(test, model.predict(features(test.texts)).reshape(-1, len(BRIGHTER)))


def _compounds(texts: tuple[str, ...]) -> NDArray[np.float64]:
    analyser = SentimentIntensityAnalyzer()
    return np.array([analyser.polarity_scores(text)["compound"] for text in texts])


def _vader_sentiment(corpus: Corpus) -> dict[str, NDArray[np.float64]]:
    """What VADER's compound score says for each of SENTIMENTS: it knows no ambiguity."""
    compound = _compounds(corpus.texts)
    calm = 1 - np.abs(compound)
    said = {"positive": compound, "negative": -compound, "ambiguous": calm, "neutral": calm}
    return {"sentiment": np.stack([said[name] for name in SENTIMENTS], 1)}
