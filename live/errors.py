"""Why there is no talk with Gemini, in words that can be shown to the person.

The texts are fixed: nothing that Google, the key or the person says can get into them.
"""

from collections.abc import Mapping
from enum import StrEnum


class LiveErrorCode(StrEnum):
    """What went wrong, for programs; docs/assistant.md lists them."""

    INVALID_KEY = "invalid_key"
    FORBIDDEN = "forbidden"
    QUOTA = "quota"
    MODEL_NOT_FOUND = "model_not_found"
    BAD_REQUEST = "bad_request"
    REFUSED = "refused"
    SERVER_ERROR = "server_error"
    CLOSED = "closed"
    CONNECTION_LOST = "connection_lost"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    BAD_RESPONSE = "bad_response"


class LiveError(Exception):
    """A connection to Gemini Live failed.

    Attributes:
        code: what went wrong.
        status: WebSocket close code or HTTP status, where there was one.
    """

    def __init__(self, code: LiveErrorCode, status: int | None = None) -> None:
        self.code = code
        self.status = status
        super().__init__(code.value if status is None else f"{code.value} ({status})")

    def describe(self, language: str) -> str:
        """Say it in one of the product's languages: "es" or "en"."""
        text = _TEXTS[language][self.code]
        return text if self.status is None else f"{text} ({self.status})"


_ES: Mapping[LiveErrorCode, str] = {
    LiveErrorCode.INVALID_KEY: "Google no acepta la clave de GEMINI_API_KEY",
    LiveErrorCode.FORBIDDEN: "la clave de GEMINI_API_KEY no tiene permiso para conversar por voz",
    LiveErrorCode.QUOTA: "se ha alcanzado el límite de uso de Gemini Live",
    LiveErrorCode.MODEL_NOT_FOUND: "el modelo de voz configurado no existe o se ha retirado",
    LiveErrorCode.BAD_REQUEST: "Gemini Live ha rechazado la conversación",
    LiveErrorCode.REFUSED: "Gemini Live ha cortado la conversación",
    LiveErrorCode.SERVER_ERROR: "Gemini Live ha tenido un fallo interno",
    LiveErrorCode.CLOSED: "Gemini Live ha cerrado la conversación",
    LiveErrorCode.CONNECTION_LOST: "se ha perdido la conexión con Gemini Live",
    LiveErrorCode.UNREACHABLE: "no se puede contactar con Gemini Live",
    LiveErrorCode.TIMEOUT: "Gemini Live ha tardado demasiado en responder",
    LiveErrorCode.BAD_RESPONSE: "la respuesta de Gemini Live no se ha podido leer",
}

_EN: Mapping[LiveErrorCode, str] = {
    LiveErrorCode.INVALID_KEY: "Google does not accept the key in GEMINI_API_KEY",
    LiveErrorCode.FORBIDDEN: "the key in GEMINI_API_KEY may not be used for voice talks",
    LiveErrorCode.QUOTA: "Gemini Live's usage limit has been reached",
    LiveErrorCode.MODEL_NOT_FOUND: "the configured voice model does not exist or was retired",
    LiveErrorCode.BAD_REQUEST: "Gemini Live rejected the talk",
    LiveErrorCode.REFUSED: "Gemini Live broke off the talk",
    LiveErrorCode.SERVER_ERROR: "Gemini Live had an internal failure",
    LiveErrorCode.CLOSED: "Gemini Live closed the talk",
    LiveErrorCode.CONNECTION_LOST: "the connection to Gemini Live was lost",
    LiveErrorCode.UNREACHABLE: "Gemini Live cannot be reached",
    LiveErrorCode.TIMEOUT: "Gemini Live took too long to answer",
    LiveErrorCode.BAD_RESPONSE: "Gemini Live's answer could not be read",
}

_TEXTS: Mapping[str, Mapping[LiveErrorCode, str]] = {"es": _ES, "en": _EN}
