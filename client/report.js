/** The finished session as files to keep: JSON with everything, CSV with one reading a row. */

import { EXPRESSIONS } from "./fields.js";

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
 * @property {AnalysisDone | null} analysis
 * @property {Report | null} report
 */

/** @param {SessionRecord} record */
export function toJson(record) {
  const { started, startedAt, context, readings, analysis, report } = record;
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

const CSV_HEAD = [
  "time_s",
  "emotion",
  "confidence",
  "expression",
  "uncertain",
  "reason",
  ...EXPRESSIONS.map((name) => `score_${name}`),
];

/** @param {readonly Reading[]} readings */
export function toCsv(readings) {
  const rows = readings.map((reading) => [
    Number(reading.timeS.toFixed(3)),
    reading.emotion,
    reading.confidence,
    reading.expression,
    reading.uncertain,
    reading.reason,
    ...EXPRESSIONS.map((name) => reading.scores?.[name] ?? null),
  ]);
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
