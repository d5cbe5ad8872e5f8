"""Low-level descriptors of speech, a row every 10 ms.

The set follows eGeMAPS (Eyben et al. 2016) where it can be had cheaply: loudness, pitch,
voicing, spectral balance and cepstrum. All of it is NumPy on whole blocks of frames.

Conventions: signal float32 at 16 kHz, full scale 1; a row stands for the FRAME_SAMPLES that
begin at its index times HOP_SAMPLES.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct, irfft, rfft

from voice.audio import SAMPLE_RATE_HZ

Floats = NDArray[np.float32]

FRAME_SAMPLES = 640
"""40 ms: two periods of the lowest pitch."""

HOP_SAMPLES = 160
HOP_S = HOP_SAMPLES / SAMPLE_RATE_HZ

FFT_SAMPLES = 1024
"""Enough beyond a frame that its autocorrelation is exact up to a lag of 384, 41.7 Hz."""

MEL_BANDS = 26
MEL_LOW_HZ, MEL_HIGH_HZ = 20.0, 7_600.0
CEPSTRA = 13

PITCH_LOW_HZ, PITCH_HIGH_HZ = 60.0, 500.0
OCTAVE_COST = 0.02
"""Per octave, in units of autocorrelation: of two periods that fit alike the shorter wins
(Boersma 1993, equation 24)."""

VOICED_STRENGTH = 0.5
"""Autocorrelation from which a frame counts as voiced."""

SILENCE_DECIBEL = -75.0
"""Of full scale; below it no pitch is looked for."""

FLOOR = 1e-10

NAMES = (
    "level",
    "pitch",
    "strength",
    "centroid",
    "spread",
    "rolloff",
    "flux",
    "flatness",
    "alpha_ratio",
    "hammarberg",
    "slope_low",
    "slope_high",
    "crossings",
    "first_over_second",
    "first_over_third_formant",
    "movement_low",
    "movement_middle",
    "movement_high",
    *(f"cepstrum_{index}" for index in range(1, CEPSTRA + 1)),
)
"""Columns of the table. level: dB of full scale. pitch: semitones above 27.5 Hz, NaN where
unvoiced. strength: normalised autocorrelation at the pitch. centroid, spread, rolloff: kHz.
alpha_ratio, hammarberg: dB. slopes: dB a kHz. crossings: share of sample pairs.
first_over_*: level of the first harmonic over that of the second, and over the highest peak
where the third formant lies, dB. movement_*: mean change of the level of mel bands since the
row before, dB."""

REFERENCE_HZ = 27.5
"""Of semitones, as in eGeMAPS."""

UNVOICED_HZ = 150.0
"""Stands in for the pitch where harmonics are measured without one."""


@dataclass(frozen=True, slots=True)
class _Bins:
    hz: Floats
    mel: Floats
    low: NDArray[np.bool_]
    high: NDArray[np.bool_]
    hammarberg_low: NDArray[np.bool_]
    hammarberg_high: NDArray[np.bool_]
    third_formant: NDArray[np.bool_]
    slope_low: NDArray[np.bool_]
    slope_high: NDArray[np.bool_]


def frame_count(samples: int) -> int:
    """Say how many rows a signal of so many samples has."""
    return max(0, (samples - FRAME_SAMPLES) // HOP_SAMPLES + 1)


def describe(signal: Floats) -> Floats:
    """Describe each frame of a signal.

    Args:
        signal: float32, shape (n,), 16 kHz, -1..1.

    Returns:
        float32, shape (frame_count(n), len(NAMES)).
    """
    count = frame_count(len(signal))
    if count == 0:
        return np.zeros((0, len(NAMES)), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(signal, FRAME_SAMPLES)[::HOP_SAMPLES]
    frames = frames - frames.mean(axis=1, keepdims=True)
    level = 10 * np.log10(np.mean(frames**2, axis=1) + FLOOR)
    power = _power(frames * _hann())
    pitch, strength = _pitch(power, level)
    power += FLOOR
    crossings = np.mean(np.diff(np.signbit(frames), axis=1), axis=1)
    bands = 10 * np.log10(power @ _bins().mel.T + FLOOR)
    columns = [level, pitch, strength, *_shape(power), crossings]
    columns += [*_harmonics(power, pitch), *_movement(bands), *_cepstra(bands).T]
    return np.stack(columns, axis=1).astype(np.float32)


def _power(frames: Floats) -> Floats:
    spectrum = rfft(frames, FFT_SAMPLES)
    return np.asarray(spectrum.real**2 + spectrum.imag**2, np.float32)


def _shape(power: Floats) -> list[Floats]:
    """Describe how power spreads over frequencies: each of shape (frames,)."""
    bins = _bins()
    khz = np.asarray(bins.hz / 1000, np.float32)
    share = power / power.sum(axis=1, keepdims=True)
    centroid = share @ khz
    spread = np.sqrt(np.maximum(share @ khz**2 - centroid**2, 0))
    rolloff = khz[np.argmax(np.cumsum(share, axis=1) >= 0.85, axis=1)]
    root = np.sqrt(share)
    change = np.linalg.norm(np.diff(root, axis=0), axis=1)
    flux = np.concatenate([change[:1], change]) if len(change) else np.zeros(1, np.float32)
    decibel = 10 * np.log10(power)
    flatness = decibel.mean(axis=1) - 10 * np.log10(power.mean(axis=1))
    alpha = _decibel(power, bins.low) - _decibel(power, bins.high)
    peaks = (decibel[:, bins.hammarberg_low].max(axis=1), decibel[:, bins.hammarberg_high].max(1))
    slopes = [_slope(decibel[:, part], khz[part]) for part in (bins.slope_low, bins.slope_high)]
    return [centroid, spread, rolloff, flux, flatness, alpha, peaks[0] - peaks[1], *slopes]


def _decibel(power: Floats, part: NDArray[np.bool_]) -> Floats:
    return np.asarray(10 * np.log10(power[:, part].sum(axis=1)), np.float32)


def _slope(decibel: Floats, khz: Floats) -> Floats:
    """Fit a line to each frame's spectrum, dB a kHz."""
    centred = khz - khz.mean()
    return np.asarray(decibel @ centred / (centred @ centred), np.float32)


