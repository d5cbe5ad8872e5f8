/** The events of a session, and an EventTarget that knows their types. */

/** @typedef {import("./errors.js").SessionError} SessionError */
/** @typedef {import("./messages.js").Advice} Advice */
/** @typedef {import("./messages.js").AnalysisDelta} AnalysisDelta */
/** @typedef {import("./messages.js").AnalysisDone} AnalysisDone */
/** @typedef {import("./messages.js").Assistant} Assistant */
/** @typedef {import("./messages.js").Calibrated} Calibrated */
/** @typedef {import("./messages.js").Ended} Ended */
/** @typedef {import("./messages.js").Label} Label */
/** @typedef {import("./messages.js").Report} Report */
/** @typedef {import("./messages.js").ServerError} ServerError */
/** @typedef {import("./messages.js").Started} Started */
/** @typedef {import("./messages.js").Transcript} Transcript */
/** @typedef {import("./messages.js").Trend} Trend */
/** @typedef {import("./messages.js").Voice} Voice */

/** @typedef {"good" | "weak" | "reconnecting"} LinkStatus */

/**
 * `idle` -> `connecting` -> `live` -> `analysing` -> `done`; from anywhere to `error` or `closed`.
 * @typedef {"idle" | "connecting" | "live" | "analysing" | "done" | "error" | "closed"
 * } SessionState
 */

/**
 * What each event carries in `detail`.
 * @typedef {object} SessionEvents
 * @property {{state: SessionState, previous: SessionState}} statechange
 * @property {Started} started the server has accepted the session
 * @property {Started} resumed its connection had broken, and it goes on
 * @property {Label} label once a second; may come out of order or be lost
 * @property {Calibrated} calibrated labels are relative to the person's resting face from now on
 * @property {Voice} voice how the voice sounds, to this server or, beside it, to the assistant
 * @property {Transcript} transcript what the person or the assistant says
 * @property {Assistant} assistant what the assistant does; audio leaves for Google until `state` is
 *   "unavailable"
 * @property {{track: MediaStreamTrack}} reply the assistant's voice, to be played
 * @property {Trend} trend
 * @property {Advice} advice what the scenario suggests
 * @property {AnalysisDelta | AnalysisDone} analysis pieces, then the text to replace them
 * @property {Report} report
 * @property {Ended} ended
 * @property {ServerError} servererror a complaint that did not end the session
 * @property {{ms: number}} roundtrip how long a ping took to come back
 * @property {{status: LinkStatus}} connection
 * @property {SessionError} error a failure after start() was fulfilled; the session is over
 */

/**
 * A CustomEvent by another name: Node has a global CustomEvent only from version 19 on.
 * @template T
 */
export class SessionEvent extends Event {
  /**
   * @param {string} type
   * @param {T} detail
   */
  constructor(type, detail) {
    super(type);
    this.detail = detail;
  }
}

export class SessionEventTarget extends EventTarget {
  /**
   * Listen to one kind of event; addEventListener does, too, without the types.
   * @template {keyof SessionEvents} K
   * @param {K} type
   * @param {(detail: SessionEvents[K]) => void} listener
   * @param {AddEventListenerOptions} [options]
   */
  on(type, listener, options) {
    this.addEventListener(
      type,
      (event) => listener(/** @type {SessionEvent<SessionEvents[K]>} */ (event).detail),
      options,
    );
  }

  /**
   * @template {keyof SessionEvents} K
   * @param {K} type
   * @param {SessionEvents[K]} detail
   * @protected
   */
  emit(type, detail) {
    this.dispatchEvent(new SessionEvent(type, detail));
  }
}
