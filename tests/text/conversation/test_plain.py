from text.conversation.plain import any_of, plain, sentences


def test_plain_drops_case_accents_and_curly_apostrophes() -> None:
    assert plain("Todavía NO llegó, it\u2019s MAÑANA") == "todavia no llego, it's manana"


def test_sentences_keep_decimals_together() -> None:
    assert sentences("I waited 2.5 hours. Then I left!\nBye") == [
        "I waited 2.5 hours",
        "Then I left",
        "Bye",
    ]


def test_sentences_of_nothing_are_none() -> None:
    assert sentences(" ... \n") == []


def test_any_of_matches_whole_words_only() -> None:
    pattern = any_of("bug", "late")
    assert pattern.search("a bug.")
    assert not pattern.search("the bugle plates")
