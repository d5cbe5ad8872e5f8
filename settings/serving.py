"""Whom the server serves."""

from analysis.writing import LANGUAGES
from settings import values
from settings.setting import Setting

SERVING = (
    Setting("host", "EMOCHAT_HOST", "127.0.0.1", values.text, "address to listen on"),
    Setting(
        "port",
        "EMOCHAT_PORT",
        "5000",
        values.whole_number(0, values.MAX_PORT),
        "TCP port; 0 takes a free one",
    ),
    Setting(
        "api_keys",
        "EMOCHAT_API_KEYS",
        "",
        values.keys,
        "comma-separated keys that callers must send; without any, only loopback is served",
    ),
    Setting(
        "language",
        "EMOCHAT_LANGUAGE",
        "es",
        values.one_of(LANGUAGES),
        "default language of analyses",
    ),
    Setting(
        "max_sessions",
        "EMOCHAT_MAX_SESSIONS",
        "16",
        values.whole_number(1, 10_000),
        "live sessions at a time; one more gets 503",
    ),
    Setting(
        "rate_limit",
        "EMOCHAT_RATE_LIMIT",
        "6000/minute",
        values.rate,
        "texts that each key may have read or looked up in a time; more get 429",
    ),
)
