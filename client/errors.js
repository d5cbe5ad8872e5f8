/** What can go wrong in a session, as codes that a page can turn into advice. */

/** Every code a SessionError may carry. */
export const ERROR_CODES = Object.freeze(
  /** @type {const} */ ([
    "insecure_context", // no getUserMedia: the page is neither on HTTPS nor on localhost
    "unsupported_browser", // no RTCPeerConnection
    "permission_denied",
    "no_camera",
    "camera_in_use",
    "camera_lost", // unplugged, or taken away, before the session or while it ran
    "consent_missing",
    "server_unreachable", // no HTTP answer at all
    "server_full", // 503; `retryAfterS` says when to come back
    "quota_exceeded", // 429: sessions of this key or address; `retryAfterS` as above
    "unauthorized", // 401, 403
    "rejected", // another 4xx, or an `error` message before the session began
    "server_error", // another 5xx
    "bad_answer", // not a WHIP answer, or an SDP the browser refuses
    "connection_timeout", // not connected in time; `reason` says where it got stuck
    "connection_failed", // ICE or DTLS gave up; `reason` as above
    "server_gone", // the running session fell silent or was cut
    "session_ended", // the server ended the session before there was anything to report
    "analysis_timeout", // the written analysis never came
    "cancelled", // close() or stop() came before the session was live
  ]),
);

/** @typedef {typeof ERROR_CODES[number]} ErrorCode */

/**
 * Where connecting got stuck.
 * `http`: no answer to the offer. `no_candidates`: the browser found no network path to offer.
 * `ice`: offered paths, none works (UDP is blocked). `dtls`: a path works, encryption does not.
 * `channel`: connected, the data channels stay shut. `start`: the server never said `started`.
 * @typedef {"http" | "no_candidates" | "ice" | "dtls" | "channel" | "start"} StuckReason
 */

/**
 * @typedef {object} ErrorDetail
 * @property {number} [status] HTTP status
 * @property {number} [retryAfterS]
 * @property {string} [reason] a StuckReason, or the server's own word
 * @property {unknown} [cause]
 */

/** A failure with a code for programs, and a message for logs. */
export class SessionError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} message
   * @param {ErrorDetail} [detail]
   */
  constructor(code, message, detail = {}) {
    super(message, { cause: detail.cause });
    this.name = "SessionError";
    this.code = code;
    this.status = detail.status ?? null;
    this.retryAfterS = detail.retryAfterS ?? null;
    this.reason = detail.reason ?? null;
  }
}
