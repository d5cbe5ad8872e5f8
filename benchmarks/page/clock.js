/**
 * @param {number} [timeMs] of this page's or worker's performance clock
 * @returns {number} milliseconds since the epoch: the scale that pages and workers share
 */
export const epochMs = (timeMs = performance.now()) => performance.timeOrigin + timeMs;

/** @param {number} ms */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {number} ms
 * @returns {AbortSignal} for a request that must not take longer
 */
export function timeLimit(ms) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}
