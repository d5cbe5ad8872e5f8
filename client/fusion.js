/**
 * The report's one timeline of face, voice and words: read, and laid out as rows of spans.
 * Pure; view/fusion-chart.js draws it.
 */

import { asNumber, asString, isObject } from "./fields.js";

/** What is read, in the order of the rows. */
export const FUSION_SOURCES = Object.freeze(
  /** @type {const} */ (["face", "voice", "opinion", "words"]),
);
const AGREEMENTS = /** @type {const} */ (["agree", "disagree", "single", "none"]);

/** @typedef {typeof FUSION_SOURCES[number]} FusionSource */
/** @typedef {typeof AGREEMENTS[number]} Agreement */
/**
 * @typedef {object} FusionEntry
 * @property {number} startS
 * @property {number} endS
 * @property {Record<FusionSource, string | null>} names null where nothing was read
 * @property {Agreement} agreement
 */
/** @typedef {{entries: FusionEntry[], agreementShare: number | null}} Fusion share 0..1 */
/** @typedef {{x: number, width: number, name: string}} Span */
/** @typedef {{source: FusionSource, spans: Span[]}} SourceRow */
/** @typedef {{rows: SourceRow[], agreements: Span[]}} FusionLayout */

/** Two spans that are closer are one: the server's times are rounded. */
const TOUCH_S = 0.05;

/**
 * @param {unknown} value
 * @returns {FusionEntry | null}
 */
function asEntry(value) {
  if (!isObject(value)) return null;
  const startS = asNumber(value.start_s);
  const endS = asNumber(value.end_s);
  if (startS === null || endS === null || endS <= startS) return null;
  const names = Object.fromEntries(FUSION_SOURCES.map((source) => [source, asString(value[source])]));
  return {
    startS,
    endS,
    names: /** @type {FusionEntry["names"]} */ (names),
    agreement: AGREEMENTS.find((name) => name === value.agreement) ?? "none",
  };
}

/**
 * Read `fusion` of a `report` message.
 * @param {unknown} value
 * @returns {Fusion | null} null where there is nothing to compare: fewer than two sources were read
 */
export function parseFusion(value) {
  if (!isObject(value) || !Array.isArray(value.timeline)) return null;
  const entries = value.timeline
    .flatMap((entry) => asEntry(entry) ?? [])
    .sort((a, b) => a.startS - b.startS);
  return sourcesOf(entries).length < 2
    ? null
    : { entries, agreementShare: asNumber(value.agreement_share) };
}

/**
 * @param {readonly FusionEntry[]} entries
 * @returns {FusionSource[]} which of them were ever read
 */
export function sourcesOf(entries) {
  return FUSION_SOURCES.filter((source) => entries.some(({ names }) => names[source] !== null));
}

/**
 * @param {readonly {startS: number, endS: number, name: string | null}[]} parts
 * @param {{width: number, durationS: number}} size
 * @returns {Span[]} neighbours of one name as one span
 */
function spansOf(parts, { width, durationS }) {
  /** @type {{startS: number, endS: number, name: string}[]} */
  const runs = [];
  for (const { startS, endS, name } of parts) {
    const last = runs[runs.length - 1];
    if (name === null || startS >= durationS) continue;
    if (last?.name === name && startS - last.endS <= TOUCH_S) last.endS = endS;
    else runs.push({ startS, endS, name });
  }
  const place = (/** @type {number} */ timeS) => (Math.min(timeS, durationS) / durationS) * width;
  return runs.map(({ startS, endS, name }) => {
    const x = place(Math.max(0, startS));
    return { x, width: place(endS) - x, name };
  });
}

/**
 * @param {readonly FusionEntry[]} entries
 * @param {{width: number, durationS: number}} size pixels, and what they stand for
 * @returns {FusionLayout}
 */
export function layoutFusion(entries, size) {
  const rows = sourcesOf(entries).map((source) => {
    const parts = entries.map(({ startS, endS, names }) => ({ startS, endS, name: names[source] }));
    return { source, spans: spansOf(parts, size) };
  });
  const compared = entries.map(({ startS, endS, agreement }) => ({
    startS,
    endS,
    name: agreement === "agree" || agreement === "disagree" ? agreement : null,
  }));
  return { rows, agreements: spansOf(compared, size) };
}

/**
 * @param {Fusion | null} fusion
 * @param {number} timeS
 * @returns {FusionEntry | null} what was read at that moment
 */
export function fusionAt(fusion, timeS) {
  return fusion?.entries.find(({ startS, endS }) => startS <= timeS && timeS < endS) ?? null;
}
