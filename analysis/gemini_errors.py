"""Why Gemini gave no text, in words that can be shown to the person who asked.

Leaf module without the vendor's library. The texts are fixed: nothing that Google,
the key or the context says can get into them.
"""

import math
from collections.abc import Mapping
from enum import StrEnum


class GeminiErrorCode(StrEnum):
    """What went wrong, for programs."""

    MISSING_LIBRARY = "missing_library"
    MISSING_KEY = "missing_key"
    INVALID_KEY = "invalid_key"
    FORBIDDEN = "forbidden"
    QUOTA = "quota"
    MODEL_NOT_FOUND = "model_not_found"
    BAD_REQUEST = "bad_request"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    BLOCKED = "blocked"
    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    BAD_RESPONSE = "bad_response"
    BUSY = "busy"
    ABANDONED = "abandoned"


class GeminiError(Exception):
    """Gemini gave no usable text.

    Attributes:
        code: what went wrong.
        retry_after_s: how long Google, or this server, asks to wait, if it said so.
        http_status: of Google's answer, if there was one.
    """

    def __init__(
        self,
        code: GeminiErrorCode,
        *,
        retry_after_s: float | None = None,
        http_status: int | None = None,
    ) -> None:
        self.code = code
        self.retry_after_s = retry_after_s
        self.http_status = http_status
        super().__init__(self.message)

    @property
    def message(self) -> str:
        return self.describe("es")

    def describe(self, language: str) -> str:
        """Say it in one of the product's languages: "es" or "en"."""
        text = _TEXTS[language][self.code]
        if self.http_status is not None:
            text += f" (HTTP {self.http_status})"
        if self.retry_after_s is not None:
            text += _RETRY[language].format(seconds=math.ceil(self.retry_after_s))
        return text


# "rate limit" stands in both languages because the JavaScript client of document
# 000 looks for these words to decide on another try.
_ES: Mapping[GeminiErrorCode, str] = {
    GeminiErrorCode.MISSING_LIBRARY: (
        "La librería google-genai no está instalada o configurada. "
        "Por favor instala con pip install google-genai"
    ),
    GeminiErrorCode.MISSING_KEY: (
        "Falta configurar tu GEMINI_API_KEY. "
        "Configúrala como variable de entorno o en el archivo app.py."
    ),
    GeminiErrorCode.INVALID_KEY: "Google no acepta la clave de GEMINI_API_KEY",
    GeminiErrorCode.FORBIDDEN: "la clave de GEMINI_API_KEY no tiene permiso para usar este modelo",
    GeminiErrorCode.QUOTA: "se ha alcanzado el límite de peticiones de Gemini (rate limit)",
    GeminiErrorCode.MODEL_NOT_FOUND: "el modelo de Gemini configurado no existe o se ha retirado",
    GeminiErrorCode.BAD_REQUEST: "Gemini ha rechazado la petición",
    GeminiErrorCode.UNAVAILABLE: "no se puede contactar con Gemini en este momento",
    GeminiErrorCode.TIMEOUT: "Gemini ha tardado demasiado en responder",
    GeminiErrorCode.BLOCKED: "los filtros de seguridad de Gemini han bloqueado la respuesta",
    GeminiErrorCode.EMPTY: "Gemini no ha devuelto ningún texto",
    GeminiErrorCode.INCOMPLETE: "la respuesta de Gemini se ha cortado antes de terminar",
    GeminiErrorCode.BAD_RESPONSE: "la respuesta de Gemini no se ha podido leer",
    GeminiErrorCode.BUSY: "el servidor ya espera demasiados análisis de Gemini (rate limit)",
    GeminiErrorCode.ABANDONED: "el servidor se apaga y no ha esperado a Gemini",
}

_EN: Mapping[GeminiErrorCode, str] = {
    GeminiErrorCode.MISSING_LIBRARY: "the google-genai library is not installed",
    GeminiErrorCode.MISSING_KEY: "no GEMINI_API_KEY is set",
    GeminiErrorCode.INVALID_KEY: "Google does not accept the key in GEMINI_API_KEY",
    GeminiErrorCode.FORBIDDEN: "the key in GEMINI_API_KEY may not use this model",
    GeminiErrorCode.QUOTA: "Gemini's rate limit has been reached",
    GeminiErrorCode.MODEL_NOT_FOUND: "the configured Gemini model does not exist or was retired",
    GeminiErrorCode.BAD_REQUEST: "Gemini rejected the request",
    GeminiErrorCode.UNAVAILABLE: "Gemini cannot be reached at the moment",
    GeminiErrorCode.TIMEOUT: "Gemini took too long to answer",
    GeminiErrorCode.BLOCKED: "Gemini's safety filters blocked the answer",
    GeminiErrorCode.EMPTY: "Gemini returned no text",
    GeminiErrorCode.INCOMPLETE: "Gemini's answer was cut off before its end",
    GeminiErrorCode.BAD_RESPONSE: "Gemini's answer could not be read",
    GeminiErrorCode.BUSY: "the server waits for too many analyses of Gemini already (rate limit)",
    GeminiErrorCode.ABANDONED: "the server shuts down and did not wait for Gemini",
}

_TEXTS: Mapping[str, Mapping[GeminiErrorCode, str]] = {"es": _ES, "en": _EN}
_RETRY: Mapping[str, str] = {
    "es": "; vuelve a intentarlo dentro de {seconds} s",
    "en": "; try again in {seconds} s",
}
