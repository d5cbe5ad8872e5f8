from pathlib import Path

import pytest

from cluster.haproxy import Proxy, Server, configuration, main, parse_server


def test_workers_of_this_machine_are_numbered_from_its_base_port() -> None:
    text = main(["--workers", "2", "--base-port", "6000", "--host", "10.0.0.5"])
    assert "server w1 10.0.0.5:6000" in text
    assert "server w2 10.0.0.5:6001" in text
    assert "backend worker_w2" in text


def test_workers_of_other_machines_join_in() -> None:
    text = main(["--workers", "1", "--worker", "b1=10.0.0.6:5000"])
    assert "backend worker_w1" in text
    assert "backend worker_b1" in text


@pytest.mark.parametrize(
    "text",
    ["", "w1", "w1=", "w1=host", "w1=host:", "w1=:80", "W1=host:80", "w.1=host:80", "w1=a b:80"],
)
def test_what_is_no_worker_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        parse_server(text)


def test_an_address_cannot_add_a_line_of_its_own() -> None:
    with pytest.raises(ValueError, match="must be"):
        parse_server("w1=host\n  http-request deny\nx:80")


def test_two_workers_of_one_id_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--workers", "1", "--worker", "w1=10.0.0.6:5000"])
    assert "an id of its own" in capsys.readouterr().err


def test_a_proxy_without_workers_is_refused() -> None:
    with pytest.raises(ValueError, match="there must be workers"):
        configuration(Proxy(servers=[], bind=":80"))


def test_plain_http_is_only_sent_on_where_there_is_a_certificate() -> None:
    servers = [Server("w1", "127.0.0.1:5000")]
    plain = configuration(Proxy(servers=servers, bind=":80"))
    secured = Proxy(
        servers=servers, bind=":443", certificate=Path("/etc/emochat.pem"), redirect_bind=":80"
    )
    assert "redirect scheme https" not in plain
    assert 'bind :443 ssl crt "/etc/emochat.pem"' in configuration(secured)
    assert "\n    bind :80\n" in configuration(secured)


def test_a_proxy_started_as_root_gives_its_rights_up_where_a_user_is_named() -> None:
    text = main(["--workers", "1", "--user", "haproxy"])
    assert "    user haproxy\n    group haproxy\n    chroot /var/lib/haproxy\n" in text
    assert "chroot" not in main(["--workers", "1"])


@pytest.mark.parametrize("user", ["", "a b", "a\n    uid 0", "-x"])
def test_a_user_s_name_cannot_add_a_word_of_its_own(
    user: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--workers", "1", f"--user={user}"])
    assert "--user" in capsys.readouterr().err


def test_no_request_is_logged() -> None:
    text = main(["--workers", "1"])
    assert "httplog" not in text
    assert "log-format" not in text
