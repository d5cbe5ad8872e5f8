"""What Gemini sends, turned into what the talk's events say."""

import re
from dataclasses import dataclass

from google.genai import types

from live.captions import Captions
from live.events import REPLY_RATE_HZ, TalkEvents, TalkState
from live.memory import TalkMemory
from live.opinion import REPORT_EMOTION, Opinion, answer_to, parse_opinion

_PCM = re.compile(r"audio/(?:pcm|l16)(?:;\s*rate=(\d+))?", re.IGNORECASE)


@dataclass(slots=True)
class ReadingCounts:
    """What was received and not used.

    Attributes:
        invalid_opinions: calls of report_emotion with other values than asked for.
        repeated_opinions: the same call again in the same turn.
        unknown_calls: calls of other functions, or without an id.
        unusable_sounds: parts of a reply in another format than asked for.
    """

    invalid_opinions: int = 0
    repeated_opinions: int = 0
    unknown_calls: int = 0
    unusable_sounds: int = 0


class MessageReader:
    """Reads one talk's messages, over all its connections.

    Text parts of a reply are the model's reasoning, not what it says, and are not read.
    """

    def __init__(self, events: TalkEvents, memory: TalkMemory) -> None:
        self.counts = ReadingCounts()
        self._events = events
        self._captions = Captions(events.on_words, memory.add)
        self._state: TalkState | None = None
        self._opinion: Opinion | None = None

    @property
    def is_replying(self) -> bool:
        return self._captions.is_replying

    def set_state(self, state: TalkState) -> None:
        if state is not self._state:
            self._state = state
            self._events.on_state(state)

    def cut_off(self) -> None:
        """The connection ended: what was begun on it will not go on."""
        self._captions.cut_off()
        self._opinion = None

    def read(self, message: types.LiveServerMessage) -> list[types.FunctionResponse]:
        """Tell the events, and return what the model's calls are to be answered with."""
        if message.server_content is not None:
            self._read_content(message.server_content)
        calls = message.tool_call.function_calls if message.tool_call else None
        return [answer for call in calls or () if (answer := self._read_call(call)) is not None]

    def _read_content(self, content: types.LiveServerContent) -> None:
        heard, said = content.input_transcription, content.output_transcription
        if content.interrupted:
            self._events.on_interrupted()
        if heard is not None:
            self._captions.user_said(heard.text or "", finished=bool(heard.finished))
        if not content.interrupted:
            # The sound of an interrupted reply is nobody's to hear any more.
            self._read_sound(content.model_turn)
        if said is not None:
            self._captions.assistant_said(said.text or "")
        if content.interrupted:
            self._captions.interrupted()
            self.set_state(TalkState.INTERRUPTED)
        if content.turn_complete:
            self._captions.turn_completed()
            self._opinion = None
            self.set_state(TalkState.LISTENING)

    def _read_sound(self, turn: types.Content | None) -> None:
        for part in (turn.parts if turn is not None else None) or ():
            blob = part.inline_data
            if blob is None or not blob.data:
                continue
            match = _PCM.fullmatch(blob.mime_type or "")
            if match is None or int(match[1] or REPLY_RATE_HZ) != REPLY_RATE_HZ:
                self.counts.unusable_sounds += 1
                continue
            self._captions.reply_goes_on()
            self.set_state(TalkState.SPEAKING)
            self._events.on_reply(blob.data)

    def _read_call(self, call: types.FunctionCall) -> types.FunctionResponse | None:
        if call.name == REPORT_EMOTION:
            self._read_opinion(call)
        else:
            self.counts.unknown_calls += 1
        return answer_to(call) if call.id else None

    def _read_opinion(self, call: types.FunctionCall) -> None:
        opinion = parse_opinion(call.args)
        if opinion is None:
            self.counts.invalid_opinions += 1
        elif opinion == self._opinion:
            self.counts.repeated_opinions += 1
        else:
            self._opinion = opinion
            self._events.on_opinion(opinion.emotion, opinion.confidence, opinion.energy)
