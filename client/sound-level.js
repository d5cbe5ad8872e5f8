/**
 * How loud a microphone is, and whether anything comes from it. Pure: time is an argument.
 *
 * Conventions: samples are -1..1; levels are dBFS of the root mean square, at most 0.
 */

/** Below this the meter is empty; a person at arm's length speaks well above it. */
export const FLOOR_DBFS = -60;
/** Speech is louder, the noise of a quiet room is not. */
const SOUND_DBFS = -50;
const QUIET_AFTER_MS = 5000;
/** A microphone that works is never exactly zero for so long. */
const OFF_AFTER_MS = 1500;

/**
 * `waiting`: nothing heard yet, and too early to say more. `sound`: something was heard lately.
 * `quiet`: the microphone works, nobody speaks. `off`: it gives nothing at all.
 * @typedef {"waiting" | "sound" | "quiet" | "off"} SoundState
 */

/**
 * @param {Float32Array} samples
 * @returns {number} dBFS; -Infinity where every sample is zero
 */
export function levelOf(samples) {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum === 0 ? -Infinity : Math.min(0, 10 * Math.log10(sum / samples.length));
}

/**
 * @param {number} dbfs
 * @returns {number} how much of the meter is filled, 0..1
 */
export function shareOf(dbfs) {
  return Math.min(1, Math.max(0, 1 - dbfs / FLOOR_DBFS));
}

export class SoundWatch {
  #soundMs;
  #signalMs;
  #heard = false;

  /** @param {number} nowMs when the microphone was opened */
  constructor(nowMs) {
    this.#soundMs = nowMs;
    this.#signalMs = nowMs;
  }

  /**
   * @param {number} dbfs
   * @param {number} nowMs
   * @returns {SoundState}
   */
  hear(dbfs, nowMs) {
    if (dbfs > -Infinity) this.#signalMs = nowMs;
    if (dbfs >= SOUND_DBFS) {
      this.#soundMs = nowMs;
      this.#heard = true;
    }
    if (nowMs - this.#signalMs >= OFF_AFTER_MS) return "off";
    if (nowMs - this.#soundMs >= QUIET_AFTER_MS) return "quiet";
    return this.#heard ? "sound" : "waiting";
  }
}
