from pathlib import Path

import pytest

from config import SETTINGS, ConfigError, load_config


def test_without_any_setting_the_server_is_on_loopback_port_5000() -> None:
    config = load_config([], {})
    assert (config.host, config.port) == ("127.0.0.1", 5000)
    assert config.is_loopback
    assert config.gemini_api_key is None
    assert config.language == "es"


def test_the_command_line_wins_over_the_environment() -> None:
    config = load_config(["--port", "7000"], {"EMOCHAT_PORT": "6000", "EMOCHAT_LANGUAGE": "en"})
    assert (config.port, config.language) == (7000, "en")


def test_an_empty_variable_counts_as_unset() -> None:
    assert load_config([], {"EMOCHAT_PORT": "", "GEMINI_API_KEY": ""}).port == 5000


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("EMOCHAT_PORT", "http"),
        ("EMOCHAT_PORT", "65536"),
        ("EMOCHAT_PORT", "-1"),
        ("EMOCHAT_MAX_SESSIONS", "0"),
        ("EMOCHAT_LANGUAGE", "fr"),
        ("EMOCHAT_GEMINI_BASE_URL", "example.org"),
        ("EMOCHAT_API_KEYS", "short"),
        ("EMOCHAT_LOG_LEVEL", "loud"),
        ("EMOCHAT_RATE_LIMIT", "many"),
        ("EMOCHAT_RATE_LIMIT", "0/minute"),
        ("EMOCHAT_RATE_LIMIT", "10/second, 100/minute"),
        ("EMOCHAT_DATABASE_URL", "mysql://user:hunter2@host/name"),
        ("EMOCHAT_CONTEXT_TTL_DAYS", "-1"),
        ("EMOCHAT_KEEP_TEXT", "yes"),
        ("EMOCHAT_TEXT_THREADS", "0"),
        ("EMOCHAT_TEXT_BATCH", "0"),
        ("EMOCHAT_LOG_FORMAT", "xml"),
        ("EMOCHAT_WORKERS", "0"),
        ("EMOCHAT_WORKER_ID", "W 1"),
        ("EMOCHAT_REDIS_URL", "http://127.0.0.1"),
        ("EMOCHAT_TRUSTED_PROXIES", "example.org"),
        ("EMOCHAT_DRAIN_S", "601"),
        ("EMOCHAT_TURN_URLS", "http://turn.example.org"),
        ("EMOCHAT_TURN_URLS", "turn:a>b"),
        ("EMOCHAT_WEBHOOK_URL", "http://example.org/hook"),
        ("EMOCHAT_WEBHOOK_SECRET", "short"),
        ("EMOCHAT_GEMINI_LIVE_API_VERSION", "v9"),
    ],
)
def test_a_bad_value_is_refused_in_one_line_that_names_its_setting(
    variable: str, value: str
) -> None:
    with pytest.raises(ConfigError) as refusal:
        load_config([], {variable: value})
    assert str(refusal.value).startswith(variable)
    assert "\n" not in str(refusal.value)


def test_a_bad_option_is_named_as_the_option() -> None:
    with pytest.raises(ConfigError, match="^--port must be"):
        load_config(["--port", "x"], {})


def test_another_address_than_loopback_needs_keys() -> None:
    with pytest.raises(ConfigError, match="EMOCHAT_API_KEYS"):
        load_config(["--host", "0.0.0.0"], {})
    config = load_config(["--host", "0.0.0.0"], {"EMOCHAT_API_KEYS": "a" * 16 + "," + "b" * 16})
    assert len(config.api_keys) == 2


def test_help_lists_every_setting_with_its_variable(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        load_config(["--help"], {})
    text = capsys.readouterr().out
    for setting in SETTINGS:
        assert setting.option in text
        assert setting.variable in text


@pytest.mark.parametrize("ports", ["40000", "40999-40000", "80-90", "40000-70000", "a-b"])
def test_a_range_of_ports_that_is_none_is_refused(ports: str) -> None:
    with pytest.raises(ConfigError, match="^EMOCHAT_UDP_PORTS must"):
        load_config([], {"EMOCHAT_UDP_PORTS": ports})


def test_the_network_settings_are_read() -> None:
    config = load_config(
        ["--interfaces", "eth0, 10.0.0.5", "--udp-ports", "40000-40999"],
        {"EMOCHAT_ANNOUNCED_ADDRESS": "203.0.113.9"},
    )
    assert config.interfaces == ("eth0", "10.0.0.5")
    assert config.udp_ports == (40_000, 40_999)
    assert config.announced_address == "203.0.113.9"


def test_an_announced_address_that_is_a_name_is_refused() -> None:
    with pytest.raises(ConfigError, match="must be an IP address"):
        load_config(["--announced-address", "example.org"], {})


def test_the_memory_is_in_the_data_folder_for_thirty_days_without_texts() -> None:
    config = load_config([], {})
    assert (config.data_dir, config.database_url) == (Path("data"), None)
    assert (config.context_ttl_days, config.keep_text) == (30, False)


def test_a_rate_limit_is_a_number_and_a_time() -> None:
    rate = load_config([], {"EMOCHAT_RATE_LIMIT": "600/minute"}).rate_limit
    assert (rate.amount, rate.get_expiry()) == (600, 60)


def test_a_database_url_shows_its_password_nowhere() -> None:
    url = "postgresql://user:hunter2@host/name"
    assert "hunter2" not in repr(load_config([], {"EMOCHAT_DATABASE_URL": url}))
    with pytest.raises(ConfigError) as refusal:
        load_config([], {"EMOCHAT_DATABASE_URL": url.replace("postgresql", "mysql")})
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("variable", "value", "other"),
    [
        ("EMOCHAT_TURN_URLS", "turn:turn.example.org", "EMOCHAT_TURN_SECRET"),
        ("EMOCHAT_TURN_SECRET", "shared", "EMOCHAT_TURN_URLS"),
        ("EMOCHAT_WEBHOOK_URL", "https://example.org/hook", "EMOCHAT_WEBHOOK_SECRET"),
    ],
)
def test_a_setting_without_its_other_half_is_refused(variable: str, value: str, other: str) -> None:
    with pytest.raises(ConfigError, match=other):
        load_config([], {variable: value})


def test_several_workers_need_a_redis() -> None:
    with pytest.raises(ConfigError, match="EMOCHAT_REDIS_URL"):
        load_config([], {"EMOCHAT_WORKERS": "2"})
    config = load_config([], {"EMOCHAT_WORKERS": "2", "EMOCHAT_REDIS_URL": "redis://127.0.0.1"})
    assert config.workers == 2


def test_a_proxy_is_trusted_only_where_keys_are_set() -> None:
    variables = {"EMOCHAT_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8"}
    with pytest.raises(ConfigError, match="EMOCHAT_API_KEYS"):
        load_config([], variables)
    config = load_config([], {**variables, "EMOCHAT_API_KEYS": "a-key-of-enough-length"})
    assert len(config.trusted_proxies) == 2
