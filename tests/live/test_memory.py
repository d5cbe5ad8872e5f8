from live.memory import MAX_SUMMARY_CHARS, MAX_TURN_CHARS, MAX_TURNS, TalkMemory


def test_a_short_talk_is_told_whole() -> None:
    memory = TalkMemory()
    memory.add("assistant", "Hola")
    memory.add("user", "Estoy cansada")
    assert memory.summary() == [
        {"role": "assistant", "text": "Hola"},
        {"role": "user", "text": "Estoy cansada"},
    ]


def test_of_a_long_talk_the_topic_and_the_end_are_told() -> None:
    memory = TalkMemory()
    memory.add("user", "Vengo por lo del examen" + "x" * 1_000)
    for number in range(1_000):
        memory.add("assistant", f"{number} " + "y" * 500)
    summary = memory.summary()
    assert summary[0]["text"].startswith("Vengo por lo del examen")
    assert summary[-1]["text"].startswith("999 ")
    assert sum(len(turn["text"]) for turn in summary) <= MAX_SUMMARY_CHARS
    assert max(len(turn["text"]) for turn in summary) == MAX_TURN_CHARS
    assert len(summary) > 5


def test_it_keeps_a_bounded_number_of_turns() -> None:
    memory = TalkMemory()
    for number in range(1_000):
        memory.add("user", str(number))
    assert [turn["text"] for turn in memory.summary()] == ["0"] + [
        str(number) for number in range(1_000 - MAX_TURNS, 1_000)
    ]


def test_nothing_said_is_nothing_told() -> None:
    assert TalkMemory().summary() == []
