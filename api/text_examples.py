"""Examples for OpenAPI and for tests: those of documents 003 and 004 are as printed there."""

from typing import Any

Example = dict[str, Any]

CONVERSATION_REQUEST: Example = {
    "messages": [
        {
            "role": "user",
            "content": "I have been waiting for 2 hours",
            "timestamp": "2024-01-15T10:00:00Z",
        },
        {
            "role": "assistant",
            "content": "I apologize for the wait. Let me check on that.",
            "timestamp": "2024-01-15T10:01:00Z",
        },
        {
            "role": "user",
            "content": "This is completely unacceptable!",
            "timestamp": "2024-01-15T10:15:00Z",
        },
    ],
    "userId": "user_123",
    "sessionId": "session_456",
}

CONVERSATION_ANSWER: Example = {
    "analysis": {
        "currentEmotion": {
            "primary": "anger",
            "intensity": 0.89,
            "secondary": ["frustration", "disappointment"],
        },
        "emotionalProgression": [
            {"timestamp": "2024-01-15T10:00:00Z", "emotion": "impatience", "intensity": 0.65},
            {"timestamp": "2024-01-15T10:15:00Z", "emotion": "anger", "intensity": 0.89},
        ],
        "triggers": ["extended wait time", "lack of resolution"],
        "recommendations": [
            "Immediate escalation recommended",
            "Offer concrete solution or compensation",
            "Acknowledge frustration explicitly",
        ],
    },
    "sentiment": {"score": -0.85, "label": "very negative", "trend": "worsening"},
}

CONTEXT_REQUEST: Example = {
    "model": "emotion-v2",
    "messages": [
        {
            "role": "user",
            "externalId": "msg-1",
            "content": {"text": "I'm really excited about this opportunity!"},
            "timestamp": "2025-01-15T10:30:00Z",
        }
    ],
}

CONTEXT_ANSWER: Example = {
    "object": "emotions.analysis",
    "model": "emotion-v2",
    "metadata": {"context_id": "example-123"},
    "emotions": {
        "user": {
            "text": "I'm really excited about this opportunity!",
            "category": "joy",
            "intensity": 0.85,
            "intensityLevel": "high",
            "valence": 0.78,
            "arousal": 0.82,
            "complexity": "simple",
            "wonderIndex": 0.55,
            "discoveryLevel": "significant",
            "raw": {
                "joy": 0.85,
                "love": 0.25,
                "surprise": 0.30,
                "sadness": 0.02,
                "anger": 0.01,
                "fear": 0.05,
            },
        }
    },
    "trajectory": {"trend": {"direction": "improving", "valenceTrend": 0.08}},
}

STATE_ANSWER: Example = {
    "object": "emotions.state",
    "model": "emotion-v2",
    "emotions": {
        "system": {"category": "joy", "intensity": 0.85, "valence": 0.78, "arousal": 0.82}
    },
    "trajectory": {
        "baseline": {"averageIntensity": 0.65, "baselineValence": 0.45},
        "trend": {"direction": "improving"},
    },
    "metadata": {"context_id": "example-123"},
}

STATELESS_REQUEST: Example = {
    "model": "emotion-v2",
    "messages": [{"content": {"text": "I don't know how to feel about this"}}],
}

STATELESS_ANSWER: Example = {
    "object": "emotions.analysis",
    "model": "emotion-v2",
    "emotions": {
        "_default": {
            "text": "I don't know how to feel about this",
            "category": "fear",
            "intensity": 0.45,
            "intensityLevel": "subtle",
            "valence": -0.25,
            "arousal": 0.40,
            "complexity": "layered",
            "wonderIndex": 0.35,
            "discoveryLevel": "normal",
            "raw": {
                "fear": 0.45,
                "sadness": 0.35,
                "surprise": 0.20,
                "joy": 0.10,
                "love": 0.05,
                "anger": 0.08,
            },
        }
    },
}

BATCH_REQUEST: Example = {
    "model": "emotion-v2",
    "messages": [
        {"content": {"text": "I love this product!"}},
        {"content": {"text": "This is frustrating."}},
        {"content": {"text": "I'm worried about the deadline."}},
    ],
}

BATCH_ANSWER: Example = {
    "object": "emotions.batch_analysis",
    "model": "emotion-v2",
    "emotions": [
        {"category": "love", "intensity": 0.88, "valence": 0.85, "arousal": 0.72},
        {"category": "anger", "intensity": 0.65, "valence": -0.60, "arousal": 0.68},
        {"category": "fear", "intensity": 0.58, "valence": -0.45, "arousal": 0.55},
    ],
    "usage": {"total_tokens": 45, "analyse_tokens": 45},
}

DAILY_REPORT_ANSWER: Example = {
    "object": "emotions.daily_report",
    "metadata": {"context_id": "example-123"},
    "date": "2026-01-15",
    "utcOffset": "+02:00",
    "sessions": [
        {
            "startedAt": "2026-01-15T09:30:00+02:00",
            "durationS": 60.0,
            "trend": "improving",
            "escalations": 0,
            "shares": {
                "face": {"sad": 0.25, "neutral": 0.75},
                "voice": {"anxious": 0.5, "neutral": 0.5},
            },
        }
    ],
    "durationS": 60.0,
    "escalations": 0,
    "trends": {"improving": 1},
    "shares": {
        "face": {"sad": 0.25, "neutral": 0.75},
        "voice": {"anxious": 0.5, "neutral": 0.5},
    },
}
