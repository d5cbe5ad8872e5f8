"""OpenAPI of POST /predict and POST /analyze_session (documents 001 and 000)."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from analysis.labels import EMOTIONS, Emotion, Reason
from analysis.prompt_data import MAX_CONTEXT_CHARS
from api.openapi_operations import (
    RETRY_AFTER,
    Answer,
    Content,
    KeyRule,
    Operation,
    plain_error,
)
from api.session_account import MAX_EMOTIONS

Share = Annotated[float, Field(ge=0, le=1)]
ExpressionName = Annotated[str, Field(json_schema_extra={"enum": list(EMOTIONS)})]


class PredictRequest(BaseModel):
    """Body of document 001."""

    image: Annotated[
        str,
        StringConstraints(pattern=r"^data:[^,]*;base64,"),
        Field(description="Data URL of a JPEG, PNG or WebP picture."),
    ]


class Expression(BaseModel):
    name: ExpressionName
    scores: Annotated[dict[ExpressionName, Share], Field(description="They add up to 1.")]


class Face(BaseModel):
    box: Annotated[
        list[float],
        Field(min_length=4, max_length=4, description="x, y, width, height as shares."),
    ]
    count: Annotated[int, Field(ge=1)]


class PredictAnswer(BaseModel):
    emotion: Emotion
    confidence: Share | None = None
    expression: Expression | None = None
    face: Face | None = None
    reason: Annotated[Reason | None, Field(description="Why there is no expression.")] = None


class SessionRequest(BaseModel):
    """Body of document 000."""

    context: Annotated[
        str,
        StringConstraints(min_length=1, max_length=MAX_CONTEXT_CHARS, pattern=r"\S"),
        Field(description="What the person talked about, in their words."),
    ]
    emotions: Annotated[
        list[Literal["HAPPY", "SAD", "No face detected", "Alegría", "Tristeza"]],
        Field(max_length=MAX_EMOTIONS, description="One a second."),
    ] = []
    language: Literal["es", "en"] = "es"
    fallback: Annotated[
        bool, Field(description="Give the local report where Gemini gives none.")
    ] = False


class SessionAnswer(BaseModel):
    analysis: str
    source: Literal["gemini", "local"] | None = None
    model: str | None = None
    reason: Annotated[
        str | None, Field(description="Why the local report stands in, where it does.")
    ] = None


PREDICT = Operation(
    "POST",
    "/predict",
    "predict",
    "Faces",
    "Read the expression of one picture",
    {
        200: Answer(
            "What the largest face shows.",
            Content(PredictAnswer, examples={"without a face": {"emotion": "No face detected"}}),
        ),
        400: plain_error("No picture, or none that can be read.", example="No image provided"),
        413: plain_error("The picture or the body is too large."),
        415: plain_error("The body is not JSON."),
        500: plain_error("The server failed."),
        503: plain_error("Too many pictures are being read.", RETRY_AFTER),
    },
    body=Content(
        PredictRequest,
        examples={"documented": {"image": "data:image/jpeg;base64,/9j/4AAQSkZJRgABAQEAYABgAAD..."}},
    ),
    key_rule=KeyRule.WHERE_KEYS_ARE_SET,
)

ANALYZE_SESSION = Operation(
    "POST",
    "/analyze_session",
    "analyzeSession",
    "Faces",
    "Write an empathetic analysis of a session",
    {
        200: Answer(
            "The analysis, by Gemini or, on request, by the server itself.",
            Content(
                SessionAnswer,
                examples={
                    "documented (001)": {
                        "analysis": "Veo que durante tu reflexión sobre el trabajo hubo momentos"
                        " de tristeza intercalados con alegría. Es completamente normal sentir"
                        " esta mezcla..."
                    },
                    "documented (000)": {
                        "analysis": "Hablando sobre tu reciente ascenso laboral, es completamente"
                        " natural que experimentes una mezcla de emociones. Los momentos de"
                        " felicidad predominantes reflejan el orgullo y la satisfacción por tu"
                        " logro, mientras que los breves instantes de tristeza podrían"
                        " relacionarse con la ansiedad por las nuevas responsabilidades o la"
                        " nostalgia por tu antiguo rol. Esta fluctuación emocional es señal de"
                        " que estás procesando un cambio importante de manera saludable.\n\n"
                        "Recuerda que este ascenso es el reconocimiento de tu esfuerzo y talento."
                        " Es normal sentir cierta preocupación, pero confía en las habilidades"
                        " que te han traído hasta aquí. Celebra este logro y date permiso para"
                        " adaptarte a tu nueva posición con paciencia y autocompasión."
                    },
                },
            ),
        ),
        400: plain_error("What is wrong with the body.", example="No context provided"),
        413: plain_error("The body is too large."),
        415: plain_error("The body is not JSON."),
        500: plain_error(
            "Gemini gave no text, or the server failed.",
            example="Falta configurar tu GEMINI_API_KEY. Configúrala como variable de entorno"
            " o en el archivo app.py.",
        ),
        503: plain_error("Gemini is writing too many analyses.", RETRY_AFTER),
    },
    body=Content(
        SessionRequest,
        examples={
            "documented (000)": {
                "context": "I was talking about my recent promotion at work",
                "emotions": [
                    "HAPPY",
                    "HAPPY",
                    "HAPPY",
                    "SAD",
                    "HAPPY",
                    "No face detected",
                    "HAPPY",
                    "HAPPY",
                    "SAD",
                    "HAPPY",
                ],
            },
            "documented, curl (000)": {
                "context": "Talking about my family",
                "emotions": ["HAPPY", "HAPPY", "SAD", "HAPPY", "HAPPY", "SAD"],
            },
            "documented, test (000)": {"context": "test", "emotions": ["HAPPY", "SAD"]},
            "documented (001)": {
                "context": "Me gustaría hablar sobre cómo me sentí hoy en el trabajo...",
                "emotions": ["Tristeza", "Tristeza", "Alegría", "Tristeza"],
            },
        },
    ),
    key_rule=KeyRule.WHERE_KEYS_ARE_SET,
)

FACE_OPERATIONS = (PREDICT, ANALYZE_SESSION)
