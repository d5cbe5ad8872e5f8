/** What stands in large letters beside the picture. Pure: keys of texts, no texts. */

/** @typedef {import("../i18n.js").TextKey} TextKey */
/** @typedef {import("../messages.js").Label} Label */
/** @typedef {import("../session-event.js").LinkStatus} LinkStatus */

/**
 * @typedef {object} Headline
 * @property {TextKey} text
 * @property {number | null} score of the expression that the label is about; null without one
 */

/**
 * The smoothed expression, so that a single odd frame does not show; no name where none is sure.
 * @param {Label | null} label the latest of this connection
 * @param {LinkStatus} [connection]
 * @returns {Headline}
 */
export function headlineOf(label, connection = "good") {
  if (connection === "reconnecting") return { text: "live.interrupted", score: null };
  if (label === null) return { text: "live.waiting", score: null };
  const expression = label.smoothed ?? label.expression;
  if (expression === null) return { text: `emotion.${label.emotion}`, score: null };
  const score = expression.scores[expression.name];
  return { text: label.uncertain ? "live.uncertain" : `expression.${expression.name}`, score };
}
