import asyncio
import base64
import io

import numpy as np
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from analysis.face_pool import PoolShare
from api.errors import error_middleware
from api.predict import predict_routes
from tests.analysis.test_face_pool import Harness


def data_url() -> str:
    buffer = io.BytesIO()
    Image.fromarray(np.full((8, 8, 3), 255, np.uint8)).save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


async def test_beyond_its_share_of_the_pool_a_picture_is_refused_and_may_come_again() -> None:
    harness = Harness(workers=1, max_waiting=10)
    await harness.pool.start()
    app = web.Application(middlewares=[error_middleware])
    app.add_routes(predict_routes(PoolShare(harness.pool, 1)))
    async with TestClient(TestServer(app)) as client:

        async def predict() -> tuple[int, str | None]:
            async with client.post("/predict", json={"image": data_url()}) as response:
                return response.status, response.headers.get("Retry-After")

        first = asyncio.create_task(predict())
        while not harness.pool.pending:
            await asyncio.sleep(0)
        assert await predict() == (503, "1")
        harness.gate.set()
        assert await first == (200, None)
        assert await predict() == (200, None)
    await harness.pool.close()
