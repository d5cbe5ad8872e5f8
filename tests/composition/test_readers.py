import asyncio
import threading

import pytest

from analysis.face_pool import PoolBusyError
from analysis.face_reader import FaceReader
from composition.readers import PICTURES_A_WORKER, load_readers
from config import load_config
from telemetry.metrics import Metrics
from tests.analysis.test_face_pool import StubReader, picture

WORKERS, SESSIONS, BURST = 2, 3, 100


async def test_a_burst_of_pictures_leaves_every_session_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()
    monkeypatch.setattr(FaceReader, "load", lambda *paths, **options: StubReader(gate, [0, 0]))
    variables = {"EMOCHAT_FACE_WORKERS": str(WORKERS), "EMOCHAT_MAX_SESSIONS": str(SESSIONS)}
    config = load_config([], variables)
    readers = await asyncio.to_thread(load_readers, config, Metrics())
    pool, share = readers.faces, readers.pictures
    await pool.start()
    burst = [asyncio.create_task(share.read(picture)) for _ in range(BURST)]
    await asyncio.sleep(0)
    sessions = [asyncio.create_task(pool.read(picture)) for _ in range(SESSIONS)]
    await asyncio.sleep(0)
    gate.set()
    answers = await asyncio.gather(*burst, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, PoolBusyError)]
    assert len(refused) == BURST - PICTURES_A_WORKER * WORKERS
    assert len(await asyncio.gather(*sessions)) == SESSIONS
    await share.read(picture)
    await pool.close()
