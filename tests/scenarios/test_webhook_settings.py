import base64

import pytest

from scenarios.webhook_settings import parse_webhook_secret, parse_webhook_url


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/hook?key=1",
        "http://127.0.0.1:8000/hook",
        "http://localhost/hook",
        "http://[::1]:9/",
    ],
)
def test_https_and_this_machine_are_taken(url: str) -> None:
    assert parse_webhook_url(f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/secret",
        "http://localhost.example.org/secret",
        "http://10.0.0.1/secret",
        "ftp://example.org/secret",
        "https:///secret",
        "https://user:secret@example.org/",
        "https://example.org/#secret",
        "https://example.org:port/secret",
        "https://[::1/secret",
        "secret",
        "",
    ],
)
def test_any_other_address_is_refused_and_not_quoted(url: str) -> None:
    with pytest.raises(ValueError, match="must") as refused:
        parse_webhook_url(url)
    assert "secret" not in str(refused.value)


def encoded(secret: bytes) -> str:
    return "whsec_" + base64.b64encode(secret).decode()


@pytest.mark.parametrize("length", [24, 64])
def test_a_secret_of_24_to_64_bytes_is_taken(length: int) -> None:
    assert parse_webhook_secret(encoded(b"\xfe" * length)) == b"\xfe" * length


@pytest.mark.parametrize(
    "value",
    [encoded(b"x" * 23), encoded(b"x" * 65), "whsec_ñ", "whsec_x", encoded(b"x" * 24)[6:], ""],
)
def test_another_secret_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="must be whsec_"):
        parse_webhook_secret(value)
