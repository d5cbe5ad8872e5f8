"""What operators are told."""

from settings import values
from settings.setting import Setting
from telemetry.logs import FORMATS

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

TELEMETRY = (
    Setting(
        "log_level", "EMOCHAT_LOG_LEVEL", "INFO", values.one_of(LOG_LEVELS), "least level logged"
    ),
    Setting(
        "log_format",
        "EMOCHAT_LOG_FORMAT",
        "text",
        values.one_of(FORMATS),
        "text, or json: one object a line",
    ),
    Setting(
        "otlp_url",
        "EMOCHAT_OTLP_URL",
        None,
        values.url,
        "where OpenTelemetry traces go over HTTP, as http://127.0.0.1:4318/v1/traces",
    ),
    Setting(
        "notify_socket",
        "NOTIFY_SOCKET",
        None,
        values.text,
        "set by systemd, which is told when the server is ready and that it lives",
    ),
)
