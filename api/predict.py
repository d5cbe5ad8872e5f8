"""POST /predict: one picture in, one reading out (document 001)."""

import base64
from functools import partial
from typing import Any

import numpy as np
from aiohttp import web
from numpy.typing import NDArray

from analysis.face_pool import PoolBusyError, PoolShare
from analysis.reading_fields import reading_fields
from api.errors import ApiError
from api.json_body import read_json_object
from vision.picture import PictureError, PictureTooLargeError, decode_picture

RETRY_AFTER_S = 1


def predict_routes(pool: PoolShare) -> list[web.RouteDef]:
    """Make the route of document 001."""

    async def handle_predict(request: web.Request) -> web.Response:
        encoded = _encoded_picture(await read_json_object(request))
        try:
            timed = await pool.read(partial(_decode, encoded))
        except PictureTooLargeError as error:
            raise ApiError(413, str(error)) from error
        except PictureError as error:
            raise ApiError(400, str(error)) from error
        except PoolBusyError as error:
            raise ApiError(
                503, "too many pictures are being read", {"Retry-After": str(RETRY_AFTER_S)}
            ) from error
        return web.json_response(reading_fields(timed.reading))

    return [web.post("/predict", handle_predict)]


def _encoded_picture(body: dict[str, Any]) -> str:
    """Return the base64 part of the data URL; document 001 fixes the first error's text."""
    if "image" not in body:
        raise ApiError(400, "No image provided")
    image = body["image"]
    if not isinstance(image, str):
        raise ApiError(400, "image must be a text: a data URL of a picture")
    head, comma, encoded = image.partition(",")
    if not comma:
        raise ApiError(400, "image has no comma: a data URL reads data:image/jpeg;base64,...")
    if not head.startswith("data:") or not head.endswith(";base64"):
        raise ApiError(400, "image is no base64 data URL: it reads data:image/jpeg;base64,...")
    return encoded


def _decode(encoded: str) -> NDArray[np.uint8]:
    """Decode text to pixels, in a worker thread: both steps take milliseconds."""
    try:
        data = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise PictureError("image is not valid base64") from error
    return decode_picture(data)
