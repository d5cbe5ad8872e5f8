/** The fields of a message, read one at a time: the value in its type, or null. */

/** The seven expressions, in the order in which the product lists them. */
export const EXPRESSIONS = Object.freeze(
  /** @type {const} */ (["angry", "disgusted", "fearful", "happy", "neutral", "sad", "surprised"]),
);

/** The two labels of the contract, and what stands there without a face. */
export const EMOTIONS = Object.freeze(
  /** @type {const} */ (["HAPPY", "SAD", "No face detected"]),
);

/** @typedef {typeof EXPRESSIONS[number]} ExpressionName */
/** @typedef {typeof EMOTIONS[number]} Emotion */
/** @typedef {Record<ExpressionName, number>} Scores probabilities, 0..1 */
/** @typedef {{name: ExpressionName, scores: Scores}} Expression */
/** @typedef {[x: number, y: number, width: number, height: number]} Box shares of a frame, 0..1 */
/** @typedef {{box: Box, count: number}} Face the largest face, and how many there are */
/**
 * @typedef {object} Frame
 * @property {number} rtp_timestamp
 * @property {number} media_time_s on the session clock
 * @property {number} width pixels
 * @property {number} height pixels
 */
/**
 * @typedef {object} Timing milliseconds of one frame's way through the server
 * @property {number | null} decode
 * @property {number | null} wait
 * @property {number | null} infer
 * @property {number | null} total last packet received -> label handed to the channel
 */

/** @typedef {Record<string, unknown>} Fields */

/**
 * @param {unknown} value
 * @returns {value is Fields}
 */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @returns {number | null}
 */
export const asNumber = (value) =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

/**
 * @param {unknown} value
 * @returns {string | null}
 */
export const asString = (value) => (typeof value === "string" ? value : null);

/** @param {unknown} value */
export const asStrings = (value) =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/**
 * @param {unknown} value
 * @returns {ExpressionName | null}
 */
export const asExpressionName = (value) => EXPRESSIONS.find((name) => name === value) ?? null;

/**
 * @param {unknown} value
 * @returns {Emotion | null}
 */
export const asEmotion = (value) => EMOTIONS.find((name) => name === value) ?? null;

/**
 * @param {unknown} value
 * @returns {Scores | null} null unless all seven are numbers
 */
export function asScores(value) {
  if (!isObject(value)) return null;
  /** @type {Partial<Scores>} */
  const scores = {};
  for (const name of EXPRESSIONS) {
    const score = asNumber(value[name]);
    if (score === null) return null;
    scores[name] = score;
  }
  return /** @type {Scores} */ (scores);
}

/**
 * @param {unknown} value
 * @returns {Expression | null}
 */
export function asExpression(value) {
  if (!isObject(value)) return null;
  const name = asExpressionName(value.name);
  const scores = asScores(value.scores);
  return name && scores ? { name, scores } : null;
}

/**
 * @param {unknown} value
 * @returns {Face | null}
 */
export function asFace(value) {
  if (!isObject(value) || !Array.isArray(value.box)) return null;
  const [x, y, width, height] = value.box.map(asNumber);
  if (x == null || y == null || width == null || height == null) return null;
  return { box: [x, y, width, height], count: asNumber(value.count) ?? 1 };
}

/**
 * @param {unknown} value
 * @returns {Frame | null}
 */
export function asFrame(value) {
  if (!isObject(value)) return null;
  const mediaTimeS = asNumber(value.media_time_s);
  if (mediaTimeS === null) return null;
  return {
    rtp_timestamp: asNumber(value.rtp_timestamp) ?? 0,
    media_time_s: mediaTimeS,
    width: asNumber(value.width) ?? 0,
    height: asNumber(value.height) ?? 0,
  };
}

/**
 * @param {unknown} value
 * @returns {Timing}
 */
export function asTiming(value) {
  const fields = isObject(value) ? value : {};
  return {
    decode: asNumber(fields.decode),
    wait: asNumber(fields.wait),
    infer: asNumber(fields.infer),
    total: asNumber(fields.total),
  };
}
