"""What reads faces and voices and what writes about them, and their lives."""

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any

from aiohttp import web

from analysis.face_pool import FacePool
from analysis.face_reader import FaceReader
from analysis.voice_classifier import VoiceClassifier
from analysis.voice_pool import NewReader, VoicePool
from analysis.voice_reader import VoiceReader
from analysis.writing import LanguageModel
from config import Config
from vision.model_file import MODELS_DIR, checked_model_path
from voice.activity import SpeechModel


def face_pool(config: Config, metadata: Mapping[str, Any]) -> FacePool:
    """Raises ModelFileError where a model is missing or damaged."""
    build_reader = partial(
        FaceReader.load,
        checked_model_path(config.face_landmarker),
        MODELS_DIR,
        use_network=config.face_network,
    )
    return FacePool(
        build_reader,
        workers=config.face_workers,
        max_waiting=config.max_sessions + config.face_workers,
        model={"name": metadata["name"], "version": metadata["trained_on"]},
    )


def voice_pool(config: Config) -> VoicePool | None:
    return VoicePool(_load_voice) if config.voice else None


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
