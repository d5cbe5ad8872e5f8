/** The figures of a finished session, counted from its readings. */

import { EMOTIONS, EXPRESSIONS } from "./fields.js";
import { READING_PERIOD_S } from "./readings.js";

/** @typedef {import("./fields.js").Emotion} Emotion */
/** @typedef {import("./fields.js").ExpressionName} ExpressionName */
/** @typedef {import("./readings.js").Reading} Reading */

/** @typedef {{emotion: Emotion, startS: number, lengthS: number}} Run one label, unbroken */

/** Readings further apart than this have a gap between them: two were lost. */
const MAX_GAP_S = 2.5 * READING_PERIOD_S;

/**
 * @typedef {object} Figures
 * @property {number} count readings
 * @property {Record<Emotion, number>} emotionShares of all readings, 0..1
 * @property {Record<ExpressionName, number>} expressionShares of the readings with one, 0..1
 * @property {number} uncertainShare of the readings with an expression, 0..1
 * @property {number} changes how often the name that was shown became another
 * @property {Run[]} longestRuns the longest of each emotion that occurred, longest first
 */

/**
 * @template {string} K
 * @param {readonly K[]} names
 * @param {readonly (K | null)[]} values
 * @returns {Record<K, number>} how much of `values` each name is; all 0 if there are none
 */
function sharesOf(names, values) {
  const named = values.filter((value) => value !== null);
  const share = (/** @type {K} */ name) =>
    named.length === 0 ? 0 : named.filter((value) => value === name).length / named.length;
  return /** @type {Record<K, number>} */ (
    Object.fromEntries(names.map((name) => [name, share(name)]))
  );
}

/**
 * @param {readonly Reading[]} readings
 * @returns {Run[]} in the order of time
 */
export function runsOf(readings) {
  /** @type {Run[]} */
  const runs = [];
  readings.forEach(({ timeS, emotion }, index) => {
    const sinceS = timeS - (readings[index - 1]?.timeS ?? timeS);
    const untilS = (readings[index + 1]?.timeS ?? Infinity) - timeS;
    const standsForS = untilS <= MAX_GAP_S ? untilS : READING_PERIOD_S;
    const run = runs[runs.length - 1];
    if (run?.emotion === emotion && sinceS <= MAX_GAP_S) run.lengthS += standsForS;
    else runs.push({ emotion, startS: timeS, lengthS: standsForS });
  });
  return runs;
}

/**
 * @param {Reading} reading
 * @returns {string | null} the name that stood there to see
 */
function shownName({ emotion, expression, uncertain }) {
  return uncertain || emotion === "No face detected" ? null : expression ?? emotion;
}

/** @param {readonly Reading[]} readings */
function changesIn(readings) {
  const names = readings.map(shownName).filter((name) => name !== null);
  return names.filter((name, index) => index > 0 && name !== names[index - 1]).length;
}

/**
 * @param {readonly Run[]} runs
 * @returns {Run[]}
 */
function longestOfEach(runs) {
  return EMOTIONS.map((emotion) => runs.filter((run) => run.emotion === emotion))
    .flatMap((same) => [...same].sort((a, b) => b.lengthS - a.lengthS).slice(0, 1))
    .sort((a, b) => b.lengthS - a.lengthS);
}

/**
 * @param {readonly Reading[]} readings in the order of time
 * @returns {Figures}
 */
export function figuresOf(readings) {
  const readable = readings.filter(({ emotion }) => emotion !== "No face detected");
  const uncertain = readable.filter((reading) => reading.uncertain).length;
  return {
    count: readings.length,
    emotionShares: sharesOf(EMOTIONS, readings.map(({ emotion }) => emotion)),
    expressionShares: sharesOf(EXPRESSIONS, readings.map(({ expression }) => expression)),
    uncertainShare: readable.length === 0 ? 0 : uncertain / readable.length,
    changes: changesIn(readings),
    longestRuns: longestOfEach(runsOf(readings)),
  };
}
