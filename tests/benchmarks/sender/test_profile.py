import json

from benchmarks.sender.profile import ANALYSIS_H264, Load


def test_a_load_survives_the_way_to_the_senders_process() -> None:
    load = Load("whip", "http://127.0.0.1:1", ANALYSIS_H264, 3, 1, 4)
    assert Load.from_json(json.loads(json.dumps(load.to_json()))) == load
