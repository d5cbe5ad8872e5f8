import numpy as np
import pytest

from voice.baseline import WINDOWS_KEPT, SpeakerBaseline, SpeakerPrior, centre_of

PRIOR = SpeakerPrior(
    centre=np.array([0.0, 10.0], np.float32),
    within=np.array([1.0, 1.0], np.float32),
    between=np.array([3.0, 0.1], np.float32),
)


def window(first: float, second: float = 10.0) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array([first, second], np.float32)


def test_nobody_heard_means_the_prior() -> None:
    baseline = SpeakerBaseline(PRIOR)
    assert baseline.windows == 0
    assert baseline.normalise(window(2.0, 12.0)).tolist() == [2.0, 2.0]


def test_the_speaker_is_learnt_step_by_step() -> None:
    baseline = SpeakerBaseline(PRIOR)
    centres = []
    for _ in range(20):
        baseline.add(window(5.0))
        centres.append(float(baseline.centre()[0]))
    assert centres == sorted(centres)
    assert 4 < centres[0] < 5
    assert centres[-1] > 4.5


def test_a_feature_in_which_speakers_differ_little_moves_little() -> None:
    centre = centre_of(np.tile(window(5.0, 15.0), (50, 1)), PRIOR)
    assert centre[0] > 4.5
    assert centre[1] < 10.5


def test_single_outbursts_do_not_move_it() -> None:
    calm = [window(1.0)] * 8
    wild = [window(50.0)] * 3
    assert np.allclose(centre_of(np.array(calm + wild), PRIOR)[0], 1.0, atol=0.1)


def test_the_old_is_forgotten() -> None:
    baseline = SpeakerBaseline(PRIOR)
    for _ in range(WINDOWS_KEPT):
        baseline.add(window(-5.0))
    for _ in range(WINDOWS_KEPT):
        baseline.add(window(5.0))
    assert baseline.windows == WINDOWS_KEPT
    assert baseline.centre()[0] == pytest.approx(4.86, abs=0.05)
