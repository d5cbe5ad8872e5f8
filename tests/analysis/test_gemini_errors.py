import pytest

from analysis.gemini_errors import GeminiError, GeminiErrorCode


@pytest.mark.parametrize("code", GeminiErrorCode)
def test_every_code_has_words_in_both_languages(code: GeminiErrorCode) -> None:
    error = GeminiError(code)
    assert error.describe("es") != error.describe("en")
    assert str(error) == error.message == error.describe("es")


def test_the_words_tell_status_and_waiting_time() -> None:
    error = GeminiError(GeminiErrorCode.QUOTA, http_status=429, retry_after_s=16.2)
    assert "(HTTP 429)" in error.message
    assert "dentro de 17 s" in error.message
    assert "in 17 s" in error.describe("en")


def test_the_quota_words_let_the_client_of_document_000_recognise_it() -> None:
    assert "rate limit" in GeminiError(GeminiErrorCode.QUOTA).message
