"""The end of a session that nobody concluded: its client or its worker did not come back."""

from collections.abc import Mapping, Sequence
from typing import Any

from webrtc import messages
from webrtc.companion import Findings
from webrtc.companions import Companions
from webrtc.conclusion import Conclusion, EndedSession
from webrtc.end_reasons import CONNECTION_LOST
from webrtc.keeper import Json
from webrtc.messages import Message
from webrtc.past import Past, decode_past
from webrtc.services import SessionServices

CATCH_UP_TIMEOUT_S = 10.0
"""All words of a session are yet to be read; nobody waits for it meanwhile."""


async def belated_report(
    services: SessionServices, session_id: str, head: Json, entries: Sequence[Json]
) -> Mapping[str, Any]:
    """Conclude a session from what was saved of it.

    Returns:
        The messages that its client would have got, under `messages`: the whole analysis,
        the report and `ended`.
    """
    past = decode_past(head, entries)
    conclusion = Conclusion(services.writer, services.local_writer, _send_nowhere)
    companions = Companions(session_id, services.companions, _send_nowhere, past)
    companions.open(past.head.options, past.head.owner, past.begun_at)
    try:
        findings = await companions.conclude(past.head.elapsed_s, CATCH_UP_TIMEOUT_S)
        await conclusion.write(_account(past, findings))
    except Exception:
        await companions.close(conclusion.text)
        raise
    # Who is cancelled closes nothing: the session was erased, or another worker has it.
    await companions.close(conclusion.text)
    ended = messages.ended(past.head.reason or CONNECTION_LOST)
    return {"messages": [*conclusion.messages, ended]}


def _send_nowhere(message: Message) -> None:
    """Leave a message to the report."""


def _account(past: Past, findings: Sequence[Findings]) -> EndedSession:
    head, readings = past.head, past.readings()
    return EndedSession(
        context=head.options.context,
        language=head.options.language,
        entries=readings.faces,
        duration_s=min(head.elapsed_s, head.options.duration_s),
        frames_received=head.frames_received,
        frames_analysed=head.frames_analysed,
        voice_readings=readings.voices,
        audio_heard_s=head.audio_heard_s,
        audio_sent_s=head.audio_sent_s,
        findings=findings,
    )
