"""Measure the face models: ``python -m training.face_eval --out FOLDER --data FOLDER``.

Takes a part of a face table or, as ``--pictures``, a folder with a folder for each expression.
Writes `metrics.json` and plots into the folder that `--out` names.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from analysis.classifier import LANDMARKS_ONLY, WITH_NETWORK
from analysis.labels import EMOTIONS
from training.face_answers import (
    Answer,
    Answerer,
    LabelledFolderError,
    folder_answers,
    labelled_pictures,
    table_answers,
)
from training.face_plots import MEASUREMENTS, draw_plots
from training.face_scores import accuracy_by_measurement, average_precision, summary
from training.face_table import TEST, VALID, FaceTableError
from vision.landmarks import FaceLandmarker
from vision.model_file import MODELS_DIR, ModelFileError, checked_model_path

SAD_HAPPY = ("sad", "happy")
_PARTS = {"public": VALID, "private": TEST}


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        answers = _answers(options)
    except (FaceTableError, LabelledFolderError, ModelFileError) as error:
        print(f"cannot measure: {error}", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(metrics(answers), indent=1, allow_nan=False)
    (options.out / "metrics.json").write_text(text + "\n", encoding="utf-8")
    draw_plots(answers, options.out)
    print(text)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.face_eval", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--pictures", type=Path, help="folder with a folder for each expression")
    source.add_argument("--data", type=Path, help="folder with face table and pixels")
    parser.add_argument("--part", choices=_PARTS, default="private", help="of the table")
    parser.add_argument("--out", type=Path, required=True, help="where metrics and plots go")
    parser.add_argument("--models", type=Path, default=MODELS_DIR)
    parser.add_argument("--network", choices=("on", "off"), default="on")
    return parser


def _answers(options: argparse.Namespace) -> list[Answer]:
    kind = WITH_NETWORK if options.network == "on" else LANDMARKS_ONLY
    answerer = Answerer(options.models, kind)
    if options.data is not None:
        answers = table_answers(answerer, options.data, _PARTS[options.part])
        return list(tqdm(answers, unit="face", disable=None))
    pictures = labelled_pictures(options.pictures)
    with FaceLandmarker(checked_model_path()) as landmarker:
        bar = tqdm(pictures, unit="picture", disable=None)
        return list(folder_answers(answerer, bar, landmarker))


def metrics(answers: Sequence[Answer]) -> dict[str, Any]:
    """Return all figures, ready for JSON.

    Those of the two tasks are of read faces; `coverage` and `right_of_all` count the others too.
    """
    named = [answer for answer in answers if answer.label >= 0]
    distinct = [answer for answer in answers if not answer.near_copy]
    return {
        "pictures": len(answers),
        "coverage": _share(sum(a.expression is not None for a in answers), len(answers)),
        "not_read": dict(Counter(a.reason for a in answers if a.reason is not None)),
        "right_of_all": _share(sum(_is_right(answer) for answer in named), len(named)),
        "all": _tasks(answers),
        "without_near_copies": _tasks(distinct),
        "by_measurement": {
            name: accuracy_by_measurement(*measured_answers(answers, name)) for name in MEASUREMENTS
        },
    }


def measured_answers(answers: Sequence[Answer], measurement: str) -> tuple[list[float], list[bool]]:
    """Return, of labelled read faces, the size of a measurement and whether each is right."""
    read = [a for a in answers if a.label >= 0 and a.expression and a.quality]
    values = [abs(float(getattr(answer.quality, measurement))) for answer in read]
    return values, [_is_right(answer) for answer in read]


def _is_right(answer: Answer) -> bool:
    return answer.expression is not None and _strongest(answer) == answer.label


def _strongest(answer: Answer) -> int:
    return int(np.argmax(answer.expression.scores)) if answer.expression else -1


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _tasks(answers: Sequence[Answer]) -> dict[str, Any]:
    seven = [(a.label, a.expression.scores) for a in answers if a.expression and a.label >= 0]
    two = [
        (a.happy_sad, (1 - a.expression.happy_probability, a.expression.happy_probability))
        for a in answers
        if a.expression and a.happy_sad >= 0
    ]
    return {
        "expressions": _summary(seven, EMOTIONS),
        "happy_sad": _summary(two, SAD_HAPPY),
    }


def _summary(
    rows: Sequence[tuple[int, tuple[float, ...]]], names: tuple[str, ...]
) -> dict[str, Any] | None:
    if not rows:
        return None
    labels = np.array([label for label, _ in rows])
    probabilities = np.array([scores for _, scores in rows])
    areas = {
        name: round(average_precision(labels == index, probabilities[:, index]), 4)
        for index, name in enumerate(names)
        if (labels == index).any()
    }
    return summary(labels, probabilities, names) | {"average_precision": areas}


if __name__ == "__main__":
    sys.exit(main())
