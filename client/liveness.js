/** Is the server still there? Judged by how long it has said nothing. Pure: time is an argument. */

/** How often the client pings; every ping is answered, so silence means something. */
export const PING_PERIOD_MS = 1000;
/** How often to look whether it is worth asking by another way, and how often to ask. */
export const DOUBT_PERIOD_MS = 250;
const ASK_PERIOD_MS = 1000;
/** A ping and its answer, and half a period more. */
const DOUBT_AFTER_MS = 1500;
const WEAK_AFTER_MS = 2500;
const GONE_AFTER_MS = 5000;
/** A check this late means that the page itself slept (laptop lid, frozen tab). */
const SLEPT_AFTER_MS = 3 * PING_PERIOD_MS;

/** @typedef {"good" | "weak" | "gone"} LinkStatus */

export class Liveness {
  #heardMs;
  #checkedMs;
  #askedMs = -Infinity;

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
   * @returns {boolean} true where it is doubtful and was not asked just before
   */
  isToBeAsked(nowMs) {
    if (nowMs < this.#askedMs + ASK_PERIOD_MS || !this.isDoubtful(nowMs)) return false;
    this.#askedMs = nowMs;
    return true;
  }

  /**
   * @param {number} nowMs
   * @returns {boolean} true where it is worth asking by another way
   */
  isDoubtful(nowMs) {
    return nowMs - this.#heardMs >= DOUBT_AFTER_MS;
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
