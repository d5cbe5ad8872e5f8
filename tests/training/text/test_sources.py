import hashlib
from pathlib import Path

import numpy as np
import pytest

from text.categories import FINE
from training.text.heads import LEVELS, PLUTCHIK
from training.text.sources import SourceError, Sources, published_hashes

FILES = {
    "goemotions/train.tsv": "so good, thanks\t0,15\tid1\nhm\u2028well\t27\tid2\n",
    "emobank.csv": (
        'id,split,V,A,D,text\na,train,3.0,2.5,3.2,"one, two"\nb,test,1,2,3,"he said\nno"\n'
    ),
    "brighter/track_b/train/eng.csv": "id,text,anger,fear,joy,sadness,surprise\n1,grr,3,1,0,0,2\n",
    "brighter/track_a/dev/esp.csv": (
        "id,text,anger,disgust,fear,joy,sadness,surprise\n1,uf,1,1,0,0,0,0\n"
    ),
    "xed/en-annotated.tsv": "Damn .\t1, 3\n",
    "xed/neu_en.txt": "9\tTwo pair .\n9\t\n",
    "xed/es-projections.tsv": "Vamos.\t6, 7\r\nbroken\r\nSi\t5\t\r\n\u00a1No!\t1\r\n",
}


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    hashes = {}
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        hashes[name] = hashlib.sha256(text.encode()).hexdigest()
    return Sources(tmp_path, hashes)


def test_goemotions_has_fine_labels_and_their_groups(sources: Sources) -> None:
    corpus = sources.goemotions("train")
    assert corpus.texts == ("so good, thanks", "hm\u2028well")
    fine = corpus.targets["fine"][0]
    assert [FINE[i] for i in np.flatnonzero(fine)] == ["admiration", "gratitude"]
    assert corpus.targets["presence"].argmax(axis=1).tolist() == [0, 6]
    assert corpus.targets["sentiment"].tolist() == [[1, 0, 0, 0], [0, 0, 0, 1]]


def test_emobank_gives_the_ratings_of_one_split(sources: Sources) -> None:
    train, test = sources.emobank("train"), sources.emobank("test")
    assert (train.texts, test.texts) == (("one, two",), ("he said\nno",))
    np.testing.assert_allclose(train.targets["affect"], [[3.0, 2.5, 3.2]])


def test_brighters_english_strengths_are_levels_without_disgust(sources: Sources) -> None:
    (row,) = sources.brighter("train", "eng").targets["levels"]
    by_label = dict(zip(LEVELS, row.tolist(), strict=True))
    assert [by_label[f"anger>={level}"] for level in (1, 2, 3)] == [1, 1, 1]
    assert [by_label[f"surprise>={level}"] for level in (1, 2, 3)] == [1, 1, 0]
    assert np.isnan(by_label["disgust>=1"])


def test_brighters_presence_is_the_first_level_alone(sources: Sources) -> None:
    (row,) = sources.brighter_presence("dev", "esp").targets["levels"]
    by_label = dict(zip(LEVELS, row.tolist(), strict=True))
    assert (by_label["disgust>=1"], by_label["joy>=1"]) == (1, 0)
    assert np.isnan(by_label["disgust>=2"])


def test_xed_joins_labelled_and_neutral_lines(sources: Sources) -> None:
    corpus = sources.xed()
    assert corpus.texts == ("Damn .", "Two pair .")
    first, neutral = corpus.targets["plutchik"]
    assert [PLUTCHIK[i] for i in np.flatnonzero(first)] == ["anger", "disgust"]
    assert not neutral.any()


def test_broken_lines_of_spanish_xed_are_left_out(sources: Sources) -> None:
    corpus = sources.xed_spanish()
    assert corpus.texts == ("Vamos.", "\u00a1No!")
    assert [PLUTCHIK[i] for i in np.flatnonzero(corpus.targets["plutchik"][0])] == [
        "sadness",
        "surprise",
    ]


def test_a_missing_file_is_named(sources: Sources) -> None:
    with pytest.raises(SourceError, match=r"dev\.tsv: No such file"):
        sources.goemotions("dev")


def test_another_file_than_the_published_one_is_refused(sources: Sources, tmp_path: Path) -> None:
    (tmp_path / "emobank.csv").write_text("id,split,V,A,D,text\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"emobank\.csv: not the published file"):
        sources.emobank("train")


def test_every_split_that_is_trained_or_measured_on_has_a_published_hash() -> None:
    hashes = published_hashes()
    splits = ("train", "dev", "test")
    assert {f"goemotions/{split}.tsv" for split in splits} <= set(hashes)
    assert {f"brighter/track_b/{split}/eng.csv" for split in splits} <= set(hashes)
    assert all(len(digest) == 64 for digest in hashes.values())
