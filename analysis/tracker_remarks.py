"""The trend in plain sentences, for the written analysis of a session.

They claim no cause and no diagnosis, and of too little they say nothing.
"""

from collections.abc import Mapping

from analysis.tracker import TrendState
from analysis.tracker_trend import Trend

_SPANISH: Mapping[Trend, str] = {
    Trend.IMPROVING: "En el último tramo las señales eran mejores que un rato antes.",
    Trend.STABLE: "En el último tramo no se vio un cambio claro del ánimo aparente.",
    Trend.PERSISTENT_NEGATIVE: "En el último tramo las señales de malestar se mantuvieron.",
}

_ENGLISH: Mapping[Trend, str] = {
    Trend.IMPROVING: "In the last part the signs were better than a while before.",
    Trend.STABLE: "In the last part there was no clear change of the apparent mood.",
    Trend.PERSISTENT_NEGATIVE: "In the last part the signs of a hard time went on.",
}

_SENTENCES = {"es": _SPANISH, "en": _ENGLISH}


def trend_remarks(state: TrendState, language: str) -> tuple[str, ...]:
    """Return what can be said of a trend in "es" or "en"; nothing of too little data."""
    sentence = _SENTENCES[language].get(state.trend)
    return () if sentence is None else (sentence,)
