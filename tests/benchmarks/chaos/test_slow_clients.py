from benchmarks.chaos.slow_clients import CONNECTIONS_EACH, Slow, cut, kinds, requested


def test_only_what_has_a_body_is_sent_slow_bodies() -> None:
    assert {each.sends for each in kinds("GET", "/healthz")} == {"headers"}
    bodies = [each for each in kinds("POST", "/whip") if each.sends == "a body"]
    assert len(bodies) == CONNECTIONS_EACH


def test_slow_headers_never_end_and_slow_bodies_are_announced() -> None:
    assert b"\r\n\r\n" not in requested(Slow("POST", "/whip", "headers"))
    whole = requested(Slow("POST", "/whip", "a body"))
    assert whole.endswith(b"\r\n\r\n")
    assert b"Content-Type: application/sdp" in whole
    assert b"Content-Length: 1000" in whole


def test_a_connection_that_stays_open_fails_the_experiment_and_is_named() -> None:
    closed = Slow("GET", "/", "headers", answered_s=30.0, closed_s=30.0)
    left = Slow("POST", "/v2", "a body", answered_s=31.0)
    assert all(each.is_met for each in cut([closed]))
    failed = [each for each in cut([closed, left]) if not each.is_met]
    assert [each.saw for each in failed] == ["POST /v2 (a body)"]


def test_a_request_that_nobody_cuts_fails_the_experiment() -> None:
    silent = Slow("GET", "/", "headers")
    assert not any(each.is_met for each in cut([silent]))
