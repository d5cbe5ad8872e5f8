"""Measures how text.languages errs on the texts of the data sets.

python -m training.text.multilingual_languages --data FOLDER
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from text.categories import LANGUAGES
from text.languages import LanguageDetector
from training.text.multilingual_probes import FOREIGN, UNSEEN
from training.text.sources import Sources, published_hashes


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.text.multilingual_languages")
    parser.add_argument("--data", type=Path, required=True, help="folder of the published files")
    sources = Sources(parser.parse_args().data, published_hashes())
    detector = LanguageDetector.load()
    texts = {
        "en, GoEmotions dev": sources.goemotions("dev").texts,
        "en, GoEmotions test": sources.goemotions("test").texts,
        "es, BRIGHTER dev and train": (
            *sources.brighter("dev", "esp").texts,
            *sources.brighter("train", "esp").texts,
        ),
        "es, BRIGHTER test": sources.brighter("test", "esp").texts,
        "es, XED": sources.xed_spanish().texts,
    }
    for name, rows in texts.items():
        print(f"{name}: {_shares(detector, rows)}")
    for name, probes in (("known", FOREIGN), ("unseen", UNSEEN)):
        print(f"others, {name}: {_taken_for_ours(detector, probes)}")


def _shares(detector: LanguageDetector, texts: tuple[str, ...]) -> str:
    counts = Counter(_kind(detector.language_of(text)) for text in texts)
    shares = (f"{kind} {count / len(texts):.2%}" for kind, count in counts.most_common())
    return f"{len(texts)} texts, {', '.join(shares)}"


def _kind(language: str | None) -> str:
    return "untold" if language is None else language if language in LANGUAGES else "another"


def _taken_for_ours(detector: LanguageDetector, probes: Mapping[str, Iterable[str]]) -> str:
    rows = [text for texts in probes.values() for text in texts]
    missed = [text for text in rows if _kind(detector.language_of(text)) != "another"]
    return f"{len(missed)} of {len(rows)} texts taken for English or Spanish or untold: {missed}"


if __name__ == "__main__":
    main()
