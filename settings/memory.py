"""What is remembered, where and for how long."""

from pathlib import Path

from settings import values
from settings.setting import Setting
from store.databases import parse_database_url

MEMORY = (
    Setting(
        "data_dir", "EMOCHAT_DATA_DIR", "data", Path, "folder of what is kept: the SQLite database"
    ),
    Setting(
        "database_url",
        "EMOCHAT_DATABASE_URL",
        None,
        parse_database_url,
        "postgresql://user:password@host/name or sqlite:///path, better in the environment, "
        "where nobody sees it; default: SQLite in the data folder",
    ),
    Setting(
        "context_ttl_days",
        "EMOCHAT_CONTEXT_TTL_DAYS",
        "30",
        values.whole_number(0, 36_500),
        "days after its last message that a conversation is forgotten; 0 keeps it until deleted",
    ),
    Setting(
        "keep_text",
        "EMOCHAT_KEEP_TEXT",
        "off",
        values.switch,
        "on or off: keep the texts of conversations beside their readings; off erases kept ones at "
        "the start",
    ),
)
