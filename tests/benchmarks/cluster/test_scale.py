from benchmarks.cluster.scale import Step, _told


def step(sessions: int, p95_ms: float, labels_per_s: float, passed: bool) -> Step:
    return Step(sessions, {"p95": p95_ms}, 0.0, labels_per_s, passed)


def test_pairs_are_compared_each_by_itself_and_told_by_their_median() -> None:
    pairs = [
        (step(10, 50.0, 10.0, True), step(18, 60.0, 18.0, True)),
        (step(10, 100.0, 10.0, True), step(18, 160.0, 17.0, False)),
        (step(10, 80.0, 10.0, True), step(18, 80.0, 19.0, True)),
    ]
    told = _told([], pairs)
    assert (told["one_passed"], told["two_passed"]) == (3, 2)
    assert told["labels_two_to_one"] == 1.8
    assert told["p95_two_to_one"] == 1.2
    assert told["compared_sessions"] == [10, 18]


def test_a_pair_whose_one_worker_was_too_slow_compares_nothing() -> None:
    slow = (step(20, 400.0, 15.0, False), step(36, 90.0, 36.0, True))
    told = _told([], [slow])
    assert (told["pairs_tried"], told["one_passed"], told["two_passed"]) == (1, 0, 0)
    assert "labels_two_to_one" not in told
    told = _told([], [slow, (step(10, 50.0, 10.0, True), step(18, 60.0, 18.0, True))])
    assert told["compared_sessions"] == [10, 18]
