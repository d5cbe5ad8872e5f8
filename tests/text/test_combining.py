from text.combining import MAX_MARKS, without_accents, without_towers


def test_towers_of_marks_are_cut_and_accents_stay() -> None:
    assert without_towers("plain") == "plain"
    assert without_towers("cafe\u0301 \u00e9") == "cafe\u0301 \u00e9"
    tower = "\u0315\u0300" * 5_000
    assert without_towers(f"a{tower}b\u0301") == f"a{tower[:MAX_MARKS]}b\u0301"


def test_accents_are_taken_off() -> None:
    assert without_accents("qu\u00e9 an\u0303o \uff41") == "que ano a"
