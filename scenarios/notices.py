"""Tells the operator what each scenario that is on must not be used for."""

import logging
from collections.abc import Iterable

from scenarios.scenario import Scenario

logger = logging.getLogger(__name__)


def tell_operator(scenarios: Iterable[Scenario], language: str, *, has_webhook: bool) -> None:
    """Log the notices; those of restricted scenarios as warnings.

    Args:
        scenarios: those that are enabled.
        language: of the operator, "es" or "en".
        has_webhook: whether there is one that escalations are told to.
    """
    for scenario in scenarios:
        level = logging.WARNING if scenario.restricted else logging.INFO
        notice = scenario.notice.operator.in_language(language)
        logger.log(level, "scenario %s is on. %s", scenario.name, notice)
        if scenario.webhook and not has_webhook:
            logger.warning(
                "scenario %s tells nobody of escalations: set EMOCHAT_WEBHOOK_URL", scenario.name
            )
