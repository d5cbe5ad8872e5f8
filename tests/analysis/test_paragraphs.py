import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.paragraphs import ParagraphLimiter


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("uno", "uno"),
        ("uno\n\ndos", "uno\n\ndos"),
        ("uno\ndos", "uno\n\ndos"),
        ("uno \n \n\n dos\r\n\r\ntres\n\ncuatro", "uno\n\ndos tres cuatro"),
        ("\n\n  uno dos  \n", "uno dos"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_at_most_two_paragraphs_come_out(text: str, shown: str) -> None:
    assert ParagraphLimiter(2).feed(text) == shown


@given(st.lists(st.text("ab \n", max_size=6), max_size=8))
def test_pieces_come_out_as_the_whole_would(pieces: list[str]) -> None:
    limiter = ParagraphLimiter(2)
    assert "".join(map(limiter.feed, pieces)) == ParagraphLimiter(2).feed("".join(pieces))
