"""The compose file: limits, rights, ports and addresses that agree with each other."""

import re
from typing import Any

import pytest
import yaml

from cluster import haproxy
from store.engines import POSTGRES_MAX_CONNECTIONS
from tests.deploy.rooms import DEPLOY

COMPOSE = DEPLOY / "compose"
WORKERS = ("w1", "w2", "w3", "w4")
OTHERS = ("coturn", "haproxy", "postgres", "redis")
POSTGRESQL_S_DEFAULT = 100
RESERVED = 10
"""Of PostgreSQL's connections, for superusers and for whoever looks: docs/operations.md."""


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((COMPOSE / "compose.yaml").read_text())["services"]
    return services


def test_these_are_the_services(services: dict[str, Any]) -> None:
    assert sorted(services) == sorted((*WORKERS, *OTHERS))


@pytest.mark.parametrize("name", [*WORKERS, *OTHERS])
def test_each_has_few_rights_and_bounded_means(services: dict[str, Any], name: str) -> None:
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["cpus"] > 0
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert not service.get("privileged")
    if name in OTHERS:  # a worker's user is its image's
        assert int(service["user"].partition(":")[0]) > 0


def test_a_worker_s_media_ports_are_the_same_outside_and_suffice(services: dict[str, Any]) -> None:
    taken: set[int] = set()
    for name in WORKERS:
        environment = services[name]["environment"]
        ports = environment["EMOCHAT_UDP_PORTS"]
        assert services[name]["ports"] == [f"{ports}:{ports}/udp"]
        first, last = map(int, ports.split("-"))
        assert last - first + 1 >= 2 * int(environment["EMOCHAT_MAX_SESSIONS"])
        assert not taken & set(range(first, last + 1))
        taken |= set(range(first, last + 1))


def test_a_worker_binds_media_where_its_ports_are_published(services: dict[str, Any]) -> None:
    for name in WORKERS:
        address = services[name]["networks"]["front"]["ipv4_address"]
        assert services[name]["environment"]["EMOCHAT_INTERFACES"] == address
        assert services[name]["environment"]["EMOCHAT_WORKER_ID"] == name


def test_the_proxy_s_configuration_is_what_the_command_prints(services: dict[str, Any]) -> None:
    workers = [
        f"--worker={name}={services[name]['networks']['front']['ipv4_address']}:5000"
        for name in WORKERS
    ]
    certificate = "--certificate=/run/secrets/site.pem"
    printed = haproxy.main([*workers, "--bind=:8443", "--redirect-bind=:8080", certificate])
    assert (COMPOSE / "haproxy.cfg").read_text() == printed


def test_workers_believe_the_proxy_alone(services: dict[str, Any]) -> None:
    address = services["haproxy"]["networks"]["front"]["ipv4_address"]
    for name in WORKERS:
        assert services[name]["environment"]["EMOCHAT_TRUSTED_PROXIES"] == address


def test_no_secret_stands_in_the_files(services: dict[str, Any]) -> None:
    for name, service in services.items():
        for variable, value in service.get("environment", {}).items():
            is_path = str(value).startswith("/run/secrets/")
            assert is_path or not re.search("KEY|SECRET|PASSWORD", variable), name
    example = (COMPOSE / "emochat.env.example").read_text()
    assert re.findall(r"^(\w*(?:KEY|KEYS|SECRET))=(.+)", example, re.MULTILINE) == []


def test_the_databases_are_reached_by_the_workers_alone(services: dict[str, Any]) -> None:
    file = yaml.safe_load((COMPOSE / "compose.yaml").read_text())
    assert file["networks"]["back"]["internal"] is True
    for name in ("postgres", "redis"):
        assert list(services[name]["networks"]) == ["back"]
        assert "ports" not in services[name]
    users = {name for name, s in services.items() if "back" in s.get("networks", {})}
    assert users == {*WORKERS, "postgres", "redis"}


def test_postgresql_has_connections_for_all_workers_by_its_default(
    services: dict[str, Any],
) -> None:
    assert "command" not in services["postgres"]
    assert len(WORKERS) * POSTGRES_MAX_CONNECTIONS + RESERVED <= POSTGRESQL_S_DEFAULT


def test_redis_writes_nothing_to_disk(services: dict[str, Any]) -> None:
    command = services["redis"]["command"]
    assert command[command.index("--save") + 1] == ""
    assert command[command.index("--appendonly") + 1] == "no"
    assert "volumes" not in services["redis"]
