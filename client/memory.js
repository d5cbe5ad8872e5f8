/** The name under which the server remembers this device's sessions, if the person asked for it. */

const STORAGE_KEY = "emochat.memory";
const OWNER_KEY = "emochat.memory.owner";
const WANTED_KEY = "emochat.memory.wanted";
const YES = "yes";
const TIMEOUT_MS = 10_000;
const UNAUTHORIZED = 401;
const NOT_FOUND = 404;
/** Enough to tell a person's keys apart; too short for a key to be had from it. */
const MARK_BYTES = 3;

/**
 * `forgotten`: nothing is left for this key. `another_key`: there is nothing for this one, but it was
 * another under which the sessions were remembered. `key_missing`: the server asks for a key.
 * `key_refused`: for another one. `failed`: try again.
 * @typedef {"forgotten" | "another_key" | "key_missing" | "key_refused" | "failed"} Forgetting
 */

/** @returns {Storage | null} null where the browser's settings forbid it */
export function deviceStorage() {
  try {
    return globalThis.localStorage ?? null;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** @param {Uint8Array} bytes */
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** @returns {string} 128 random bits: nobody guesses it, and it says nothing of the person */
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `person-${hex(bytes)}`;
}

/**
 * @param {string} key of the server
 * @returns {Promise<string>} what tells it apart from others
 */
async function markOf(key) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  return hex(new Uint8Array(digest, 0, MARK_BYTES));
}

export class Memory {
  #storage;
  #fetch;

  /**
   * @param {Storage | null} storage
   * @param {typeof globalThis.fetch} [fetcher]
   */
  constructor(storage, fetcher = (...request) => globalThis.fetch(...request)) {
    this.#storage = storage;
    this.#fetch = fetcher;
  }

  /** Whether this browser lets the page keep a name at all. */
  get isPossible() {
    return this.#storage !== null;
  }

  /** Whether the person wants to be remembered: what they chose last. */
  get isWanted() {
    return this.#storage?.getItem(WANTED_KEY) === YES;
  }

  set isWanted(isWanted) {
    if (isWanted) this.#storage?.setItem(WANTED_KEY, YES);
    else this.#storage?.removeItem(WANTED_KEY);
  }

  /** @returns {string | null} the context id; null unless a session was remembered under one */
  get id() {
    return this.#storage?.getItem(STORAGE_KEY) ?? null;
  }

  /** @returns {string | null} the context id to ask for: a new one where none is kept */
  propose() {
    return this.#storage === null ? null : (this.id ?? randomId());
  }

  /**
   * @param {string} id under which the server has agreed to remember
   * @param {string} key of the server, to whose owner alone it gives what it remembers
   */
  async keep(id, key) {
    this.#storage?.setItem(STORAGE_KEY, id);
    this.#storage?.setItem(OWNER_KEY, await markOf(key));
  }

  /**
   * Delete what the server remembers, and then the name.
   * @param {string} key of the server
   * @returns {Promise<Forgetting>}
   */
  async forget(key) {
    const { id } = this;
    if (id === null) return "forgotten";
    const status = await this.#delete(id, key);
    if (status === UNAUTHORIZED) return key === "" ? "key_missing" : "key_refused";
    if (status === null || (status >= 400 && status !== NOT_FOUND)) return "failed";
    if (status === NOT_FOUND && !(await this.#isKeptFor(key))) return "another_key";
    this.#storage?.removeItem(STORAGE_KEY);
    this.#storage?.removeItem(OWNER_KEY);
    this.isWanted = false;
    return "forgotten";
  }

  /** @param {string} key */
  async #isKeptFor(key) {
    return this.#storage?.getItem(OWNER_KEY) === (await markOf(key));
  }

  /**
   * @param {string} id
   * @param {string} key
   * @returns {Promise<number | null>} the HTTP status; null if no answer came
   */
  async #delete(id, key) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
    try {
      const response = await this.#fetch(`/v2/emotions/${encodeURIComponent(id)}`, {
        method: "DELETE",
        headers: key === "" ? {} : { "x-api-key": key },
        signal: controller.signal,
      });
      return response.status;
    } catch (error) {
      if (error instanceof TypeError || error instanceof DOMException) return null;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
