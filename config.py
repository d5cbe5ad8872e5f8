"""Settings, from the environment and the command line; the only place that reads either."""

import argparse
import ipaddress
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import limits
from limits import RateLimitItem

from analysis.writing import DEFAULT_MODEL, LANGUAGES
from store.databases import Database, parse_database_url


class ConfigError(Exception):
    """A setting has a value that the server cannot start with."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `EMOCHAT_MAX_SESSIONS` in the environment is `--max-sessions` here.

    Attributes:
        field: its name in Config.
        variable: its name in the environment.
        default: as text, parsed like any other value; None leaves the field None.
        parse: turns the text into the value; ValueError with the reason if it cannot.
        help: one line for `--help` and the docs.
    """

    field: str
    variable: str
    default: str | None
    parse: Callable[[str], Any]
    help: str

    @property
    def option(self) -> str:
        return "--" + self.field.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, checked. See SETTINGS for what each one means."""

    host: str
    port: int
    api_keys: tuple[str, ...]
    gemini_api_key: str | None
    gemini_model: str
    gemini_base_url: str | None
    language: str
    max_sessions: int
    face_workers: int
    face_landmarker: Path | None
    face_network: bool
    voice: bool
    interfaces: tuple[str, ...]
    announced_address: str | None
    udp_ports: tuple[int, int] | None
    rate_limit: RateLimitItem
    data_dir: Path
    database_url: Database | None
    context_ttl_days: int
    keep_text: bool
    text_threads: int
    text_batch: int
    log_level: str

    @property
    def is_loopback(self) -> bool:
        return self.host == "localhost" or _is_loopback_address(self.host)


def _is_loopback_address(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value.strip()


def _integer(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        number = int(value) if value.strip().lstrip("-").isdigit() else None
        if number is None or not low <= number <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return number

    return parse


def _one_of(choices: Sequence[str]) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return value

    return parse


def _switch(value: str) -> bool:
    if value not in ("on", "off"):
        raise ValueError("must be on or off")
    return value == "on"


def _names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _address(value: str) -> str:
    try:
        return str(ipaddress.ip_address(value.strip()))
    except ValueError as error:
        raise ValueError("must be an IP address") from error


def _port_range(value: str) -> tuple[int, int]:
    first, dash, last = value.strip().partition("-")
    if not (dash and first.isdigit() and last.isdigit()):
        raise ValueError("must be two ports with a dash, as 40000-40999")
    if not MIN_UDP_PORT <= int(first) <= int(last) <= MAX_PORT:
        raise ValueError(f"must rise, from {MIN_UDP_PORT} to {MAX_PORT}")
    return int(first), int(last)


def _rate(value: str) -> RateLimitItem:
    try:
        rates = limits.parse_many(value)
    except ValueError:
        rates = []
    if len(rates) != 1 or rates[0].amount < 1 or rates[0].get_expiry() < 1:
        raise ValueError("must be a number and a time, as 6000/minute")
    return rates[0]


def _keys(value: str) -> tuple[str, ...]:
    keys = _names(value)
    if any(len(key) < MIN_KEY_CHARS for key in keys):
        raise ValueError(f"every key needs at least {MIN_KEY_CHARS} characters")
    return keys


def _url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    # google-genai joins paths with a slash of its own and would double this one.
    return value.rstrip("/")


MIN_KEY_CHARS = 16
MIN_UDP_PORT = 1024
MAX_PORT = 65_535
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

SETTINGS = (
    Setting("host", "EMOCHAT_HOST", "127.0.0.1", _text, "address to listen on"),
    Setting("port", "EMOCHAT_PORT", "5000", _integer(0, MAX_PORT), "TCP port; 0 takes a free one"),
    Setting(
        "api_keys",
        "EMOCHAT_API_KEYS",
        "",
        _keys,
        "comma-separated keys that callers must send; without any, only loopback is served",
    ),
    Setting(
        "gemini_api_key",
        "GEMINI_API_KEY",
        None,
        _text,
        "key for the written analysis; without it the report is made locally",
    ),
    Setting(
        "gemini_model",
        "EMOCHAT_GEMINI_MODEL",
        DEFAULT_MODEL,
        _text,
        "model of the written analysis",
    ),
    Setting(
        "gemini_base_url",
        "EMOCHAT_GEMINI_BASE_URL",
        None,
        _url,
        "another address of the Gemini API",
    ),
    Setting(
        "language", "EMOCHAT_LANGUAGE", "es", _one_of(LANGUAGES), "default language of analyses"
    ),
    Setting(
        "max_sessions",
        "EMOCHAT_MAX_SESSIONS",
        "16",
        _integer(1, 10_000),
        "live sessions at a time; one more gets 503",
    ),
    Setting(
        "face_workers",
        "EMOCHAT_FACE_WORKERS",
        str(os.cpu_count() or 1),
        _integer(1, 256),
        "threads that read faces",
    ),
    Setting(
        "face_landmarker",
        "EMOCHAT_FACE_LANDMARKER",
        None,
        Path,
        "another face_landmarker.task than the one that set-up fetches",
    ),
    Setting(
        "face_network",
        "EMOCHAT_FACE_NETWORK",
        "on",
        _switch,
        "on or off: read the face's pixels with a small network, beside its landmarks",
    ),
    Setting(
        "voice",
        "EMOCHAT_VOICE",
        "on",
        _switch,
        "on or off: read how voices sound, of people who agree to it",
    ),
    Setting(
        "interfaces",
        "EMOCHAT_INTERFACES",
        "",
        _names,
        "comma-separated network interfaces or addresses that take media; empty means all",
    ),
    Setting(
        "announced_address",
        "EMOCHAT_ANNOUNCED_ADDRESS",
        None,
        _address,
        "address that publishers send media to, where a NAT hides this machine's own",
    ),
    Setting(
        "udp_ports",
        "EMOCHAT_UDP_PORTS",
        None,
        _port_range,
        "ports that take media, one a session, as 40000-40999; else the system chooses",
    ),
    Setting(
        "rate_limit",
        "EMOCHAT_RATE_LIMIT",
        "6000/minute",
        _rate,
        "texts that each key may have read in a time; more get 429",
    ),
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
        _integer(0, 36_500),
        "days after its last message that a conversation is forgotten; 0 keeps it until deleted",
    ),
    Setting(
        "keep_text",
        "EMOCHAT_KEEP_TEXT",
        "off",
        _switch,
        "on or off: keep the texts of conversations beside their readings",
    ),
    Setting(
        "text_threads",
        "EMOCHAT_TEXT_THREADS",
        "1",
        _integer(1, 256),
        "threads of each text model",
    ),
    Setting(
        "text_batch",
        "EMOCHAT_TEXT_BATCH",
        "16",
        _integer(1, 256),
        "texts that a text model reads at once; more answer a crowd sooner and a lone text later",
    ),
    Setting("log_level", "EMOCHAT_LOG_LEVEL", "INFO", _one_of(LOG_LEVELS), "least level logged"),
)


def load_config(arguments: Sequence[str], environment: Mapping[str, str]) -> Config:
    """Read all settings; the command line wins over the environment.

    Raises:
        ConfigError: one line that names the setting and what is wrong with it.
    """
    options = vars(_parser().parse_args(arguments))
    config = Config(**{s.field: _value(s, options[s.field], environment) for s in SETTINGS})
    if not config.api_keys and not config.is_loopback:
        raise ConfigError(
            f"EMOCHAT_HOST {config.host} is not loopback: set EMOCHAT_API_KEYS to serve it"
        )
    return config


def _value(setting: Setting, option: str | None, environment: Mapping[str, str]) -> Any:
    name, text = setting.option, option
    if text is None:
        # An empty variable counts as unset, as is the custom of the environment.
        name, text = setting.variable, environment.get(setting.variable) or setting.default
    if text is None:
        return None
    try:
        return setting.parse(text)
    except ValueError as error:
        raise ConfigError(f"{name} {error}") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="server.py", description="Serve EmoChat.", allow_abbrev=False
    )
    for setting in SETTINGS:
        default = "" if setting.default in (None, "") else f"; default {setting.default}"
        parser.add_argument(
            setting.option,
            dest=setting.field,
            metavar="VALUE",
            help=f"{setting.help} ({setting.variable}{default})",
        )
    return parser
