"""How the text of a setting becomes its value; ValueError says what is wrong with it."""

import ipaddress
import re
from collections.abc import Callable, Sequence

import limits
from limits import RateLimitItem

MIN_KEY_CHARS = 16
HASH_PREFIX = "sha256:"
HASHED_KEY = re.compile(HASH_PREFIX + "[0-9a-f]{64}")
MIN_UDP_PORT = 1024
MAX_PORT = 65_535

TURN_URL = re.compile(r"turns?:[A-Za-z0-9.\-\[\]:]+(?:\?transport=(?:udp|tcp))?")
"""RFC 7065; nothing in it needs quoting in a Link header."""


def text(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value.strip()


def whole_number(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        number = int(value) if value.strip().lstrip("-").isdigit() else None
        if number is None or not low <= number <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return number

    return parse


def one_of(choices: Sequence[str]) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return value

    return parse


def switch(value: str) -> bool:
    if value not in ("on", "off"):
        raise ValueError("must be on or off")
    return value == "on"


def names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def address(value: str) -> str:
    try:
        return str(ipaddress.ip_address(value.strip()))
    except ValueError as error:
        raise ValueError("must be an IP address") from error


def port_range(value: str) -> tuple[int, int]:
    first, dash, last = value.strip().partition("-")
    if not (dash and first.isdigit() and last.isdigit()):
        raise ValueError("must be two ports with a dash, as 40000-40999")
    if not MIN_UDP_PORT <= int(first) <= int(last) <= MAX_PORT:
        raise ValueError(f"must rise, from {MIN_UDP_PORT} to {MAX_PORT}")
    return int(first), int(last)


def rate(value: str) -> RateLimitItem:
    try:
        rates = limits.parse_many(value)
    except ValueError:
        rates = []
    if len(rates) != 1 or rates[0].amount < 1 or rates[0].get_expiry() < 1:
        raise ValueError("must be a number and a time, as 6000/minute")
    return rates[0]


def keys(value: str) -> tuple[str, ...]:
    keys = names(value)
    if any(len(key) < MIN_KEY_CHARS for key in keys):
        raise ValueError(f"every key needs at least {MIN_KEY_CHARS} characters")
    if any(key.startswith(HASH_PREFIX) and not HASHED_KEY.fullmatch(key) for key in keys):
        raise ValueError(f"a hashed key is {HASH_PREFIX} and 64 lower-case hex digits")
    return keys


def url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    # google-genai joins paths with a slash of its own and would double this one.
    return value.rstrip("/")


def redis_url(value: str) -> str:
    if not value.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("must start with redis://, rediss:// or unix://")
    return value


def turn_urls(value: str) -> tuple[str, ...]:
    urls = names(value)
    if not all(TURN_URL.fullmatch(url) for url in urls):
        raise ValueError("must be URLs as turn:turn.example.org:3478?transport=udp")
    return urls
