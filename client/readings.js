/** What the server read of the face, moment by moment, in the shape that charts and files use. */

import {
  asEmotion,
  asExpression,
  asExpressionName,
  asNumber,
  asScores,
  asString,
  isObject,
} from "./fields.js";

/** @typedef {import("./fields.js").Emotion} Emotion */
/** @typedef {import("./fields.js").ExpressionName} ExpressionName */
/** @typedef {import("./fields.js").Scores} Scores */
/** @typedef {import("./messages.js").Label} Label */

/**
 * @typedef {object} Reading
 * @property {number} timeS seconds on the session clock
 * @property {Emotion} emotion
 * @property {number | null} confidence 0..1; null without a readable face
 * @property {ExpressionName | null} expression after smoothing; null without a readable face
 * @property {Scores | null} scores after smoothing, where known
 * @property {boolean} uncertain
 * @property {string | null} reason why there is no expression
 */

/** The server reads one frame a second, so a reading stands for one second. */
export const READING_PERIOD_S = 1;

/**
 * @param {Label} label
 * @param {number} timeS
 * @returns {Reading}
 */
function readingOfLabel(label, timeS) {
  const expression = label.smoothed ?? label.expression;
  return {
    timeS,
    emotion: label.emotion,
    confidence: expression && label.confidence,
    expression: expression && expression.name,
    scores: expression && expression.scores,
    uncertain: label.uncertain,
    reason: label.reason,
  };
}

/** The labels of one session in the order of their frames, whatever order they arrived in. */
export class ReadingLog {
  /** @type {{seq: number, reading: Reading}[]} */
  #entries = [];

  /**
   * @param {Label} label
   * @param {number} elapsedS session clock now, for a label without a new frame
   * @returns {boolean} true if no newer label came before it
   */
  add(label, elapsedS) {
    if (this.#entries.some(({ seq }) => seq === label.seq)) return false;
    const frame = label.reason === "no_video" ? null : label.frame;
    const reading = readingOfLabel(label, frame?.media_time_s ?? elapsedS);
    const newest = this.#entries.every(({ seq }) => seq < label.seq);
    this.#entries.push({ seq: label.seq, reading });
    if (!newest) this.#entries.sort((a, b) => a.seq - b.seq);
    return newest;
  }

  /** @returns {Reading[]} */
  get readings() {
    return this.#entries.map(({ reading }) => reading);
  }
}

/**
 * @param {unknown} entry
 * @returns {Reading | null}
 */
function readingOfEntry(entry) {
  if (!isObject(entry)) return null;
  const timeS = asNumber(entry.time_s);
  const emotion = asEmotion(entry.emotion);
  if (timeS === null || emotion === null) return null;
  const expression = asExpression(entry.smoothed) ?? asExpression(entry.expression);
  return {
    timeS,
    emotion,
    confidence: asNumber(entry.confidence),
    expression: expression?.name ?? asExpressionName(entry.expression),
    scores: expression?.scores ?? asScores(entry.scores),
    uncertain: entry.uncertain === true,
    reason: asString(entry.reason),
  };
}

/**
 * Read the timeline of a `report` message, which lacks no label that the network lost.
 * @param {unknown[]} timeline
 * @returns {Reading[]} entries without a time or an emotion are left out
 */
export function readingsOfTimeline(timeline) {
  return timeline.flatMap((entry) => readingOfEntry(entry) ?? []);
}

/**
 * The report names expressions; their scores came with the labels.
 * @param {readonly Reading[]} reported
 * @param {readonly Reading[]} heard
 * @returns {Reading[]} `reported`, with the scores of whatever was heard of the same moment
 */
export function withScores(reported, heard) {
  return reported.map((reading) => {
    const same = heard.find(
      ({ timeS, expression }) =>
        expression === reading.expression && Math.abs(timeS - reading.timeS) < READING_PERIOD_S / 2,
    );
    return reading.scores === null && same ? { ...reading, scores: same.scores } : reading;
  });
}
