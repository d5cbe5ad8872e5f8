/** Who wrote the analysis, which says whether what it was to be made from left the server. Pure. */

/** @typedef {import("./messages.js").AnalysisDone} AnalysisDone */

/**
 * `instead`: the server itself, after Gemini had been asked in vain.
 * @typedef {"gemini" | "instead" | "local"} AnalysisWriter
 */

/**
 * @param {AnalysisDone | null} analysis
 * @param {boolean} hasGeminiFailed
 * @returns {AnalysisWriter | null} null where there is none yet, and Gemini has not failed
 */
export function writerOf(analysis, hasGeminiFailed) {
  if (analysis?.source === "gemini") return "gemini";
  if (hasGeminiFailed) return "instead";
  return analysis && "local";
}
