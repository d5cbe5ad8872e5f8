/**
 * Where everything on the timeline chart goes: a column a second, a row an expression,
 * the darker the likelier. Pure; view/chart.js draws it.
 *
 * Conventions: pixels from the top left corner; opacity 0..1.
 */

import { READING_PERIOD_S } from "./readings.js";

/** @typedef {import("./fields.js").ExpressionName} ExpressionName */
/** @typedef {import("./readings.js").Reading} Reading */

/**
 * Rows from the top, pleasant to unpleasant.
 * @type {readonly ExpressionName[]}
 */
export const ROWS = Object.freeze(
  /** @type {const} */ (["happy", "surprised", "neutral", "fearful", "sad", "disgusted", "angry"]),
);

/** @typedef {{y: number, expression: ExpressionName, opacity: number, shown: boolean}} Cell */
/**
 * @typedef {object} Column
 * @property {number} x
 * @property {number} width
 * @property {"expression" | "uncertain" | "none"} kind
 * @property {Cell[]} cells top to bottom; none where there was no readable face
 */
/** @typedef {{x: number, timeS: number}} Tick */
/**
 * @typedef {object} Layout
 * @property {number} height of the rows together
 * @property {Column[]} columns
 * @property {Tick[]} ticks
 */
/**
 * @typedef {object} ChartSize
 * @property {number} width
 * @property {number} rowHeight
 * @property {number} durationS what the whole width stands for
 */

const TICK_STEPS_S = [5, 10, 15, 30, 60, 120, 300];
const MIN_TICK_DISTANCE = 48;
const MAX_COLUMN_GAP = 2;
/** Below this a column would be all gap. */
const MIN_COLUMN_WITH_GAP = 5;
/** The later of two readings in a second is the next one's if so little is missing: frames jitter. */
const EARLY_S = 0.1;
const FAINTEST = 0.05;
/** What is likely but not shown stays clearly behind what is shown. */
const FAINT_SCALE = 0.55;

/**
 * @param {number} durationS
 * @param {number} width
 * @returns {number} the shortest step whose ticks do not crowd each other
 */
export function tickStepS(durationS, width) {
  const fits = (/** @type {number} */ stepS) => (stepS / durationS) * width >= MIN_TICK_DISTANCE;
  return TICK_STEPS_S.find(fits) ?? durationS;
}

/**
 * @param {ChartSize} size
 * @returns {Tick[]}
 */
function layoutTicks({ durationS, width }) {
  const stepS = tickStepS(durationS, width);
  const count = Math.floor(durationS / stepS) + 1;
  return Array.from({ length: count }, (_, index) => ({
    timeS: index * stepS,
    x: ((index * stepS) / durationS) * width,
  }));
}

/**
 * @param {Reading} reading
 * @returns {Column["kind"]}
 */
function kindOf(reading) {
  if (reading.expression === null) return "none";
  return reading.uncertain ? "uncertain" : "expression";
}

/**
 * @param {Reading} reading
 * @param {number} rowHeight
 * @returns {Cell[]}
 */
function layoutCells(reading, rowHeight) {
  if (reading.expression === null) return [];
  return ROWS.map((expression, row) => {
    const shown = expression === reading.expression;
    const score = reading.scores?.[expression] ?? (shown ? 1 : 0);
    const opacity = shown && !reading.uncertain ? 1 : FAINTEST + FAINT_SCALE * score;
    return { y: row * rowHeight, expression, opacity, shown };
  });
}

/**
 * The server reads one frame of each second, not always at the same moment of it.
 * @param {readonly Reading[]} readings
 * @param {number} durationS
 * @returns {Map<number, Reading>} the last reading of each second
 */
function bySecond(readings, durationS) {
  /** @type {Map<number, Reading>} */
  const found = new Map();
  for (const reading of readings) {
    if (reading.timeS < 0 || reading.timeS >= durationS) continue;
    const second = Math.floor(reading.timeS);
    const isEarly = found.has(second) && reading.timeS > second + 1 - EARLY_S;
    found.set(isEarly && second + 1 < durationS ? second + 1 : second, reading);
  }
  return found;
}

/**
 * @param {readonly Reading[]} readings
 * @param {ChartSize} size
 * @returns {Layout} readings past the duration are left out
 */
export function layoutTimeline(readings, size) {
  const period = (READING_PERIOD_S / size.durationS) * size.width;
  const gap = period >= MIN_COLUMN_WITH_GAP ? MAX_COLUMN_GAP : 0;
  const columns = [...bySecond(readings, size.durationS)].map(([second, reading]) => {
    const x = second * period;
    return {
      x,
      width: Math.min(Math.max(period - gap, 1), size.width - x),
      kind: kindOf(reading),
      cells: layoutCells(reading, size.rowHeight),
    };
  });
  return { height: ROWS.length * size.rowHeight, columns, ticks: layoutTicks(size) };
}
