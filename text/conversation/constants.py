"""Every number that decides something in conversation memory, with its source.

Where no source stands, the number is a choice of this product; notes beside it say what it
was chosen for.
"""

MAX_TURNS = 1000
"""Newest turns that are looked at; the cost of everything here is bounded by it."""

# Waiting (text/conversation/felt.py). Waiting that is somebody else's doing turns into anger
# (Taylor 1994); delay is an obstruction of goals (Scherer 2001).
IMPATIENCE_BASE = 0.35
IMPATIENCE_GROWTH = 0.137
IMPATIENCE_SCALE_MIN = 15.0
IMPATIENCE_MAX = 0.95
"""Intensity of impatience after m minutes: base + growth x ln(1 + m / scale), at most max.

Two hours give the 0.65 of the example of /v1.
"""
IMPATIENCE_UNSAID = 0.5
"""Intensity of impatience where the length of the wait is unsaid: as after half an hour."""
IMPATIENCE_VALENCE = -0.6
"""Valence of impatience, a share of its intensity."""
IMPATIENCE_UNDER = 0.5
"""A text that shows an emotion of this intensity is not read as impatience."""
EXTENDED_WAIT_MIN = 10.0
"""A wait from this length on is a trigger, and so is one of unsaid length."""

SELF_HARM_INTENSITY = 0.75
SELF_HARM_VALENCE = -0.60
"""Least intensity and highest valence of a text that speaks of self-harm: "high", and the band
"very negative", so that no such text makes a conversation look calm or improving."""

# Carry-over of negative emotion: emotional inertia (Kuppens et al. 2010).
CARRY_OVER = 0.35
CARRY_HALF_LIFE_S = 6 * 3600.0
"""What is carried halves in this time: a tenth is left after a day, nearly all within a talk."""

# Bands of sentiment.label, by their lower bound, from the best; a bound belongs to the band that
# is further from neutral.
SENTIMENT_BANDS = (
    (0.60, "very positive"),
    (0.20, "positive"),
    (-0.20, "neutral"),
    (-0.60, "negative"),
    (-1.00, "very negative"),
)

# Trend.
TREND_MESSAGES = 10
TREND_SLOPE = 0.05
"""A slope of valence per message from which on it is a direction; /v2's example has 0.08."""
TREND_CHANGE = 0.25
"""A change over the window from which on it is a direction.

The readings of a steady mood differ by less in most conversations of four or five messages.
"""

# Self-harm.
SAFETY_S = 24 * 3600.0
"""How long after it was spoken of a conversation gets nothing but the careful texts.

A day: whoever is glad in the next message may not be out of danger; in a session that is used for
months, one sentence must not silence everything else for good.
"""

# Baseline: the home base (Hipson & Mohammad 2021).
BASELINE_HALF_LIFE_MESSAGES = 10.0
BASELINE_MIN_MESSAGES = 2

# Sudden gains and losses (Tang & DeRubeis 1999).
SHIFT_RISE = 0.40
SHIFT_SHARE = 0.25
"""Least rise as a share of the distance to the best valence, the analogue of severity."""
SHIFT_MESSAGES = 3
SHIFT_MIN_BEFORE = 2
SHIFT_ALPHA = 0.01
"""Two-sided level of the t-test between before and after.

Only large steps are tested, so the original 0.05 takes noise for a gain in 11 to 27 of 100 series
of 20 measures (doi:10.2174/1573400510666140929195441, table 2). At this level it is at most 5 of
100 histories of 20 messages (tests/text/conversation/test_false_alarms.py).
"""

# Growth.
GROWTH_MIN_MESSAGES = 20
GROWTH_MIN_DIPS = 3
"""Dips in a third of the history below which its mean recovery tells nothing."""
GROWTH_MIN_EMOTIONS = 5
"""Messages that show an emotion below which a third has no emodiversity."""
GROWTH_Z = 1.0
"""Mean z from which on growth has a direction, and at which its score is 1.

In histories without any growth, with and without inertia, the mean z lies beyond it in at most
5 of 100 (tests/text/conversation/test_false_alarms.py).
"""

# Patterns.
PATTERN_FALSE_DISCOVERY_RATE = 0.05
SITTING_GAP_S = 3600.0
"""A longer silence ends a sitting. Messages of one sitting share its mood, so patterns in time
and with events compare sittings, and sequences are looked for only within each."""
TEMPORAL_MIN_VOTES = 14
TEMPORAL_MIN_PER_BIN = 3
TEMPORAL_BIN_HOURS = 4
CYCLE_MIN_SITTINGS = 20
CYCLE_MIN_PERIODS = 3
CYCLE_MAX_SITTINGS = 256
"""Newest sittings that are searched for a cycle; it bounds the cost."""
CYCLE_OVERSAMPLING = 2
CYCLE_REFINEMENT = 8
"""Frequencies per 1/span in the search, and times as many near its peak, whose height a coarse
grid misses (VanderPlas 2018)."""
CYCLE_MAX_MULTIPLE = 5
CYCLE_MAX_HARMONICS = 5
"""Waves of a ten days' cycle that daily sittings tell apart; any may be the highest peak."""
CYCLE_SLOWER_BIC = 10.0
"""How much better a slower cycle must fit: very strong evidence (Kass & Raftery 1995)."""
EVENT_MIN_SUPPORT = 3
EVENT_MIN_ODDS = 3.0
RECOVERY_MIN_DIPS = 6

# Triggers.
TRIGGER_MESSAGES = 10
MAX_TRIGGERS = 5
UNRESOLVED_TOLERANCE = 0.05
"""How much better valence may be after a promise and still count as no better."""
QUOTE_MIN_DROP = 0.10
MAX_QUOTES = 3
MAX_CLAUSES = 12
"""Clauses tried by leaving them out: each costs a reading."""
MAX_QUOTE_CHARS = 120

MARKED_CHARS = 2000
"""Of a text, looked at for its marks: longer ones cost too much and tell little more."""

MAX_SECONDARY = 3
MAX_RECOMMENDATIONS = 3
