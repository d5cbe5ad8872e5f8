/** Is the server still there? Judged by how long it has said nothing. Pure: time is an argument. */

/** How often the client pings; every ping is answered, so silence means something. */
export const PING_PERIOD_MS = 1000;
const WEAK_AFTER_MS = 2500;
const GONE_AFTER_MS = 5000;
/** A check this late means that the page itself slept (laptop lid, frozen tab). */
const SLEPT_AFTER_MS = 3 * PING_PERIOD_MS;

/** @typedef {"good" | "weak" | "gone"} LinkStatus */

export class Liveness {
  #heardMs;
  #checkedMs;

  /** @param {number} nowMs */
  constructor(nowMs) {
    this.#heardMs = nowMs;
    this.#checkedMs = nowMs;
  }

  /** @param {number} nowMs */
  heard(nowMs) {
    this.#heardMs = nowMs;
  }

  /**
   * @param {number} nowMs
   * @returns {LinkStatus}
   */
  check(nowMs) {
    if (nowMs - this.#checkedMs > SLEPT_AFTER_MS) this.#heardMs = nowMs;
    this.#checkedMs = nowMs;
    const silentMs = nowMs - this.#heardMs;
    if (silentMs >= GONE_AFTER_MS) return "gone";
    return silentMs >= WEAK_AFTER_MS ? "weak" : "good";
  }
}
