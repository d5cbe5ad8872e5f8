import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.turn_json import dump_marks, dump_reading, load_marks, load_reading
from tests.store.turns import MARKS, reading
from text.categories import (
    FINE,
    LANGUAGES,
    Category,
    Complexity,
    DiscoveryLevel,
    IntensityLevel,
)
from text.conversation.turn import Marks
from text.reading import TextReading

SHARES = st.floats(0, 1)
SIGNED = st.floats(-1, 1)

READINGS = st.builds(
    TextReading,
    category=st.sampled_from(Category),
    raw=st.fixed_dictionaries(dict.fromkeys(Category, SHARES)),
    neutral=SHARES,
    intensity=SHARES,
    intensity_level=st.sampled_from(IntensityLevel),
    valence=SIGNED,
    arousal=SHARES,
    complexity=st.sampled_from(Complexity),
    wonder_index=SHARES,
    discovery_level=st.sampled_from(DiscoveryLevel),
    secondary=st.dictionaries(st.sampled_from(FINE), SHARES),
    language=st.sampled_from(LANGUAGES),
    tokens=st.integers(0, 10**6),
    truncated=st.booleans(),
    speaks_of_self_harm=st.booleans(),
)
MARKS_OF_ALL_KINDS = st.builds(
    Marks,
    triggers=st.lists(st.text()).map(tuple),
    waited_min=st.none() | st.floats(0, 1e9),
    promises=st.booleans(),
    resolves=st.booleans(),
)


@given(READINGS)
def test_every_reading_comes_back_the_same(given: TextReading) -> None:
    loaded = load_reading(dump_reading(given))
    assert loaded == given
    assert list(loaded.secondary) == list(given.secondary)


@given(MARKS_OF_ALL_KINDS)
def test_all_marks_come_back_the_same(given: Marks) -> None:
    assert load_marks(dump_marks(given)) == given


def test_a_reading_of_numpy_numbers_can_be_written() -> None:
    arousal: float = np.float32(0.5)  # type: ignore[assignment]
    given = reading(valence=np.float64(-0.25))
    object.__setattr__(given, "arousal", arousal)
    loaded = load_reading(dump_reading(given))
    assert [type(loaded.arousal), loaded.arousal, loaded.valence] == [float, 0.5, -0.25]


def test_a_number_that_json_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        dump_reading(reading(valence=float("nan")))


def test_fields_that_a_later_version_wrote_are_ignored() -> None:
    later = json.loads(dump_reading(reading())) | {"dominance": 0.5}
    later["raw"]["awe"] = 0.5
    assert load_reading(json.dumps(later)) == reading()
    later_marks = json.loads(dump_marks(MARKS)) | {"asks": True}
    assert load_marks(json.dumps(later_marks)) == MARKS


def test_marks_that_an_earlier_version_did_not_write_have_their_default() -> None:
    assert load_marks("{}") == Marks()
    assert load_marks('{"promises": true}') == Marks(promises=True)


def test_every_field_is_written() -> None:
    fields = TextReading.__dataclass_fields__.keys()
    assert json.loads(dump_reading(reading())).keys() == fields
    assert json.loads(dump_marks(MARKS)).keys() == Marks.__dataclass_fields__.keys()
