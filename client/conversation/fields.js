/** Reads the answers of the text endpoints, and refuses what they do not promise. */

/**
 * @typedef {object} MessageEmotion
 * @property {string} category
 * @property {number} intensity 0..1
 * @property {string} intensityLevel
 * @property {number} valence -1..1
 * @property {number} arousal 0..1
 */
/**
 * @typedef {object} MessageReading
 * @property {string} role
 * @property {MessageEmotion | null} emotion null where the language is not supported
 */
/**
 * @typedef {object} Account
 * @property {{primary: string, intensity: number, secondary: string[]} | null} current null where
 *   no message of the person is in a language that is supported
 * @property {string[]} triggers
 * @property {string[]} recommendations
 * @property {{score: number, label: string, trend: string} | null} sentiment null likewise
 */

/** @typedef {Record<string, unknown>} Fields */

/** The server said something that its contract does not. */
export class AnswerError extends Error {
  /** @param {string} field */
  constructor(field) {
    super(`the answer's field ${field} is missing or of another type`);
    this.name = "AnswerError";
  }
}

/**
 * @param {unknown} value
 * @param {string} field
 * @returns {Fields}
 */
function object(value, field) {
  if (typeof value !== "object" || value === null) throw new AnswerError(field);
  return /** @type {Fields} */ (value);
}

/**
 * @param {Fields} fields
 * @param {string} name
 */
function number(fields, name) {
  const value = fields[name];
  if (typeof value !== "number" || !Number.isFinite(value)) throw new AnswerError(name);
  return value;
}

/**
 * @param {Fields} fields
 * @param {string} name
 */
function string(fields, name) {
  const value = fields[name];
  if (typeof value !== "string") throw new AnswerError(name);
  return value;
}

/**
 * @param {Fields} fields
 * @param {string} name
 */
function list(fields, name) {
  const value = fields[name];
  if (!Array.isArray(value)) throw new AnswerError(name);
  return /** @type {unknown[]} */ (value);
}

/**
 * @param {Fields} fields
 * @param {string} name
 */
function strings(fields, name) {
  return list(fields, name).map((value) => {
    if (typeof value !== "string") throw new AnswerError(name);
    return value;
  });
}

/**
 * @param {unknown} answer of `POST /v1/emotion/analyze`
 * @returns {Account}
 */
export function parseAccount(answer) {
  const whole = object(answer, "answer");
  const analysis = object(whole.analysis, "analysis");
  return {
    current: orNull(analysis.currentEmotion, "currentEmotion", (fields) => ({
      primary: string(fields, "primary"),
      intensity: number(fields, "intensity"),
      secondary: strings(fields, "secondary"),
    })),
    triggers: strings(analysis, "triggers"),
    recommendations: strings(analysis, "recommendations"),
    sentiment: orNull(whole.sentiment, "sentiment", (fields) => ({
      score: number(fields, "score"),
      label: string(fields, "label"),
      trend: string(fields, "trend"),
    })),
  };
}

/**
 * @template T
 * @param {unknown} value
 * @param {string} field
 * @param {(fields: Fields) => T} parse
 * @returns {T | null}
 */
const orNull = (value, field, parse) => (value === null ? null : parse(object(value, field)));

/**
 * @param {unknown} answer of `POST /v2/emotions/analysis`
 * @returns {MessageReading[]}
 */
export function parseReadings(answer) {
  return list(object(answer, "answer"), "messages").map((entry) => {
    const fields = object(entry, "messages");
    return { role: string(fields, "role"), emotion: emotionOf(fields) };
  });
}

/**
 * @param {Fields} fields
 * @returns {MessageEmotion | null}
 */
function emotionOf(fields) {
  if (fields.category === undefined) return null;
  return {
    category: string(fields, "category"),
    intensity: number(fields, "intensity"),
    intensityLevel: string(fields, "intensityLevel"),
    valence: number(fields, "valence"),
    arousal: number(fields, "arousal"),
  };
}
