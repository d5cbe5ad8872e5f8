import logging

import pytest

from scenarios.loader import load_scenarios
from scenarios.notices import tell_operator


@pytest.mark.parametrize("language", ["es", "en"])
def test_restricted_scenarios_start_with_a_warning_of_what_is_prohibited(
    caplog: pytest.LogCaptureFixture, language: str
) -> None:
    scenarios = load_scenarios(["wellness", "education", "support"])
    with caplog.at_level(logging.INFO):
        tell_operator(scenarios.values(), language, has_webhook=True)
    levels = [record.levelname for record in caplog.records]
    assert levels == ["INFO", "WARNING", "WARNING"]
    for record, scenario in zip(caplog.records, scenarios.values(), strict=True):
        assert scenario.notice.operator.in_language(language) in record.getMessage()


@pytest.mark.parametrize("has_webhook", [True, False])
def test_a_missing_webhook_is_told_where_a_scenario_wants_one(
    caplog: pytest.LogCaptureFixture, has_webhook: bool
) -> None:
    tell_operator(load_scenarios(["wellness", "support"]).values(), "en", has_webhook=has_webhook)
    told = [record.getMessage() for record in caplog.records]
    missing = ["scenario support tells nobody of escalations: set EMOCHAT_WEBHOOK_URL"]
    assert [each for each in told if "nobody" in each] == ([] if has_webhook else missing)
