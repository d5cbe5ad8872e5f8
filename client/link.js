/** A session's way to the server over one connection after the other. */

import { Connection } from "./connection.js";
import { SessionError } from "./errors.js";
import { tryAgain, waitForReport, withdraw } from "./resumption.js";

/** @typedef {import("./connection.js").ConnectionHandlers} ConnectionHandlers */
/** @typedef {import("./connection.js").ConnectionOptions} ConnectionOptions */
/** @typedef {import("./messages.js").ClientMessage} ClientMessage */

/** Of one attempt to come back, from the offer to `started`. */
const ATTEMPT_TIMEOUT_MS = 5000;

export class Link {
  #options;
  #handlers;
  #connection;
  #lifetime = new AbortController();
  /** @type {MediaStream | null} */
  #stream = null;
  #hearsReply = false;
  /** @type {string | null} */
  #token = null;
  /** @type {{resolve: () => void, reject: (error: SessionError) => void} | null} */
  #attempt = null;

  /** The connection broke, and there is no other one yet. */
  isBroken = false;

  /**
   * @param {ConnectionOptions} options
   * @param {ConnectionHandlers} handlers `onOpen` of the first connection only; `onLost` not for
   *   attempts to come back
   */
  constructor(options, handlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#connection = this.#create(handlers.onOpen);
  }

  /** Whether the server keeps the session beyond its connection. */
  get isKept() {
    return this.#token !== null;
  }

  /** @returns {import("./errors.js").StuckReason} what connecting waits for */
  get stuckReason() {
    return this.#connection.stuckReason;
  }

  /**
   * @param {MediaStream} stream
   * @param {{hearsReply: boolean}} how
   * @throws {SessionError} as Connection.open
   */
  async open(stream, { hearsReply }) {
    this.#stream = stream;
    this.#hearsReply = hearsReply;
    await this.#connection.open(stream, { hearsReply });
    this.#token = this.#connection.resumeToken;
  }

  /** @returns {Promise<boolean>} whether the server has the session, by HTTP */
  isThere() {
    return this.#connection.isThere();
  }

  /** @param {ClientMessage} message dropped unless the channel is open */
  send(message) {
    this.#connection.send(message);
  }

  /**
   * Go on over another connection; whoever hears `started` over it calls confirm().
   * @returns {Promise<boolean>} false where that was given up
   */
  async comeBack() {
    this.breakOff();
    return tryAgain(() => this.#reconnect(), this.#lifetime.signal);
  }

  /** The session goes on over the connection that there is now. */
  confirm() {
    this.isBroken = false;
    this.#attempt?.resolve();
  }

  /** Let go of a connection that is lost. */
  breakOff() {
    this.isBroken = true;
    this.#connection.close({ tellServer: false });
  }

  /** @returns {Promise<unknown[] | null>} the messages of the session's end, or null for none */
  async waitForReport() {
    if (this.#token === null) return null;
    const signal = this.#lifetime.signal;
    return waitForReport({ ...this.#options, signal, resumeToken: this.#token });
  }

  /** @param {{hasEnded: boolean}} how whether the server has told of the session's end */
  close({ hasEnded }) {
    this.#lifetime.abort();
    this.#attempt?.reject(new SessionError("cancelled", "closed while it came back"));
    const isWithToken = hasEnded || this.isBroken;
    if (isWithToken) this.#withdraw();
    this.#connection.close({ tellServer: !isWithToken });
  }

  /** What the server keeps, a report that has arrived or a session without a connection, may go. */
  #withdraw() {
    const resumeToken = this.#connection.resumeToken ?? this.#token;
    if (resumeToken !== null) void withdraw({ ...this.#options, resumeToken });
  }

  /** @param {() => void} onOpen */
  #create(onOpen) {
    const { onMessage, onReply } = this.#handlers;
    return new Connection(this.#options, {
      onOpen,
      onMessage,
      onReply,
      onLost: () => this.#onLost(),
    });
  }

  #onLost() {
    const lost = new SessionError("connection_failed", "lost again", { reason: this.stuckReason });
    if (this.#attempt !== null) this.#attempt.reject(lost);
    else if (!this.isBroken) this.#handlers.onLost();
  }

  async #reconnect() {
    const stream = this.#stream;
    if (stream === null) return;
    this.#connection.close({ tellServer: false });
    const connection = this.#create(() => {});
    this.#connection = connection;
    const late = new SessionError("connection_timeout", "the server did not go on in time");
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const how = { hearsReply: this.#hearsReply, resumeToken: this.#token };
    try {
      await new Promise((resolve, reject) => {
        this.#attempt = { resolve: () => resolve(undefined), reject };
        timer = setTimeout(() => reject(late), ATTEMPT_TIMEOUT_MS);
        connection.open(stream, how).catch(reject);
      });
    } finally {
      clearTimeout(timer);
      this.#attempt = null;
      // Also of an attempt that failed later: the server has given out this one last.
      this.#token = connection.resumeToken ?? this.#token;
    }
  }
}
