/** What was said, turn by turn, from `transcript` messages. */

/** @typedef {import("./messages.js").Transcript} Transcript */
/**
 * @typedef {object} Turn
 * @property {string} role "user" or "assistant"
 * @property {string} text
 * @property {number | null} startS on the session clock; null where the server did not say
 * @property {number | null} endS
 */

/** A session lasts ten minutes at most: a turn a second would be a quarrel. */
export const MAX_TURNS = 600;
export const MAX_TURN_CHARS = 4000;

/**
 * @param {Transcript} message
 * @returns {Turn}
 */
function turnOf({ role, text, start_s: startS, end_s: endS }) {
  return { role, text: text.slice(0, MAX_TURN_CHARS), startS, endS };
}

/** The closed turns in the order in which they closed, and the open one of each role. */
export class CaptionLog {
  /** @type {Turn[]} */
  #turns = [];
  /** @type {Map<string, Turn>} */
  #open = new Map();

  /**
   * @param {Transcript} message the whole turn so far
   * @returns {Turn | null} the turn that it closed
   */
  add(message) {
    const turn = turnOf(message);
    if (!message.final) {
      this.#open.set(turn.role, turn);
      return null;
    }
    this.#open.delete(turn.role);
    if (turn.text.trim() === "") return null;
    this.#turns = [...this.#turns, turn].slice(-MAX_TURNS);
    return turn;
  }

  /** @returns {readonly Turn[]} */
  get turns() {
    return this.#turns;
  }

  /** @returns {Turn[]} what is being said */
  get open() {
    return [...this.#open.values()];
  }

  /** @returns {Turn[]} everything that was heard, what was cut off at the end included */
  get all() {
    return [...this.#turns, ...this.open.filter(({ text }) => text.trim() !== "")];
  }
}
