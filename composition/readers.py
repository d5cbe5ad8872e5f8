"""What reads faces and voices and what writes about them, and their lives."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from analysis.classifier import load_metadata
from analysis.face_pool import FacePool, PoolShare
from analysis.face_reader import FaceReader
from analysis.gemini_loader import load_gemini
from analysis.voice_classifier import VoiceClassifier
from analysis.voice_pool import NewReader, VoicePool
from analysis.voice_reader import VoiceReader
from analysis.writer import SessionWriter
from analysis.writing import LanguageModel
from composition.counting import ANALYSIS, GeminiOutcomes
from config import Config
from telemetry.metrics import Metrics
from vision.model_file import MODELS_DIR, checked_model_path
from voice.activity import SpeechModel

PICTURES_A_WORKER = 8
"""Of /predict, in hand or waiting: a session's frame waits behind them for a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads and what writes.

    Attributes:
        metadata: of the face model, as its file has it.
        pictures: what /predict may take of `faces`.
        voices: None where no voice is read.
        gemini: None where the operator set no key.
        writer: by Gemini, or locally.
    """

    metadata: Mapping[str, Any]
    faces: FacePool
    pictures: PoolShare
    voices: VoicePool | None
    gemini: LanguageModel | None
    writer: SessionWriter


def load_readers(config: Config, metrics: Metrics) -> Readers:
    """Make them; the models of faces and voices are loaded when they start.

    Raises:
        ModelFileError: a model is missing or damaged.
    """
    metadata = load_metadata(MODELS_DIR)
    faces = _face_pool(config, metadata)
    gemini = load_gemini(
        config.gemini_api_key, model=config.gemini_model, base_url=config.gemini_base_url
    )
    return Readers(
        metadata=metadata,
        faces=faces,
        pictures=PoolShare(faces, _picture_places(config)),
        voices=VoicePool(_load_voice) if config.voice else None,
        gemini=gemini,
        writer=SessionWriter(gemini, GeminiOutcomes(metrics, ANALYSIS)),
    )


def _face_pool(config: Config, metadata: Mapping[str, Any]) -> FacePool:
    """Make the pool, with a place for each session beside those of /predict."""
    build_reader = partial(
        FaceReader.load,
        checked_model_path(config.face_landmarker),
        MODELS_DIR,
        use_network=config.face_network,
    )
    return FacePool(
        build_reader,
        workers=config.face_workers,
        max_waiting=config.max_sessions + _picture_places(config),
        model={"name": metadata["name"], "version": metadata["trained_on"]},
    )


def _picture_places(config: Config) -> int:
    return PICTURES_A_WORKER * config.face_workers


def _load_voice() -> NewReader:
    return partial(VoiceReader, VoiceClassifier.load(MODELS_DIR), SpeechModel())


async def run_faces(pool: FacePool, app: web.Application) -> AsyncIterator[None]:
    await pool.start()
    yield
    await pool.close()


async def run_voices(voices: VoicePool, app: web.Application) -> AsyncIterator[None]:
    try:
        await voices.start()
        yield
    finally:
        await voices.close()


async def run_gemini(gemini: LanguageModel, app: web.Application) -> AsyncIterator[None]:
    yield
    await gemini.aclose()
