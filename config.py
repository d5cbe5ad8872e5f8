"""Settings, from the environment and the command line; the only place that reads either."""

import argparse
import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from limits import RateLimitItem

from loopback import is_loopback
from settings.cluster import CLUSTER
from settings.gemini import GEMINI
from settings.media import MEDIA
from settings.memory import MEMORY
from settings.models import MODELS
from settings.scenarios import SCENARIOS
from settings.serving import SERVING
from settings.setting import Setting
from settings.telemetry import TELEMETRY
from store.databases import Database
from telemetry.logs import LogFormat


class StartError(Exception):
    """The server cannot start, and whoever starts it can mend why."""


class ConfigError(StartError):
    """A setting has a value that the server cannot start with."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, checked. See SETTINGS for what each one means."""

    host: str
    port: int
    api_keys: tuple[str, ...]
    gemini_api_key: str | None
    gemini_model: str
    gemini_base_url: str | None
    gemini_live_model: str
    gemini_live_api_version: str
    gemini_live_voice: str
    gemini_live_connection_s: int
    assistant: bool
    scenarios: tuple[str, ...]
    scenario_folder: Path | None
    webhook_url: str | None
    webhook_secret: bytes | None
    turn_urls: tuple[str, ...]
    turn_secret: str | None
    language: str
    max_sessions: int
    face_workers: int
    face_landmarker: Path | None
    face_network: bool
    voice: bool
    interfaces: tuple[str, ...]
    announced_address: str | None
    udp_ports: tuple[int, int] | None
    checked_networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]
    rate_limit: RateLimitItem
    data_dir: Path
    database_url: Database | None
    context_ttl_days: int
    keep_text: bool
    text_threads: int
    text_batch: int
    workers: int
    redis_url: str | None
    worker_id: str | None
    worker_prefix: str
    trusted_proxies: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]
    drain_s: int
    key_sessions: int
    address_sessions: int
    key_offers: int
    address_offers: int
    log_level: str
    log_format: LogFormat
    otlp_url: str | None
    notify_socket: str | None

    @property
    def is_loopback(self) -> bool:
        return is_loopback(self.host)


SETTINGS = (*SERVING, *GEMINI, *SCENARIOS, *MODELS, *MEDIA, *MEMORY, *CLUSTER, *TELEMETRY)
"""In the order of `--help`."""


TOGETHER = (("WEBHOOK_URL", "WEBHOOK_SECRET"), ("TURN_URLS", "TURN_SECRET"))
"""Settings that mean nothing without each other."""


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
    if config.trusted_proxies and not config.api_keys:
        raise ConfigError("EMOCHAT_TRUSTED_PROXIES lets others in: set EMOCHAT_API_KEYS")
    if config.workers > 1 and config.redis_url is None:
        raise ConfigError("EMOCHAT_WORKERS is more than 1: set EMOCHAT_REDIS_URL")
    for one, other in TOGETHER:
        if bool(getattr(config, one.lower())) != bool(getattr(config, other.lower())):
            raise ConfigError(f"EMOCHAT_{one} and EMOCHAT_{other} are set together or not at all")
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
