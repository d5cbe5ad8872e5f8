import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster.backoff import MAX_DELAY_S, MAX_FAILURES, STABLE_S, Restarts
from cluster.worker_plans import plan_workers, split_ports


def test_each_worker_has_its_own_id_port_and_share_of_media_ports() -> None:
    plans = plan_workers(2, 5000, (40_000, 40_009))
    assert [plan.worker_id for plan in plans] == ["w1", "w2"]
    assert [plan.port for plan in plans] == [5000, 5001]
    assert [plan.udp_ports for plan in plans] == [(40_000, 40_004), (40_005, 40_009)]


def test_a_worker_is_told_its_share_on_the_command_line() -> None:
    (plan,) = plan_workers(1, 5000, (40_000, 40_009), "a")
    options = list(plan.arguments)
    assert dict(zip(options[::2], options[1::2], strict=True)) == {
        "--workers": "1",
        "--worker-id": "a1",
        "--port": "5000",
        "--udp-ports": "40000-40009",
    }


def test_without_a_range_the_system_chooses_media_ports() -> None:
    (plan,) = plan_workers(1, 5000, None)
    assert "--udp-ports" not in plan.arguments


@given(first=st.integers(1024, 60_000), size=st.integers(1, 5_000), count=st.integers(1, 64))
def test_shares_are_equal_within_one_port_and_lose_none(first: int, size: int, count: int) -> None:
    if size < count:
        with pytest.raises(ValueError, match="too few"):
            split_ports((first, first + size - 1), count)
        return
    shares = split_ports((first, first + size - 1), count)
    ports = [port for low, high in shares for port in range(low, high + 1)]
    assert ports == list(range(first, first + size))
    sizes = [high - low + 1 for low, high in shares]
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(("count", "port"), [(2, 65_535), (1, 0)])
def test_workers_without_tcp_ports_are_refused(count: int, port: int) -> None:
    with pytest.raises(ValueError, match="TCP ports"):
        plan_workers(count, port, None)


def test_a_prefix_that_makes_no_id_is_refused() -> None:
    with pytest.raises(ValueError, match="lower-case"):
        plan_workers(1, 5000, None, "Host.")


def test_who_dies_early_waits_longer_each_time_and_is_given_up() -> None:
    restarts = Restarts()
    delays = [restarts.delay_s(0.1) for _ in range(MAX_FAILURES)]
    assert delays[:4] == [0.5, 1.0, 2.0, 4.0]
    assert delays[-2:] == [MAX_DELAY_S, None]


def test_who_ran_long_is_started_again_soon() -> None:
    restarts = Restarts()
    for _ in range(5):
        restarts.delay_s(0.1)
    assert restarts.delay_s(STABLE_S) == 0.5
