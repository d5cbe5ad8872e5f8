/** Two readings of one voice, beside each other: this server's own and the assistant's opinion. */

/** @typedef {import("./messages.js").Voice} Voice */
/** @typedef {{local: string, opinion: string, agrees: boolean}} Comparison of one turn */

export const OPINION_SOURCE = "gemini-live";
/** One a second is read; a turn that is longer than this is compared by its end. */
const MAX_KEPT = 180;
const UNCERTAIN = "uncertain";

/**
 * @param {Voice["window"]} a
 * @param {Voice["window"]} b
 */
function overlap(a, b) {
  return a !== null && b !== null && a.start_s < b.end_s && b.start_s < a.end_s;
}

/**
 * @param {readonly string[]} names
 * @returns {string | null} the commonest; of several the latest; null of none
 */
function commonest(names) {
  const count = (/** @type {string} */ name) => names.filter((other) => other === name).length;
  const most = Math.max(0, ...names.map(count));
  return [...names].reverse().find((name) => count(name) === most) ?? null;
}

export class VoiceLog {
  /** @type {Voice[]} */
  #local = [];
  /** @type {Voice | null} */
  #opinion = null;

  /** @param {Voice} voice */
  add(voice) {
    if (voice.source === OPINION_SOURCE) this.#opinion = voice;
    else this.#local = [...this.#local, voice].slice(-MAX_KEPT);
  }

  /** @returns {Voice | null} the latest of this server */
  get local() {
    return this.#local[this.#local.length - 1] ?? null;
  }

  /** @returns {Voice | null} the latest of the assistant */
  get opinion() {
    return this.#opinion;
  }

  /**
   * @returns {Comparison | null} what each heard in the turn of the latest opinion; null where one
   *   of them heard nothing clear
   */
  get comparison() {
    const opinion = this.#opinion;
    if (opinion === null || opinion.emotion === UNCERTAIN) return null;
    const names = this.#local
      .filter(({ window, emotion }) => emotion !== UNCERTAIN && overlap(window, opinion.window))
      .map(({ emotion }) => emotion);
    const local = commonest(names);
    if (local === null) return null;
    return { local, opinion: opinion.emotion, agrees: local === opinion.emotion };
  }
}
