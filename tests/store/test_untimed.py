from store.untimed import name_untimed


def test_a_message_gets_a_name_of_its_digest_and_its_place_among_the_same() -> None:
    assert name_untimed(["a", "b", "a"], []) == ["untimed:a:1", "untimed:b:1", "untimed:a:2"]


def test_a_conversation_that_is_sent_anew_keeps_its_names() -> None:
    first = name_untimed(["a", "b"], [])
    assert name_untimed(["a", "b", "c"], first) == [*first, "untimed:c:1"]


def test_the_end_of_a_conversation_sent_anew_keeps_its_names_too() -> None:
    first = name_untimed(["a", "b", "c"], [])
    assert name_untimed(["b", "c", "d"], first) == [*first[1:], "untimed:d:1"]


def test_words_said_again_later_are_a_message_of_their_own() -> None:
    first = name_untimed(["ok", "more"], [])
    assert name_untimed(["ok"], first) == ["untimed:ok:2"]


def test_a_call_that_is_sent_again_adds_nothing() -> None:
    first = name_untimed(["a"], [])
    assert name_untimed(["a"], first) == first


def test_a_part_of_the_conversation_that_is_sent_late_adds_nothing() -> None:
    first = name_untimed(["a", "b", "c"], [])
    assert name_untimed(["a", "b"], first) == first[:2]


def test_a_name_is_not_given_anew_when_older_messages_were_dropped() -> None:
    kept = ["untimed:b:1", "untimed:a:2", "untimed:c:1"]
    assert name_untimed(["a"], kept) == ["untimed:a:3"]


def test_nothing_gets_no_name() -> None:
    assert name_untimed([], ["untimed:a:1"]) == []
