"""Common words of a language, out of the lists of the package wordfreq."""

import gzip
from importlib.metadata import distribution
from itertools import chain, islice
from pathlib import Path

import msgpack

from text.categories import Language


def common_words(language: Language, count: int) -> list[str]:
    """The commonest words, lower case, the commonest first.

    The file is read by itself: importing wordfreq 3.1.1 (Apache-2.0, its lists CC BY-SA 4.0)
    needs three packages that only normalise text.

    Raises:
        PackageNotFoundError: wordfreq is not installed.
    """
    name = f"wordfreq/data/large_{language}.msgpack.gz"
    path = Path(str(distribution("wordfreq").locate_file(name)))
    _, *by_frequency = msgpack.unpackb(gzip.decompress(path.read_bytes()))
    return list(islice(chain.from_iterable(by_frequency), count))
