from pathlib import Path

import pytest

from training.card_parts import CardError, marks, table, with_parts, write_parts

COMMAND = "python -m training.some_card"
BEGIN, END = marks("figures", COMMAND)
CARD = f"before\n{BEGIN}\nold\n{END}\nafter — the end\n"


def test_parts_replace_what_stands_between_their_marks_and_nothing_else() -> None:
    made = with_parts(CARD, {"figures": "new"}, COMMAND)
    assert made == CARD.replace("old", "new")
    assert with_parts(made, {"figures": "new"}, COMMAND) == made


@pytest.mark.parametrize("card", ["", BEGIN, END, CARD.replace(COMMAND, "python -m another")])
def test_a_card_without_the_marks_of_a_part_is_refused(card: str) -> None:
    with pytest.raises(CardError, match="lacks <!-- figures"):
        with_parts(card, {"figures": "new"}, COMMAND)


def test_the_card_in_a_file_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "CARD.md"
    path.write_text(CARD, encoding="utf-8")
    write_parts(path, {"figures": "new"}, COMMAND)
    assert path.read_text(encoding="utf-8") == CARD.replace("old", "new")


def test_a_table_has_a_line_a_row() -> None:
    assert (
        table(("label", "F1"), [("joy", "0.67")]) == "| label | F1 |\n| --- | --- |\n| joy | 0.67 |"
    )
