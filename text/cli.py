"""Read emotions line by line: ``python -m text.cli < lines.txt``.

Each line of standard input is a text; each line of standard output is a JSON object with its
reading, in the order of the input and as soon as the line is there. A line that cannot be read, or
is not UTF-8, gives an object with "error", and then the exit status is 1.
"""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from text.categories import LANGUAGES, Language
from text.encoder import TextEncoder
from text.model_file import TextModelError
from text.reader import ReadRequest, TextReader
from text.reading import TextReading, UnreadText

MODELS_DIR = Path(__file__).resolve().parent.parent / "models"
DEFAULT_LANGUAGE: Language = "en"
CHUNK_BYTES = 64 * 1024
LINES_AT_ONCE = 64
MAX_LINE_BYTES = 1024 * 1024
THREADS = 1
DIGITS = 4


class InputError(Exception):
    """The input is no lines of text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the input that holds something.

    Attributes:
        number: from 1.
        text: without the white space around it; None where it is not UTF-8.
    """

    number: int
    text: str | None


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    # As any filter does, end quietly where nobody reads on.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        reader = _reader(options.models, options.language)
        return _read_all(reader, options.language)
    except (InputError, TextModelError, OSError) as error:
        sys.stderr.write(f"text.cli: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _read_all(reader: TextReader, language: Language | None) -> int:
    failures = 0
    with asyncio.Runner() as runner:
        try:
            runner.run(reader.start())
            for lines in _lines(sys.stdin.buffer):
                texts = [line.text for line in lines if line.text is not None]
                requests = [ReadRequest(text, language) for text in texts]
                objects = _objects(lines, runner.run(reader.read(requests)))
                failures += sum("error" in each for each in objects)
                _write(objects)
        finally:
            runner.run(reader.close())
    return 1 if failures else 0


def _lines(stream: BinaryIO) -> Iterator[list[Line]]:
    """The lines that hold something, some at once where they are there already.

    Raises:
        InputError: a line is longer than MAX_LINE_BYTES.
    """
    number, rest = 0, b""
    while chunk := stream.read1(CHUNK_BYTES):  # type: ignore[attr-defined]
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > MAX_LINE_BYTES:
            raise InputError(f"line {number + len(whole) + 1} has over {MAX_LINE_BYTES} bytes")
        for start in range(0, len(whole), LINES_AT_ONCE):
            yield _decoded(whole[start : start + LINES_AT_ONCE], number + start)
        number += len(whole)
    yield _decoded([rest], number)


def _decoded(lines: Sequence[bytes], before: int) -> list[Line]:
    decoded = [Line(number, _text(line)) for number, line in enumerate(lines, before + 1)]
    return [line for line in decoded if line.text != ""]


def _text(line: bytes) -> str | None:
    try:
        return line.decode().strip()
    except UnicodeDecodeError:
        return None


def _objects(
    lines: Sequence[Line], answers: Sequence[TextReading | UnreadText]
) -> list[dict[str, Any]]:
    """Describe all lines; `answers` are to those with a text."""
    left = iter(answers)
    return [
        {"line": line.number, "error": "not UTF-8"}
        if line.text is None
        else {"line": line.number, "text": line.text, **_fields(next(left))}
        for line in lines
    ]


def _write(objects: Sequence[dict[str, Any]]) -> None:
    for each in objects:
        sys.stdout.write(json.dumps(each, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _fields(answer: TextReading | UnreadText) -> dict[str, Any]:
    if isinstance(answer, UnreadText):
        return {
            "error": f"language {answer.language} is not supported",
            "speaksOfSelfHarm": answer.speaks_of_self_harm,
        }
    return {
        "category": answer.category,
        "intensity": round(answer.intensity, DIGITS),
        "intensityLevel": answer.intensity_level,
        "valence": round(answer.valence, DIGITS),
        "arousal": round(answer.arousal, DIGITS),
        "complexity": answer.complexity,
        "wonderIndex": round(answer.wonder_index, DIGITS),
        "discoveryLevel": answer.discovery_level,
        "raw": {name: round(strength, DIGITS) for name, strength in answer.raw.items()},
        "neutral": round(answer.neutral, DIGITS),
        "secondary": {name: round(p, DIGITS) for name, p in answer.secondary.items()},
        "language": answer.language,
        "tokens": answer.tokens,
        "truncated": answer.truncated,
        "speaksOfSelfHarm": answer.speaks_of_self_harm,
    }


def _reader(models: Path, language: Language | None) -> TextReader:
    languages = (language,) if language else LANGUAGES
    encoders = {name: TextEncoder.load(models, f"text_{name}", THREADS) for name in languages}
    return TextReader(encoders, language or DEFAULT_LANGUAGE)


def _parser() -> argparse.ArgumentParser:
    summary, _, details = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="python -m text.cli", description=summary, epilog=details, allow_abbrev=False
    )
    parser.add_argument(
        "--language", choices=LANGUAGES, help="of all lines; without it, recognised line by line"
    )
    parser.add_argument("--models", type=Path, default=MODELS_DIR, help="folder of the text models")
    return parser


if __name__ == "__main__":
    sys.exit(main())
