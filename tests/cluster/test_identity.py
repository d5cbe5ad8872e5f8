import pytest

from cluster.identity import check_worker_id, new_secret, offer_path
from cluster.tokens import digest_of, new_token, parse_token


def test_a_secret_starts_with_its_worker() -> None:
    worker_id, _, secret = new_secret("w1").partition(".")
    assert worker_id == "w1"
    assert len(secret) == 32
    assert "." not in new_secret(None)
    assert new_secret("w1") != new_secret("w1")


def test_where_a_worker_takes_offers_is_no_secret_of_it() -> None:
    assert offer_path("/whip", "w1") == "/whip/w1.offer"
    assert len(new_secret("w1")) > len("w1.offer")


@pytest.mark.parametrize("worker_id", ["", "W1", "w.1", "w/1", "w" * 17, "-w", "w1\n"])
def test_what_does_not_fit_into_a_path_is_no_worker_id(worker_id: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        check_worker_id(worker_id)


@pytest.mark.parametrize("worker_id", [None, "w1"])
def test_a_token_names_its_session(worker_id: str | None) -> None:
    token = new_token("5f0c1b2a3d4e5f60", worker_id)
    parsed = parse_token(token)
    assert parsed is not None
    assert parsed.session_id == "5f0c1b2a3d4e5f60"
    assert parsed.digest == digest_of(token)
    assert token.rpartition(".")[2] not in parsed.digest
