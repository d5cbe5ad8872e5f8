"""The numbers behind a reading, each with where it is from.

"Published" names the examples of the /v2 and /v1 documents and of the vendor's own pages;
tests/text/test_published.py holds them. "Fitted" constants were set on those and on the dev
splits of GoEmotions, EmoBank and BRIGHTER, never on test splits or on the labelled texts of
tests/text/held_out/.
"""

from text.categories import Category, Complexity, DiscoveryLevel, IntensityLevel

VALENCE_MEAN, VALENCE_SD = 2.978, 0.350
AROUSAL_MEAN, AROUSAL_SD = 3.044, 0.262
"""Mean and standard deviation of EmoBank's training sentences (Buechel & Hahn 2017)."""

VALENCE_GAIN = 0.35
"""Of z in tanh: z is a standardised valence. Fitted."""

VALENCE_SHARE = 0.35
"""What the valence head has in it; the rest is the pleasantness of the emotions.

The head learns from news, letters and stories; on GoEmotions' and BRIGHTER's comments the two
together have the sign right more often. Fitted.
"""

OTHER_SIDE = 0.5
"""What an unpleasant emotion takes from a stronger pleasant one, or the reverse. Fitted."""

PLEASANTNESS = {
    Category.JOY: 1.0,
    Category.LOVE: 1.0,
    Category.SADNESS: -1.0,
    Category.ANGER: -1.0,
    Category.FEAR: -0.7,
}
"""Pleasantness of each emotion at full strength.

Published valences are .92 to .97 of the strength of joy, love and anger, and .56 to .78 of that
of fear.
"""

AROUSAL_GAIN = 0.55
"""Of z in the logistic function: z is a standardised arousal. Fitted."""

EMPHASIS_GAIN = 0.35
"""How far capitals and stretched words move arousal towards 1.

Chosen: EmoBank has too few shouted sentences, and most of them are headlines.
"""

TRUST_FROM, TRUST_TO = 0.30, 1.00
"""Presence between which the perceived intensity comes to count, up to half of the strength.

Below, an emotion is too unlikely for its intensity to mean anything; there is no jump.
"""

STRENGTH_GAIN = 0.93
"""Of an emotion's strength: the heads are surer than the published examples are strong. Fitted."""

FEAR_FROM, FEAR_TO = 0.40, 0.50
"""Perceived fear between which it comes to count by itself.

BRIGHTER's annotators hear fear in stories that GoEmotions' readers of comments call neutral.
Fitted on the dev splits of both.
"""

UNSURE_FROM = 0.4
"""Probability of confusion from which a text is unsure. Fitted on two published examples."""

UNEASE_Z = -0.3
"""Standardised valence under which confusion is unpleasant, hence uncertainty and fear.

Smith & Ellsworth 1985: fear is unpleasant and uncertain. Fitted on two published examples.
"""

INTENSITY_LEVELS = (
    (0.90, IntensityLevel.CRITICAL),
    (0.75, IntensityLevel.HIGH),
    (0.55, IntensityLevel.MODERATE),
    (0.35, IntensityLevel.SUBTLE),
    (0.0, IntensityLevel.MINIMAL),
)
"""Least intensity of each level. Published."""

COMPLEXITIES = (
    Complexity.SIMPLE,
    Complexity.LAYERED,
    Complexity.PARADOXICAL,
    Complexity.TRANSCENDENT,
)
"""By the number of active emotions, from one. Published."""

ACTIVE_STRENGTH = 0.25
"""Strength from which an emotion counts as active. Published."""

ACTIVE_SHARE = 0.40
"""Share of the strongest emotion that an active one has at least.

Without it the published joy .85 beside surprise .30 would not be "simple".
"""

DISCOVERY_LEVELS = (
    (0.90, DiscoveryLevel.TRANSCENDENT),
    (0.75, DiscoveryLevel.BREAKTHROUGH),
    (0.50, DiscoveryLevel.SIGNIFICANT),
    (0.20, DiscoveryLevel.NORMAL),
    (0.0, DiscoveryLevel.ROUTINE),
)
"""Least wonder index of each level. The names are published, and that .55 is significant and
.35 and .20 are normal; the other bounds are ours."""

WONDER_BASE = 0.14
WONDER_STRENGTHS = {Category.SURPRISE: 1.0, Category.JOY: 0.12}
WONDER_FINE = {"excitement": 0.35, "admiration": 0.25}
"""Weights of the wonder index: epistemic emotions (Pekrun et al. 2017) and awe (Keltner & Haidt
2003). The base and the strengths' weights give the published .55, .35 and .20 within .01."""

SECONDARY_FROM = 0.10
"""Probability from which a finer emotion is named."""

SECONDARY_NAMES = {
    "annoyance": "frustration",
    "disapproval": "indignation",
    "nervousness": "anxiety",
    "remorse": "guilt",
    "optimism": "hope",
}
"""The /v1 document's words, or plainer ones, for labels of GoEmotions."""
