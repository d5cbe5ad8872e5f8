/** The finished session as files to keep: JSON with everything, CSV with one reading a row. */

import { EXPRESSIONS } from "./fields.js";
import { fusionAt } from "./fusion.js";

/** @typedef {import("./captions.js").Turn} Turn */
/** @typedef {import("./messages.js").Advice} Advice */
/** @typedef {import("./messages.js").AnalysisDone} AnalysisDone */
/** @typedef {import("./messages.js").Report} Report */
/** @typedef {import("./messages.js").Started} Started */
/** @typedef {import("./readings.js").Reading} Reading */

/**
 * @typedef {object} SessionRecord
 * @property {Started} started
 * @property {Date} startedAt
 * @property {string} context
 * @property {Reading[]} readings
 * @property {readonly Turn[]} turns what was said
 * @property {readonly Advice[]} advice what the scenario suggested
 * @property {readonly string[]} complaints codes of what went wrong without ending the session
 * @property {AnalysisDone | null} analysis
 * @property {Report | null} report
 */

/** @param {SessionRecord} record */
export function toJson(record) {
  const { started, startedAt, context, readings, turns, analysis, report } = record;
  const content = {
    session_id: started.session_id,
    started_at: startedAt.toISOString(),
    duration_s: started.duration_s,
    model: started.model,
    context,
    analysis: analysis && { source: analysis.source, model: analysis.model, text: analysis.text },
    privacy: report && report.privacy,
    stats: report && report.stats,
    timeline: report ? report.timeline : readings,
    transcript: turns.map(({ role, text, startS, endS }) => ({
      role,
      text,
      start_s: startS,
      end_s: endS,
    })),
    ...report?.more,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/**
 * One CSV cell (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe
 * in front: https://owasp.org/www-community/attacks/CSV_Injection
 * @param {string | number | boolean | null} value
 */
export function csvCell(value) {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const ROLES = ["user", "assistant"];

const CSV_HEAD = [
  "time_s",
  "emotion",
  "confidence",
  "expression",
  "uncertain",
  "reason",
  ...EXPRESSIONS.map((name) => `score_${name}`),
  "voice",
  "voice_opinion",
  "words",
  "agreement",
  ...ROLES.map((role) => `said_by_${role}`),
];

/**
 * @param {readonly Reading[]} readings in the order of time
 * @param {readonly Turn[]} turns
 * @returns {Map<Reading | undefined, Turn[]>} each turn at the last reading before it began; at the
 *   first one if none did, at undefined if there are no readings
 */
function turnsByReading(readings, turns) {
  /** @type {Map<Reading | undefined, Turn[]>} */
  const byReading = new Map();
  for (const turn of turns) {
    const before = readings.filter(({ timeS }) => timeS <= (turn.startS ?? 0));
    const reading = before[before.length - 1] ?? readings[0];
    byReading.set(reading, [...(byReading.get(reading) ?? []), turn]);
  }
  return byReading;
}

/**
 * @param {readonly Turn[]} turns
 * @param {string} role
 * @returns {string | null}
 */
function wordsOf(turns, role) {
  const texts = turns
    .filter((turn) => turn.role === role)
    .map(({ text }) => text.trim().replace(/\s+/g, " "));
  return texts.length > 0 ? texts.join(" / ") : null;
}

/**
 * @param {Reading} reading
 * @param {SessionRecord["report"]} report
 * @param {readonly Turn[]} turns that belong to it
 */
function rowOf(reading, report, turns) {
  const fused = fusionAt(report?.fusion ?? null, reading.timeS);
  return [
    Number(reading.timeS.toFixed(3)),
    reading.emotion,
    reading.confidence,
    reading.expression,
    reading.uncertain,
    reading.reason,
    ...EXPRESSIONS.map((name) => reading.scores?.[name] ?? null),
    fused?.names.voice ?? null,
    fused?.names.opinion ?? null,
    fused?.names.words ?? null,
    fused?.agreement ?? null,
    ...ROLES.map((role) => wordsOf(turns, role)),
  ];
}

/**
 * A row a reading; what was said stands in the row of the moment in which it began. Without any
 * reading, a row holds what was said.
 * @param {Pick<SessionRecord, "readings" | "turns" | "report">} record
 */
export function toCsv({ readings, turns, report }) {
  const byReading = turnsByReading(readings, turns);
  const rows = readings.map((each) => rowOf(each, report, byReading.get(each) ?? []));
  const unread = byReading.get(undefined);
  const padding = CSV_HEAD.slice(ROLES.length).map(() => null);
  if (unread) rows.push([...padding, ...ROLES.map((role) => wordsOf(unread, role))]);
  return [CSV_HEAD, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

/**
 * @param {Date} startedAt
 * @param {"json" | "csv"} extension
 * @returns {string} a name that every file system accepts, in universal time
 */
export function fileName(startedAt, extension) {
  const stamp = startedAt.toISOString().slice(0, 19).replaceAll(":", "-");
  return `emochat-${stamp}Z.${extension}`;
}
