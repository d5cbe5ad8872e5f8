"""A window of speech in one vector: how pitch, level, timbre and rhythm lie and move.

All but "loudness" stay the same when the sound gets louder or softer.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import medfilt

from voice.descriptors import HOP_S, NAMES, Floats

Bools = NDArray[np.bool_]

_LEVEL, _PITCH = NAMES.index("level"), NAMES.index("pitch")
_TONE = slice(NAMES.index("strength"), len(NAMES))

SPEECH_RANGE_DECIBEL = 35.0
"""A row this much below the loudest ones is a pause between words."""

SYLLABLE_RANGE_DECIBEL = 25.0
"""A peak of level this much below the loudest rows is no syllable."""

SYLLABLE_SMOOTHING = np.full(7, 1 / 7)
"""70 ms: a third of a syllable."""

OCTAVE_JUMP = 3.0
"""Semitones away from the median of five rows: the pitch finder took another octave."""

FEWEST_ROWS = 6

MODULATION_HZ = ((1, 2), (2, 4), (4, 6), (6, 9), (9, 14), (14, 25))
MODULATION_FFT = 512

_SPREAD = ("mean", "std", "p10", "p50", "p90", "range")
_MOVES = ("change", "change_std", "rise", "fall")

FEATURE_NAMES = (
    "loudness",
    *(f"pitch_{part}" for part in _SPREAD),
    *(f"pitch_{part}" for part in _MOVES),
    "pitch_rising",
    "voiced_rate",
    "voiced_mean_s",
    "voiced_std_s",
    "voiced_share",
    "pause_share",
    *(f"level_{part}" for part in _SPREAD),
    *(f"level_{part}" for part in _MOVES),
    "syllable_rate",
    "pitch_trend",
    "level_trend",
    *(f"modulation_{low}_{high}_hz" for low, high in MODULATION_HZ),
    *(f"{name}_voiced" for name in NAMES[_TONE]),
    *(f"{name}_voiced_std" for name in NAMES[_TONE]),
    *(f"{name}_unvoiced" for name in NAMES[_TONE]),
    *(f"{name}_change_std" for name in NAMES[_TONE]),
)
"""loudness: median of the voiced rows, dB of full scale. pitch_*: semitones above 27.5 Hz;
changes a row. level_*: dB below the window's loudest rows. *_rate: a second. *_trend: a second."""


def summarise(rows: Floats, is_speech: Bools) -> Floats:
    """Describe a window.

    Args:
        rows: of `describe`, shape (n, len(NAMES)).
        is_speech: shape (n,), the speech detector's opinion; at least FEWEST_ROWS are.

    Returns:
        float32, shape (len(FEATURE_NAMES),), finite.
    """
    first, last = np.flatnonzero(is_speech)[[0, -1]]
    rows, is_speech = rows[first : last + 1], is_speech[first : last + 1]
    top = float(np.percentile(rows[is_speech, _LEVEL], 95))
    level = rows[:, _LEVEL] - top
    spoken = is_speech & (level > -SPEECH_RANGE_DECIBEL)
    pitch, voiced = _clean_pitch(rows[:, _PITCH], spoken)
    parts = [
        np.array([top + np.median(level[voiced]) if voiced.any() else top]),
        _pitch_features(pitch, voiced),
        _rhythm_features(voiced, spoken),
        _level_features(level, spoken),
        _trends(pitch, voiced, level),
        _modulation(level),
        _tone_features(rows[:, _TONE], voiced, spoken),
    ]
    return np.concatenate(parts).astype(np.float32)


def _clean_pitch(pitch: Floats, spoken: Bools) -> tuple[Floats, Bools]:
    """Leave out rows where the pitch finder took another octave.

    Returns:
        Pitch without NaN, and where it counts.
    """
    voiced = spoken & np.isfinite(pitch)
    middle = np.median(pitch[voiced]) if voiced.any() else 30.0
    filled = np.where(voiced, pitch, middle)
    smooth = medfilt(filled.astype(np.float64), 5)
    return filled, voiced & (np.abs(smooth - filled) < OCTAVE_JUMP)


