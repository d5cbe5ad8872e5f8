"""Pieces of transcription, gathered to the text of each turn."""

from collections.abc import Callable

from live.events import Role

MAX_CAPTION_CHARS = 2_000
"""A turn that grows longer is closed, and goes on as another: sessions keep no more of one turn."""

OnWords = Callable[[str, str, bool], None]


class Captions:
    """Gathers what both sides say.

    Gemini transcribes apart from the reply, and seldom says where a turn ends, so the
    person's turn ends where the reply begins, and the assistant's where the reply ends. What is
    said into a reply that is cut short belongs to the person's next turn.
    """

    def __init__(self, on_words: OnWords, on_turn: Callable[[str, str], None]) -> None:
        """Set up the gathering.

        Args:
            on_words: takes role, whole text of the turn so far, and whether it is closed.
            on_turn: takes role and text of each closed turn.
        """
        self._on_words = on_words
        self._on_turn = on_turn
        self._texts = {Role.USER: "", Role.ASSISTANT: ""}
        self._is_replying = False
        self._was_interrupted = False

    @property
    def is_replying(self) -> bool:
        return self._is_replying

    def user_said(self, piece: str, *, finished: bool) -> None:
        self._add(Role.USER, piece, is_last=finished)

    def assistant_said(self, piece: str) -> None:
        """Add to the reply; the belated words of one that was interrupted are left out."""
        if piece and not self._was_interrupted:
            self.reply_goes_on()
            self._add(Role.ASSISTANT, piece)

    def reply_goes_on(self) -> None:
        """Take note that the reply sounds."""
        self._was_interrupted = False
        if not self._is_replying:
            self._is_replying = True
            self._close(Role.USER)

    def interrupted(self) -> None:
        self._is_replying = False
        self._was_interrupted = True
        self._close(Role.ASSISTANT)

    def turn_completed(self) -> None:
        self._is_replying = False
        if not self._was_interrupted:
            self._close(Role.USER)
        self._was_interrupted = False
        self._close(Role.ASSISTANT)

    def cut_off(self) -> None:
        """Close both turns: their rest is lost with the connection."""
        self._was_interrupted = False
        self.turn_completed()

    def _add(self, role: Role, piece: str, *, is_last: bool = False) -> None:
        # A lone surrogate could not be sent on as UTF-8.
        self._texts[role] += piece.encode("utf-8", "replace").decode("utf-8")
        self._close_what_is_too_long(role)
        if is_last:
            self._close(role)
        elif piece and (text := self._texts[role].strip()):
            self._on_words(role, text, False)

    def _close_what_is_too_long(self, role: Role) -> None:
        while len(text := self._texts[role].lstrip()) > MAX_CAPTION_CHARS:
            self._texts[role], rest = _parted(text)
            self._close(role)
            self._texts[role] = rest

    def _close(self, role: Role) -> None:
        text = self._texts[role].strip()
        self._texts[role] = ""
        if text:
            self._on_words(role, text, True)
            self._on_turn(role, text)


def _parted(text: str) -> tuple[str, str]:
    """Part a text at the last space within MAX_CAPTION_CHARS, if there is any."""
    space = text.rfind(" ", 0, MAX_CAPTION_CHARS + 1)
    end = space if space > 0 else MAX_CAPTION_CHARS
    return text[:end], text[end:]
