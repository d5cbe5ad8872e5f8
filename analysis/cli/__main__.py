"""Prints what faces in pictures and videos express, one JSON object a line.

A still picture gives one line, a video one a second (--rate), each with the fields of a `label`
message; only a video's are smoothed. Files that cannot be read are told on standard error and
passed over.
"""

import argparse
import json
import math
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TextIO

from analysis.cli.copies import CopyFolder
from analysis.cli.inputs import InputError, named_paths
from analysis.cli.labelling import Labeller
from analysis.cli.progress import Progress
from vision.model_file import MODELS_DIR, ModelFileError, checked_model_path

EXIT_OK, EXIT_FILES_FAILED, EXIT_CANNOT = 0, 1, 2
# What a shell reports of a program that a signal ended: 128 and SIGINT, 128 and SIGPIPE.
EXIT_INTERRUPTED, EXIT_PIPE_CLOSED = 130, 141

MAX_RATE_HZ = 60.0

# RuntimeError and ValueError: MediaPipe cannot read its model.
_START_ERRORS = (ModelFileError, OSError, RuntimeError, ValueError)


def main(arguments: list[str] | None = None) -> int:
    """Return the exit status: 0, 1 if a file could not be read, 2 if it cannot go on at all."""
    options = _parser().parse_args(arguments)
    try:
        copies = CopyFolder(options.plot) if options.plot is not None else None
        labeller = Labeller.load(
            checked_model_path(options.landmarker),
            MODELS_DIR,
            copies,
            use_network=not options.landmarks_only,
        )
    except _START_ERRORS as error:
        return _failed("cannot start", error)
    with closing(labeller):
        try:
            return _label_all(options, labeller)
        except KeyboardInterrupt:
            return EXIT_INTERRUPTED
        except BrokenPipeError:
            # Else Python would fail once more when it flushes at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return EXIT_PIPE_CLOSED
        except OSError as error:
            return _failed("cannot write", error)


def _failed(what: str, error: Exception) -> int:
    first_line = str(error).partition("\n")[0]
    sys.stderr.write(f"{what}: {first_line}\n")
    return EXIT_CANNOT


def _label_all(options: argparse.Namespace, labeller: Labeller) -> int:
    progress = Progress(sys.stderr)
    status = EXIT_OK
    for number, path in enumerate(named_paths(options.paths, sys.stdin.buffer), start=1):
        progress.show(number, str(path), None, None)
        try:
            for line in labeller.lines(path, 1 / options.rate):
                progress.erase()
                _write_line(sys.stdout, line.fields)
                picture = line.picture
                progress.show(number, str(path), picture.media_time_s, picture.duration_s)
        except InputError as error:
            progress.erase()
            sys.stderr.write(f"{path}: {error}\n")
            status = EXIT_FILES_FAILED
    progress.erase()
    return status


def _write_line(stream: TextIO, fields: dict[str, object]) -> None:
    stream.write(json.dumps(fields) + "\n")
    # At once, so that whoever reads the pipe sees each second of a video as it is read.
    stream.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis.cli", description=__doc__)
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="FILE",
        help="a picture or a video; - takes paths from standard input, one a line",
    )
    parser.add_argument(
        "--plot",
        type=Path,
        metavar="FOLDER",
        help="also write a copy of each picture with landmarks, box, scores and reason",
    )
    parser.add_argument(
        "--rate", type=_rate, default=1.0, metavar="HZ", help="readings a second of video (1)"
    )
    parser.add_argument(
        "--landmarks-only", action="store_true", help="do not look at the face's pixels"
    )
    parser.add_argument(
        "--landmarker",
        type=Path,
        metavar="FILE",
        help="another face_landmarker.task than the one that set-up fetches",
    )
    return parser


def _rate(text: str) -> float:
    rate = float(text)
    if not 0 < rate <= MAX_RATE_HZ or math.isnan(rate):
        raise argparse.ArgumentTypeError(f"must be above 0 and at most {MAX_RATE_HZ:g}")
    return rate


if __name__ == "__main__":
    sys.exit(main())
