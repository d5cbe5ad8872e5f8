/** The session's time, which stands still while its connection is broken. Pure: now is an argument. */

export class SessionClock {
  #untilNowS = 0;
  /** @type {number | null} */
  #runsSinceMs = null;
  #hasBegun = false;

  /** Whether a reading ever came. */
  get hasBegun() {
    return this.#hasBegun;
  }

  /**
   * A reading came: the clock runs.
   * @param {number} nowMs
   * @returns {boolean} true if it stood still before
   */
  run(nowMs) {
    if (this.#runsSinceMs !== null) return false;
    this.#runsSinceMs = nowMs;
    this.#hasBegun = true;
    return true;
  }

  /** @param {number} nowMs */
  stop(nowMs) {
    this.#untilNowS = this.elapsedS(nowMs) ?? 0;
    this.#runsSinceMs = null;
  }

  /** @param {number} elapsedS as the server says */
  set(elapsedS) {
    this.#untilNowS = elapsedS;
    this.#runsSinceMs = null;
  }

  /**
   * @param {number} nowMs
   * @returns {number | null} null before the first reading
   */
  elapsedS(nowMs) {
    if (!this.#hasBegun) return null;
    const runsS = this.#runsSinceMs === null ? 0 : (nowMs - this.#runsSinceMs) / 1000;
    return this.#untilNowS + runsS;
  }
}
