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
import { parseFusion } from "./fusion.js";

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
 * @property {string | null} scenario as accepted
 * @property {string | null} remember id of the context that remembers the session
 * @property {boolean} resumed the session goes on over another connection
 * @property {number} elapsed_s of the session, where it goes on
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
 * @property {string} source "local", or "gemini-live" for the assistant's opinion of one turn
 */
/** @typedef {{type: "calibrated"}} Calibrated the resting face is measured */
/**
 * @typedef {object} Transcript
 * @property {"transcript"} type
 * @property {string} role "user" or "assistant"
 * @property {string} text the whole turn so far
 * @property {boolean} final nothing will be added to the turn
 * @property {number | null} start_s on the session clock
 * @property {number | null} end_s
 */
/** @typedef {{type: "assistant", state: string}} Assistant what the assistant does */
/**
 * @typedef {object} Trend
 * @property {"trend"} type
 * @property {string} trend
 * @property {boolean} escalate the trend asks for a person
 * @property {number | null} since_s on the session clock
 * @property {string[]} sources what the trend was read from
 * @property {number | null} time_s
 */
/**
 * @typedef {object} Advice
 * @property {"advice"} type
 * @property {string} scenario
 * @property {string} code
 * @property {string} text in the session's language
 * @property {number | null} time_s on the session clock
 */
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
 * @property {number | null} audio_sent_s how much of the voice went to the assistant
 * @property {string | null} audio_sent_to who received it
 */
/**
 * @typedef {object} Report
 * @property {"report"} type
 * @property {unknown[]} timeline see readings.js
 * @property {Record<string, unknown>} stats
 * @property {Privacy | null} privacy
 * @property {Record<string, unknown>} more what else it holds of voice, trend, advice and words,
 *   as the server sent it
 * @property {import("./fusion.js").Fusion | null} fusion
 */
/** @typedef {{type: "error", code: string, message: string}} ServerError */
/** @typedef {{type: "pong", t: number, server_ms: number | null}} Pong */
/** @typedef {{type: "ended", reason: string}} Ended */

/**
 * @typedef {Started | Label | Calibrated | Voice | Transcript | Assistant | Trend | Advice
 *   | AnalysisDelta | AnalysisDone | Report | ServerError | Pong | Ended} ServerMessage
 */

/**
 * @typedef {object} Start
 * @property {"start"} type
 * @property {true} consent
 * @property {string} context
 * @property {string} [language]
 * @property {number} duration_s
 * @property {boolean} voice
 * @property {boolean} assistant
 * @property {boolean} push_to_talk
 * @property {string | null} scenario
 * @property {string | null} remember
 */
/**
 * @typedef {Start | {type: "context", context: string} | {type: "calibrate"} | {type: "stop"}
 *   | {type: "talk", active: boolean} | {type: "ping", t: number}} ClientMessage
 */

/** What a report may hold beside its timeline and its receipt. */
const MORE_OF_REPORT = /** @type {const} */ (["voice", "trend", "advice", "words", "fusion"]);

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
      scenario: asString(fields.scenario),
      remember: asString(fields.remember),
      resumed: fields.resumed === true,
      elapsed_s: asNumber(fields.elapsed_s) ?? 0,
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
    return {
      type: "transcript",
      role: asString(fields.role) ?? "",
      text,
      final: fields.final === true,
      start_s: asNumber(fields.start_s),
      end_s: asNumber(fields.end_s),
    };
  },
  assistant(fields) {
    const state = asString(fields.state);
    return state === null ? null : { type: "assistant", state };
  },
  trend(fields) {
    const trend = asString(fields.trend);
    if (trend === null) return null;
    return {
      type: "trend",
      trend,
      escalate: fields.escalate === true,
      since_s: asNumber(fields.since_s),
      sources: asStrings(fields.sources),
      time_s: asNumber(fields.time_s),
    };
  },
  advice(fields) {
    const text = asString(fields.text);
    if (text === null) return null;
    return {
      type: "advice",
      scenario: asString(fields.scenario) ?? "",
      code: asString(fields.code) ?? "",
      text,
      time_s: asNumber(fields.time_s),
    };
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
        audio_sent_s: asNumber(privacy.audio_sent_s),
        audio_sent_to: asString(privacy.audio_sent_to),
      },
      more: Object.fromEntries(
        MORE_OF_REPORT.filter((name) => Object.hasOwn(fields, name)).map((name) => [
          name,
          fields[name],
        ]),
      ),
      fusion: parseFusion(fields.fusion),
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
