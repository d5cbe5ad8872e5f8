"""What is asked of Google Gemini."""

from analysis.writing import DEFAULT_MODEL
from live.settings import DEFAULT_API_VERSION, DEFAULT_LIVE_MODEL, DEFAULT_VOICE
from settings import values
from settings.setting import Setting

GEMINI = (
    Setting(
        "gemini_api_key",
        "GEMINI_API_KEY",
        None,
        values.text,
        "key for the written analysis and the spoken talk; without it the report is made locally",
    ),
    Setting(
        "gemini_model",
        "EMOCHAT_GEMINI_MODEL",
        DEFAULT_MODEL,
        values.text,
        "model of the written analysis",
    ),
    Setting(
        "gemini_base_url",
        "EMOCHAT_GEMINI_BASE_URL",
        None,
        values.url,
        "another address of the Gemini API",
    ),
    Setting(
        "gemini_live_model",
        "EMOCHAT_GEMINI_LIVE_MODEL",
        DEFAULT_LIVE_MODEL,
        values.text,
        "model of the spoken talk",
    ),
    Setting(
        "gemini_live_api_version",
        "EMOCHAT_GEMINI_LIVE_API_VERSION",
        DEFAULT_API_VERSION,
        values.one_of(("v1", "v1beta", "v1alpha")),
        "version of the Live API",
    ),
    Setting(
        "gemini_live_voice",
        "EMOCHAT_GEMINI_LIVE_VOICE",
        DEFAULT_VOICE,
        values.text,
        "prebuilt voice of the assistant",
    ),
    Setting(
        "gemini_live_connection_s",
        "EMOCHAT_GEMINI_LIVE_CONNECTION_S",
        "540",
        values.whole_number(60, 600),
        "seconds after which a connection to Gemini Live is replaced",
    ),
    Setting(
        "assistant",
        "EMOCHAT_ASSISTANT",
        "on",
        values.switch,
        "on or off: with a Gemini key, offer people an assistant that answers their voice",
    ),
)
