"""What is done about how people feel."""

from pathlib import Path

from scenarios.loader import DEFAULT_ENABLED
from scenarios.webhook_settings import parse_webhook_secret, parse_webhook_url
from settings import values
from settings.setting import Setting

SCENARIOS = (
    Setting(
        "scenarios",
        "EMOCHAT_SCENARIOS",
        ",".join(DEFAULT_ENABLED),
        values.names,
        "comma-separated scenarios that sessions may choose; read docs/scenarios.md before you "
        "add education or support, which the EU AI Act forbids at school and at work",
    ),
    Setting(
        "scenario_folder",
        "EMOCHAT_SCENARIO_FOLDER",
        None,
        Path,
        "folder with scenarios of your own, one TOML file each",
    ),
    Setting(
        "webhook_url",
        "EMOCHAT_WEBHOOK_URL",
        None,
        parse_webhook_url,
        "where escalations are posted to",
    ),
    Setting(
        "webhook_secret",
        "EMOCHAT_WEBHOOK_SECRET",
        None,
        parse_webhook_secret,
        "whsec_ and 24 to 64 bytes in base64: signs what is posted",
    ),
)
