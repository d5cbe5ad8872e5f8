"""How one speaker speaks otherwise, learnt while they speak and kept in memory only.

An empirical Bayes estimate: the centre of a feature lies between that of the speakers that
were trained on and this speaker's own median, the nearer to the latter the more windows were
heard and the more speakers differ in that feature.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from voice.descriptors import Floats

WINDOWS_KEPT = 120
"""Two minutes of speech: a new microphone is known after one."""

MOOD_WINDOWS = 4.0
"""Windows of one mood are alike: however many, they tell no more than a few independent ones."""


@dataclass(frozen=True, slots=True, eq=False)
class SpeakerPrior:
    """What is known of a speaker who has not spoken yet; each of shape (n_features,).

    Attributes:
        centre: mean of the centres of speakers.
        within: standard deviation of a speaker's windows about their centre.
        between: standard deviation of the centres of speakers.
    """

    centre: Floats
    within: Floats
    between: Floats


class SpeakerBaseline:
    """Follows one speaker."""

    def __init__(self, prior: SpeakerPrior) -> None:
        self._prior = prior
        self._heard: deque[Floats] = deque(maxlen=WINDOWS_KEPT)

    @property
    def windows(self) -> int:
        """How many windows of speech it is made of, at most WINDOWS_KEPT."""
        return len(self._heard)

    def add(self, features: Floats) -> None:
        """Take in a window, shape (n_features,)."""
        self._heard.append(features)

    def normalise(self, features: Floats) -> Floats:
        """Say how far features lie from the speaker's own, in `within`; shape kept."""
        return (features - self.centre()) / self._prior.within

    def centre(self) -> Floats:
        """Return what is taken for the speaker's own, shape (n_features,)."""
        return centre_of(np.array(self._heard), self._prior)


def centre_of(heard: Floats, prior: SpeakerPrior) -> Floats:
    """Estimate a speaker's centre, shape (n_features,).

    Args:
        heard: windows of the speaker, shape (n, n_features); n may be 0.
        prior: the centre until then.
    """
    if len(heard) == 0:
        return prior.centre
    independent = len(heard) * MOOD_WINDOWS / (len(heard) + MOOD_WINDOWS)
    trust = prior.between**2 / (prior.between**2 + prior.within**2 / independent)
    own = np.median(heard, axis=0)
    return np.asarray(prior.centre + trust * (own - prior.centre), np.float32)
