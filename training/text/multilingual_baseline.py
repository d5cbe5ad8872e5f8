"""What TF-IDF with logistic regression reaches on BRIGHTER's Spanish texts."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from training.text.baselines import TfIdf
from training.text.heads import BRIGHTER, N_LEVELS
from training.text.measures import multilabel, steady_thresholds
from training.text.multilingual_corpora import prepared
from training.text.sources import Sources, Split


def tfidf_presence(sources: Sources) -> dict[str, Any]:
    """Return the F1 of track A, thresholds chosen on dev as the model's are."""
    splits: tuple[Split, ...] = ("train", "dev", "test")
    train, dev, test = (prepared(sources.brighter_presence(split, "esp")) for split in splits)
    features = TfIdf(train.texts)
    shown, asked, measured = (features(corpus.texts) for corpus in (train, dev, test))
    wanted = train.targets["levels"][:, ::N_LEVELS] > 0.5
    models = [LogisticRegression(C=4.0, solver="liblinear").fit(shown, row) for row in wanted.T]
    on_dev, on_test = (
        np.stack([model.predict_proba(rows)[:, 1] for model in models], axis=1)
        for rows in (asked, measured)
    )
    bounds: NDArray[np.float64] = steady_thresholds(dev.targets["levels"][:, ::N_LEVELS], on_dev)
    return multilabel(BRIGHTER, test.targets["levels"][:, ::N_LEVELS], on_test, bounds)
