"""What is asked of Google Gemini."""

from analysis.writing import DEFAULT_MODEL
from settings import values
from settings.setting import Setting

GEMINI = (
    Setting(
        "gemini_api_key",
        "GEMINI_API_KEY",
        None,
        values.text,
        "key for the written analysis; without it the report is made locally",
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
)