def _harmonics(power: Floats, pitch: Floats) -> list[Floats]:
    hz = np.where(np.isnan(pitch), UNVOICED_HZ, REFERENCE_HZ * 2 ** (pitch / 12))
    rows = np.arange(len(power))
    first, second = (
        power[rows, np.rint(hz * number * FFT_SAMPLES / SAMPLE_RATE_HZ).astype(int)]
        for number in (1, 2)
    )
    formant = power[:, _bins().third_formant].max(axis=1)
    return [10 * np.log10(first / second), 10 * np.log10(first / formant)]


def _movement(bands: Floats) -> list[Floats]:
    change = np.abs(np.diff(bands, axis=0, prepend=bands[:1]))
    return [part.mean(axis=1) for part in np.array_split(change, 3, axis=1)]


def _cepstra(bands: Floats) -> Floats:
    nepers = bands * np.float32(np.log(10) / 10)
    return np.asarray(dct(nepers, type=2, norm="ortho", axis=1)[:, 1 : CEPSTRA + 1], np.float32)


def _pitch(power: Floats, level: Floats) -> tuple[Floats, Floats]:
    """Find pitch by the autocorrelation of the windowed frame over that of the window.

    Boersma 1993, "Accurate short-term analysis of the fundamental frequency".

    Returns:
        Pitch in semitones, NaN where unvoiced, and the autocorrelation there; both (frames,).
    """
    correlation = irfft(power)[:, : _longest_lag() + 2]
    correlation = correlation / np.maximum(correlation[:, :1], FLOOR) / _window_correlation()
    lags = np.arange(_shortest_lag(), _longest_lag() + 1)
    cost = OCTAVE_COST * np.log2(lags / _shortest_lag())
    best = lags[np.argmax(correlation[:, lags] - cost, axis=1)]
    rows = np.arange(len(power))
    before, here, after = (correlation[rows, best + step] for step in (-1, 0, 1))
    curve = before - 2 * here + after
    shift = np.where(curve < 0, 0.5 * (before - after) / np.where(curve < 0, curve, -1), 0)
    hz = SAMPLE_RATE_HZ / (best + np.clip(shift, -0.5, 0.5))
    strength = np.clip(here, 0, 1)
    voiced = (strength >= VOICED_STRENGTH) & (level > SILENCE_DECIBEL)
    semitones = np.where(voiced, 12 * np.log2(hz / REFERENCE_HZ), np.nan)
    return semitones.astype(np.float32), strength.astype(np.float32)


@cache
def _hann() -> Floats:
    return np.hanning(FRAME_SAMPLES).astype(np.float32)


@cache
def _window_correlation() -> NDArray[np.float64]:
    correlation = irfft(_power(_hann()))[: _longest_lag() + 2]
    return np.asarray(correlation / correlation[0], np.float64)


def _shortest_lag() -> int:
    return int(SAMPLE_RATE_HZ / PITCH_HIGH_HZ)


def _longest_lag() -> int:
    return int(SAMPLE_RATE_HZ / PITCH_LOW_HZ)


@cache
def _bins() -> _Bins:
    hz = np.fft.rfftfreq(FFT_SAMPLES, 1 / SAMPLE_RATE_HZ).astype(np.float32)
    return _Bins(
        hz=hz,
        mel=_mel_filters(hz),
        low=(hz >= 50) & (hz < 1000),  # alpha ratio and Hammarberg index as in eGeMAPS
        high=(hz >= 1000) & (hz < 5000),
        hammarberg_low=hz < 2000,
        hammarberg_high=(hz >= 2000) & (hz < 5000),
        third_formant=(hz > 2000) & (hz < 3500),
        slope_low=(hz > 0) & (hz < 500),
        slope_high=(hz >= 500) & (hz < 1500),
    )


def _mel_filters(hz: Floats) -> Floats:
    """Make triangles at even distances on the mel scale of O'Shaughnessy 1987."""
    edges_mel = np.linspace(_mel(MEL_LOW_HZ), _mel(MEL_HIGH_HZ), MEL_BANDS + 2)
    edges = 700 * (np.exp(edges_mel / 1127) - 1)
    low, peak, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    triangles = np.minimum((hz - low) / (peak - low), (high - hz) / (high - peak))
    return np.asarray(np.maximum(0, triangles), np.float32)


def _mel(hz: float) -> float:
    return float(1127 * np.log1p(hz / 700))
