/**
 * The messages of the data channels: JSON, one object each, `type` first.
 * Unknown types and unknown fields are ignored, so that server and page may be of different ages.
 */

import {
  asEmotion,
  asExpression,
  asFace,
  asFrame,
  asNumber,
  asString,
  asStrings,
  asTiming,
  isObject,
} from "./fields.js";

/** @typedef {import("./fields.js").Emotion} Emotion */
/** @typedef {import("./fields.js").Expression} Expression */
/** @typedef {import("./fields.js").Face} Face */
/** @typedef {import("./fields.js").Fields} Fields */
/** @typedef {import("./fields.js").Frame} Frame */
/** @typedef {import("./fields.js").Timing} Timing */

/**
 * @typedef {object} Started
 * @property {"started"} type
 * @property {string} session_id
 * @property {number} duration_s
 * @property {string[]} emotions
 * @property {string[]} sources
 * @property {{name: string, version: string} | null} model
 */
/**
 * @typedef {object} Label
 * @property {"label"} type
 * @property {number} seq
 * @property {Emotion} emotion
 * @property {number} confidence 0..1
 * @property {Expression | null} expression null without a readable face
 * @property {Expression | null} smoothed
 * @property {boolean} uncertain
 * @property {Face | null} face
 * @property {string | null} reason why there is no expression
 * @property {Frame | null} frame
 * @property {Timing} timing_ms
 */
/**
 * @typedef {object} Voice
 * @property {"voice"} type
 * @property {number} seq
 * @property {string} emotion
 * @property {number} confidence
 * @property {string} energy_level
 * @property {{start_s: number, end_s: number} | null} window
 * @property {string} source
 */
/** @typedef {{type: "calibrated"}} Calibrated the resting face is measured */
/** @typedef {{type: "transcript", role: string, text: string, final: boolean}} Transcript */
/** @typedef {{type: "trend", trend: string, escalate: boolean}} Trend */
/** @typedef {{type: "analysis", done: false, delta: string}} AnalysisDelta */
/**
 * @typedef {object} AnalysisDone
 * @property {"analysis"} type
 * @property {true} done
 * @property {string} source "gemini" or "local"
 * @property {string | null} model
 * @property {string} text
 */
/**
 * @typedef {object} Privacy
 * @property {number | null} frames_received null where the server does not say
 * @property {number | null} frames_analysed
 * @property {number | null} frames_stored
 * @property {number | null} audio_analysed_s
 * @property {number | null} audio_stored
 */
/**
 * @typedef {object} Report
 * @property {"report"} type
 * @property {unknown[]} timeline see readings.js
 * @property {Record<string, unknown>} stats
 * @property {Privacy | null} privacy
 */
/** @typedef {{type: "error", code: string, message: string}} ServerError */
/** @typedef {{type: "pong", t: number, server_ms: number | null}} Pong */
/** @typedef {{type: "ended", reason: string}} Ended */

/**
 * @typedef {Started | Label | Calibrated | Voice | Transcript | Trend | AnalysisDelta | AnalysisDone
 *   | Report | ServerError | Pong | Ended} ServerMessage
 */

/**
 * @typedef {object} Start
 * @property {"start"} type
 * @property {true} consent
 * @property {string} context
 * @property {string} language
 * @property {number} duration_s
 * @property {boolean} voice
 */
/**
 * @typedef {Start | {type: "context", context: string} | {type: "calibrate"} | {type: "stop"}
 *   | {type: "ping", t: number}} ClientMessage
 */

/**
 * One reader a type: the message with every promised field, or null if a field that
 * nothing can stand in for is missing.
 * @type {Record<ServerMessage["type"], (fields: Fields) => ServerMessage | null>}
 */
const READERS = {
  started(fields) {
    const durationS = asNumber(fields.duration_s);
    if (durationS === null) return null;
    const model = isObject(fields.model) ? fields.model : null;
    return {
      type: "started",
      session_id: asString(fields.session_id) ?? "",
      duration_s: durationS,
      emotions: asStrings(fields.emotions),
      sources: asStrings(fields.sources),
      model: model && {
        name: asString(model.name) ?? "",
        version: String(model.version ?? ""),
      },
    };
  },
  label(fields) {
    const seq = asNumber(fields.seq);
    const emotion = asEmotion(fields.emotion);
    if (seq === null || emotion === null) return null;
    return {
      type: "label",
      seq,
      emotion,
      confidence: asNumber(fields.confidence) ?? 0,
      expression: asExpression(fields.expression),
      smoothed: asExpression(fields.smoothed),
      uncertain: fields.uncertain === true,
      face: asFace(fields.face),
      reason: asString(fields.reason),
      frame: asFrame(fields.frame),
      timing_ms: asTiming(fields.timing_ms),
    };
  },
  calibrated: () => ({ type: "calibrated" }),
  voice(fields) {
    const emotion = asString(fields.emotion);
    if (emotion === null) return null;
    const window = isObject(fields.window) ? fields.window : null;
    return {
      type: "voice",
      seq: asNumber(fields.seq) ?? 0,
      emotion,
      confidence: asNumber(fields.confidence) ?? 0,
      energy_level: asString(fields.energy_level) ?? "",
      window: window && {
        start_s: asNumber(window.start_s) ?? 0,
        end_s: asNumber(window.end_s) ?? 0,
      },
      source: asString(fields.source) ?? "",
    };
  },
  transcript(fields) {
    const text = asString(fields.text);
    if (text === null) return null;
    const role = asString(fields.role) ?? "";
    return { type: "transcript", role, text, final: fields.final === true };
  },
  trend(fields) {
    const trend = asString(fields.trend);
    return trend === null ? null : { type: "trend", trend, escalate: fields.escalate === true };
  },
  analysis(fields) {
    if (fields.done !== true) {
      const delta = asString(fields.delta);
      return delta === null ? null : { type: "analysis", done: false, delta };
    }
    const text = asString(fields.text);
    if (text === null) return null;
    const source = asString(fields.source) ?? "local";
    return { type: "analysis", done: true, source, model: asString(fields.model), text };
  },
  report(fields) {
    const privacy = isObject(fields.privacy) ? fields.privacy : null;
    return {
      type: "report",
      timeline: Array.isArray(fields.timeline) ? fields.timeline : [],
      stats: isObject(fields.stats) ? fields.stats : {},
      privacy: privacy && {
        frames_received: asNumber(privacy.frames_received),
        frames_analysed: asNumber(privacy.frames_analysed),
        frames_stored: asNumber(privacy.frames_stored),
        audio_analysed_s: asNumber(privacy.audio_analysed_s),
        audio_stored: asNumber(privacy.audio_stored),
      },
    };
  },
  error: (fields) => ({
    type: "error",
    code: asString(fields.code) ?? "",
    message: asString(fields.message) ?? "",
  }),
  pong(fields) {
    const t = asNumber(fields.t);
    return t === null ? null : { type: "pong", t, server_ms: asNumber(fields.server_ms) };
  },
  ended: (fields) => ({ type: "ended", reason: asString(fields.reason) ?? "" }),
};

/**
 * Read one message of the server.
 * @param {string} text
 * @returns {ServerMessage | null} null for what is not JSON, of an unknown type, or lacks a field
 *   that its type cannot do without
 */
export function parseMessage(text) {
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!isObject(value) || typeof value.type !== "string") return null;
  if (!Object.hasOwn(READERS, value.type)) return null;
  return READERS[/** @type {ServerMessage["type"]} */ (value.type)](value);
}
