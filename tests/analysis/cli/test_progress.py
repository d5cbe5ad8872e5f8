import io

from analysis.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_the_file_and_the_place_in_a_video() -> None:
    terminal = Terminal()
    Progress(terminal).show(3, "clip.mp4", 65.4, 130.0)
    assert terminal.getvalue().endswith("file 3: clip.mp4  1:05 of 2:10")
    Progress(terminal).show(4, "photo.jpg", None, None)
    assert terminal.getvalue().endswith("file 4: photo.jpg")
    assert "\n" not in terminal.getvalue()


def test_anything_but_a_terminal_stays_clean() -> None:
    log = io.StringIO()
    progress = Progress(log)
    progress.show(1, "photo.jpg", None, None)
    progress.erase()
    assert log.getvalue() == ""
