"""Regularities in a speaker's history that chance does not explain."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import stats

from text.conversation.constants import PATTERN_FALSE_DISCOVERY_RATE, RECOVERY_MIN_DIPS
from text.conversation.cyclical import cyclical_findings
from text.conversation.dips import dips_of
from text.conversation.events import trigger_findings
from text.conversation.felt import Felt
from text.conversation.finding import Finding
from text.conversation.sequences import sequence_findings
from text.conversation.sittings import sittings_of
from text.conversation.temporal import temporal_findings


def patterns_of(feelings: Sequence[Felt]) -> list[Finding]:
    """Test one speaker's ordered messages for all kinds of patterns.

    Returns:
        Those found, the surest first, `p` adjusted for all tests made on this history
        (Benjamini & Hochberg); at most PATTERN_FALSE_DISCOVERY_RATE of them is expected to be
        chance.
    """
    findings = _findings(feelings)
    if not findings:
        return []
    adjusted = stats.false_discovery_control([finding.p for finding in findings])
    found = [
        replace(finding, p=float(p))
        for finding, p in zip(findings, adjusted, strict=True)
        if p <= PATTERN_FALSE_DISCOVERY_RATE and finding.large
    ]
    return sorted(found, key=lambda pattern: pattern.p)


def _findings(feelings: Sequence[Felt]) -> list[Finding]:
    sittings = sittings_of(feelings)
    return [
        *temporal_findings(sittings),
        *cyclical_findings(sittings),
        *trigger_findings(sittings),
        *sequence_findings(sittings),
        *_recovery_findings([feeling.valence for feeling in feelings]),
    ]


def _recovery_findings(valences: Sequence[float]) -> list[Finding]:
    """Test whether recoveries get shorter, by Kendall's tau with their order."""
    lengths = [dip.messages for dip in dips_of(valences)]
    if len(lengths) < RECOVERY_MIN_DIPS or np.ptp(lengths) == 0:
        return []
    test = stats.kendalltau(range(len(lengths)), lengths, alternative="less")
    return [
        Finding(
            kind="recovery",
            what="quicker recovery from low points",
            measure="Kendall's tau",
            effect=float(test.statistic),
            support=len(lengths),
            p=float(test.pvalue),
        )
    ]
