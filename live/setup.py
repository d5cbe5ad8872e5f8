"""What a connection asks of the Live API."""

from google.genai import types

from live.opinion import report_emotion_tool
from live.settings import LiveSettings


def connect_config(
    settings: LiveSettings, instruction: types.Content, *, push_to_talk: bool, handle: str | None
) -> types.LiveConnectConfig:
    """Return the configuration of one connection, resumed if there is a handle.

    AUDIO is the only reply that today's Live models give. What is not set here is not set on
    purpose: `enable_affective_dialog` and `proactivity` are errors on gemini-3.8-live, and its
    language follows the instruction.
    """
    return types.LiveConnectConfig(
        response_modalities=[types.Modality.AUDIO],
        speech_config=types.SpeechConfig(
            voice_config=types.VoiceConfig(
                prebuilt_voice_config=types.PrebuiltVoiceConfig(voice_name=settings.voice)
            )
        ),
        system_instruction=instruction,
        tools=[report_emotion_tool()],
        input_audio_transcription=types.AudioTranscriptionConfig(),
        output_audio_transcription=types.AudioTranscriptionConfig(),
        session_resumption=types.SessionResumptionConfig(handle=handle),
        # Without it a session ends after 15 minutes of sound.
        context_window_compression=types.ContextWindowCompressionConfig(
            sliding_window=types.SlidingWindow()
        ),
        realtime_input_config=_push_to_talk() if push_to_talk else None,
    )


def _push_to_talk() -> types.RealtimeInputConfig:
    return types.RealtimeInputConfig(
        automatic_activity_detection=types.AutomaticActivityDetection(disabled=True)
    )