def _pitch_features(pitch: Floats, voiced: Bools) -> NDArray[np.float64]:
    values = pitch[voiced] if voiced.sum() >= FEWEST_ROWS else np.full(FEWEST_ROWS, pitch[0])
    change = np.diff(pitch)[voiced[1:] & voiced[:-1]]
    rising = (change > 0).mean() if len(change) else 0.5
    return np.array([*_spread(values), *_moves(change), rising])


def _rhythm_features(voiced: Bools, spoken: Bools) -> NDArray[np.float64]:
    edges = np.diff(voiced.astype(int), prepend=0, append=0)
    lengths_s = (np.flatnonzero(edges == -1) - np.flatnonzero(edges == 1)) * HOP_S
    if len(lengths_s) == 0:
        lengths_s = np.zeros(1)
    rate = len(lengths_s) / (len(voiced) * HOP_S)
    shares = voiced.mean(), 1 - spoken.mean()
    return np.array([rate, lengths_s.mean(), lengths_s.std(), *shares])


def _level_features(level: Floats, spoken: Bools) -> NDArray[np.float64]:
    smooth = np.convolve(level, SYLLABLE_SMOOTHING, "same")
    is_peak = (smooth[1:-1] > smooth[:-2]) & (smooth[1:-1] >= smooth[2:])
    syllables = np.sum(is_peak & (smooth[1:-1] > -SYLLABLE_RANGE_DECIBEL))
    rate = syllables / (len(level) * HOP_S)
    change = np.diff(np.maximum(level, -SPEECH_RANGE_DECIBEL - 10))
    return np.array([*_spread(level[spoken]), *_moves(change), rate])


def _trends(pitch: Floats, voiced: Bools, level: Floats) -> NDArray[np.float64]:
    return np.array([_trend(pitch, voiced), _trend(level, np.ones(len(level), bool))])


def _trend(values: Floats, where: Bools) -> float:
    time_s = np.flatnonzero(where) * HOP_S
    if len(time_s) < FEWEST_ROWS:
        return 0.0
    centred = time_s - time_s.mean()
    return float(centred @ values[where] / (centred @ centred))


def _modulation(level: Floats) -> NDArray[np.float64]:
    """Power of the level's changes by their rate, dB."""
    heard = np.maximum(level, -SPEECH_RANGE_DECIBEL - 10)
    shape = np.hanning(len(level))
    spectrum = np.abs(np.fft.rfft((heard - heard.mean()) * shape, MODULATION_FFT)) ** 2
    hz = np.fft.rfftfreq(MODULATION_FFT, HOP_S)
    power = [spectrum[(hz >= low) & (hz < high)].mean() for low, high in MODULATION_HZ]
    return np.asarray(10 * np.log10(np.array(power) / (shape @ shape) + 1e-3))


def _tone_features(tone: Floats, voiced: Bools, spoken: Bools) -> NDArray[np.float64]:
    inside = tone[voiced] if voiced.sum() >= FEWEST_ROWS else tone[spoken]
    between = tone[spoken & ~voiced]
    unvoiced = between.mean(axis=0) if len(between) > 3 else inside.mean(axis=0)
    change = np.diff(tone, axis=0)[spoken[1:]]
    return np.concatenate([inside.mean(axis=0), inside.std(axis=0), unvoiced, change.std(axis=0)])


def _spread(values: Floats) -> list[float]:
    low, middle, high = np.percentile(values, [10, 50, 90])
    return [values.mean(), values.std(), low, middle, high, high - low]


def _moves(change: Floats) -> list[float]:
    if len(change) == 0:
        return [0.0] * len(_MOVES)
    up, down = change[change > 0], change[change < 0]
    rise, fall = (part.mean() if len(part) else 0.0 for part in (up, down))
    return [np.abs(change).mean(), change.std(), rise, fall]
