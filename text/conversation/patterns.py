"""Regularities in a speaker's history that chance does not explain."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from text.conversation.constants import PATTERN_FALSE_DISCOVERY_RATE, RECOVERY_MIN_DIPS
from text.conversation.cyclical import cyclical_findings
from text.conversation.dips import dips_of
from text.conversation.events import sequence_findings, trigger_findings
from text.conversation.felt import Felt
from text.conversation.finding import Finding, PatternKind
from text.conversation.sittings import sittings_of
from text.conversation.temporal import temporal_findings


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regularity.

    Attributes:
        kind: what sort it is.
        what: the regularity in English words.
        measure: what `effect` is.
        effect: how strong it is.
        support: how many observations show it.
        p: adjusted for all tests made on this history (Benjamini & Hochberg).
    """

    kind: PatternKind
    what: str
    measure: str
    effect: float
    support: int
    p: float


def patterns_of(feelings: Sequence[Felt]) -> list[Pattern]:
    """Test one speaker's ordered messages for all kinds of patterns.

    Returns:
        Those found, the surest first; of what is reported at most
        PATTERN_FALSE_DISCOVERY_RATE is expected to be chance.
    """
    findings = _findings(feelings)
    if not findings:
        return []
    adjusted = stats.false_discovery_control([finding.p for finding in findings])
    found = [
        _pattern(finding, float(p))
        for finding, p in zip(findings, adjusted, strict=True)
        if p <= PATTERN_FALSE_DISCOVERY_RATE and finding.large
    ]
    return sorted(found, key=lambda pattern: pattern.p)


def _findings(feelings: Sequence[Felt]) -> list[Finding]:
    sittings = sittings_of(feelings)
    return [
        *temporal_findings(sittings),
        *cyclical_findings(sittings),
        *trigger_findings(feelings),
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


def _pattern(finding: Finding, adjusted_p: float) -> Pattern:
    return Pattern(
        finding.kind,
        finding.what,
        finding.measure,
        finding.effect,
        finding.support,
        min(adjusted_p, 1.0),
    )
