"""The text models, the memory of conversations, and their lives."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import web

from api.rate_limits import RateLimits, Rates
from api.text_services import TextServices
from composition.counting import CountingEncoder
from config import Config
from store.contexts import ContextStore
from store.databases import DATABASE_NAME, SqliteFile
from store.expiry import ExpiryTask
from telemetry.metrics import Metrics
from text.categories import LANGUAGES, Language
from text.encoder import TextEncoder
from text.reader import TextReader
from vision.model_file import MODELS_DIR

DEFAULT_TEXT_LANGUAGE: Language = "en"
"""Of texts too short to tell: documents 003 and 004 have English ones."""

Encoders = Mapping[Language, CountingEncoder]


def load_encoders(config: Config, metrics: Metrics) -> Encoders:
    """Raises TextModelError where a model is missing or does not fit."""
    return {
        language: CountingEncoder(
            TextEncoder.load(MODELS_DIR, f"text_{language}", config.text_threads), metrics
        )
        for language in LANGUAGES
    }


def cards(encoders: Encoders) -> Mapping[str, Any]:
    return {str(name): encoder.card.model_dump() for name, encoder in encoders.items()}


def text_services(config: Config, encoders: Encoders, rates: Rates) -> TextServices:
    """Make them; `rates` holds the counters of texts by key."""
    days = config.context_ttl_days
    store = ContextStore(
        config.database_url or SqliteFile(config.data_dir / DATABASE_NAME),
        time_to_live=timedelta(days=days) if days else None,
        keep_text=config.keep_text,
    )
    reader = TextReader(encoders, DEFAULT_TEXT_LANGUAGE, max_batch=config.text_batch)
    return TextServices(
        reader, store, RateLimits(config.rate_limit, rates), partial(datetime.now, UTC)
    )


async def run_texts(texts: TextServices, app: web.Application) -> AsyncIterator[None]:
    expiry = ExpiryTask(texts.store, texts.now)
    try:
        await texts.store.start()
        await texts.reader.start()
        expiry.start()
        yield
    finally:
        await expiry.close()
        await texts.reader.close()
        await texts.store.close()
