"""What every session uses and none owns."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from webrtc.analyzers import (
    AnalysisWriter,
    FaceAnalyzer,
    SessionObserver,
    VoiceAnalyzer,
    VoiceAssistant,
)
from webrtc.companion import CompanionRoom
from webrtc.receive.network import Network
from webrtc.start_options import StartRules
from webrtc.turns import Turns


class NullObserver:
    """Counts nothing."""

    def on_session_started(self) -> None:
        return

    def on_session_resumed(self) -> None:
        return

    def on_session_ended(self, reason: str, lasted_s: float, dropped: Mapping[str, int]) -> None:
        return

    def on_label(self, stages_s: Mapping[str, float], *, has_reading: bool) -> None:
        return

    def on_voice_reading(self, source: str) -> None:
        return


@dataclass(frozen=True, slots=True)
class SessionServices:
    """The rooms behind a session.

    Attributes:
        local_writer: writes at once and without an outside service.
        voice_analyzer: None where no voice is read.
        assistant: None where nobody answers.
        companions: what thinks along with each session.
        scenarios: names of the scenarios that a companion knows.
        context_id: what the id of a remembered context looks like; None where no companion
            remembers.
        turns: when in each second the frames of which session are read.
    """

    analyzer: FaceAnalyzer
    writer: AnalysisWriter
    local_writer: AnalysisWriter
    network: Network
    default_language: str
    voice_analyzer: VoiceAnalyzer | None = None
    assistant: VoiceAssistant | None = None
    companions: Sequence[CompanionRoom] = ()
    scenarios: Collection[str] = ()
    context_id: re.Pattern[str] | None = None
    observer: SessionObserver = NullObserver()
    turns: Turns = field(default_factory=Turns)

    @property
    def start_rules(self) -> StartRules:
        return StartRules(self.default_language, self.scenarios, self.context_id)
