/** The HTTP half of a session: one WHIP resource (RFC 9725). */

import { SessionError } from "./errors.js";
import { parseIceServers } from "./ice-servers.js";

/** @typedef {typeof globalThis.fetch} Fetch */

/**
 * @typedef {object} Offer
 * @property {string} endpoint
 * @property {string} sdp
 * @property {string | null} token sent as `Authorization: Bearer`
 * @property {AbortSignal} signal
 * @property {Fetch} fetch
 * @property {string | null} [resumeToken] of the session to go on with
 */

/** @typedef {Omit<Offer, "sdp"> & {resumeToken: string}} ReportRequest */

/** @typedef {Omit<ReportRequest, "signal">} ErasureRequest */

/**
 * @typedef {{state: "made", messages: unknown[]}
 *   | {state: "none"} | {state: "unreachable"}
 *   | {state: "pending", retryAfterMs?: number}} ReportAnswer
 */

const RESUME_HEADER = "EmoChat-Resume";

const REQUEST_TIMEOUT_MS = 5000;
/** A living worker answers at once; a proxy may try a dead one for seconds. */
const PROBE_TIMEOUT_MS = 700;
/** The readings of ten minutes take seconds over a slow network. */
const REPORT_TIMEOUT_MS = 10_000;
const MAX_REASON_CHARS = 300;

/** @param {string | null} token */
const authorization = (token) => (token === null ? {} : { Authorization: `Bearer ${token}` });

/**
 * @param {string | null | undefined} token
 * @returns {Record<string, string>}
 */
const resumption = (token) => (token ? { [RESUME_HEADER]: token } : {});

/** @param {string} endpoint */
const withoutQuery = (endpoint) => endpoint.split(/[?#]/, 1)[0] ?? "";

/**
 * @param {string | null} header seconds or an HTTP date (RFC 9110 section 10.2.3)
 * @param {number} nowMs
 * @returns {number | undefined} seconds from now, at least 1
 */
export function parseRetryAfter(header, nowMs) {
  if (header === null) return undefined;
  const seconds = /^\s*\d+\s*$/.test(header)
    ? Number(header)
    : (Date.parse(header) - nowMs) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : undefined;
}

/**
 * @param {number} status
 * @returns {import("./errors.js").ErrorCode}
 */
function codeOf(status) {
  if (status === 503) return "server_full";
  if (status === 429) return "quota_exceeded";
  if (status === 401 || status === 403) return "unauthorized";
  if (status >= 500) return "server_error";
  return status >= 400 ? "rejected" : "bad_answer";
}

/** @param {Response} response */
async function refusal(response) {
  const text = (await response.text()).slice(0, MAX_REASON_CHARS);
  const retryAfterS = parseRetryAfter(response.headers.get("Retry-After"), Date.now());
  return new SessionError(codeOf(response.status), `HTTP ${response.status}: ${text}`, {
    status: response.status,
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
  });
}

/**
 * @param {Response} response to the request for a report
 * @returns {Promise<ReportAnswer>}
 */
async function reportOf(response) {
  if (response.status === 200) {
    const { messages } = await response.json();
    return { state: "made", messages: Array.isArray(messages) ? messages : [] };
  }
  if (response.status >= 400 && response.status < 500) return { state: "none" };
  const retryAfterS = parseRetryAfter(response.headers.get("Retry-After"), Date.now());
  return { state: "pending", ...(retryAfterS ? { retryAfterMs: retryAfterS * 1000 } : {}) };
}

/**
 * Ask for the report of a session whose connection broke.
 * @param {ReportRequest} request
 * @returns {Promise<ReportAnswer>} "unreachable" where no answer came in time
 */
export async function fetchReport({ endpoint, token, signal, fetch, resumeToken }) {
  const headers = { ...authorization(token), ...resumption(resumeToken) };
  // Not AbortSignal.any(): it is younger than the browsers that are supported.
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, REPORT_TIMEOUT_MS);
  signal.addEventListener("abort", abort);
  try {
    const init = { headers, signal: controller.signal };
    return await reportOf(await fetch(`${withoutQuery(endpoint)}/report`, init));
  } catch (error) {
    // No connection, too late, the end of the session, or a body that broke off.
    const kinds = [TypeError, DOMException, SyntaxError];
    if (kinds.some((kind) => error instanceof kind)) return { state: "unreachable" };
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

/**
 * Have all that the server keeps of a session erased; works while the page is being closed, too.
 * @param {ErasureRequest} request
 * @returns {Promise<boolean>} false if no server has answered that it has nothing of it
 */
export async function eraseSession({ endpoint, token, fetch, resumeToken }) {
  const headers = { ...authorization(token), ...resumption(resumeToken) };
  try {
    const response = await fetch(`${withoutQuery(endpoint)}/report`, {
      method: "DELETE",
      headers,
      keepalive: true,
    });
    return response.status < 500;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

export class WhipResource {
  #url;
  #etag;
  #token;
  #fetch;

  /**
   * @param {URL} url
   * @param {string | null} etag
   * @param {Offer} offer
   */
  constructor(url, etag, { token, fetch }) {
    this.#url = url;
    this.#etag = etag;
    this.#token = token;
    this.#fetch = fetch;
  }

  /**
   * Send an offer.
   * @param {Offer} offer
   * @returns {Promise<{resource: WhipResource, answer: string, iceServers: RTCIceServer[],
   *   resumeToken: string | null}>}
   * @throws {SessionError} with the code of the HTTP status; bad_answer; server_unreachable
   */
  static async publish(offer) {
    const response = await WhipResource.#post(offer);
    if (response.status !== 201) throw await refusal(response);
    const location = response.headers.get("Location");
    const type = response.headers.get("Content-Type") ?? "";
    if (location === null || !type.startsWith("application/sdp")) {
      throw new SessionError("bad_answer", "201 without a Location or without an SDP answer");
    }
    const resource = new WhipResource(
      new URL(location, response.url),
      response.headers.get("ETag"),
      offer,
    );
    const iceServers = parseIceServers(response.headers.get("Link"));
    const resumeToken = response.headers.get(RESUME_HEADER);
    return { resource, answer: await response.text(), iceServers, resumeToken };
  }

  /** @param {Offer} offer */
  static async #post({ endpoint, sdp, token, signal, fetch, resumeToken }) {
    try {
      return await fetch(resumeToken ? withoutQuery(endpoint) : endpoint, {
        method: "POST",
        headers: {
          "Content-Type": "application/sdp",
          ...authorization(token),
          ...resumption(resumeToken),
        },
        body: sdp,
        signal,
      });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw new SessionError("server_unreachable", String(error), { cause: error });
    }
  }

  /**
   * Send candidates (RFC 9725 section 4.3.1).
   * @param {string} fragment
   * @returns {Promise<boolean>} false if the server takes none; its own checks may still connect
   */
  async trickle(fragment) {
    const match = this.#etag === null ? {} : { "If-Match": this.#etag };
    const response = await this.#send("PATCH", {
      headers: { "Content-Type": "application/trickle-ice-sdpfrag", ...match },
      body: fragment,
    });
    return response !== null && response.ok;
  }

  /** @returns {Promise<boolean>} false if no server says in time that it has the session */
  async isThere() {
    const response = await this.#send("GET", {}, PROBE_TIMEOUT_MS);
    return response !== null && response.ok;
  }

  /** End the session; works while the page is being closed, too. */
  async delete() {
    await this.#send("DELETE", { keepalive: true });
  }

  /**
   * @param {string} method
   * @param {RequestInit} init
   * @param {number} [timeoutMs]
   * @returns {Promise<Response | null>} null if no answer came
   */
  async #send(method, init, timeoutMs = REQUEST_TIMEOUT_MS) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), timeoutMs);
    try {
      return await this.#fetch(this.#url, {
        ...init,
        method,
        headers: { ...init.headers, ...authorization(this.#token) },
        signal: controller.signal,
      });
    } catch (error) {
      // TypeError: no connection. DOMException: the timeout. The peer connection's own state
      // and the pings tell whether the session lives; these requests only speed things up.
      if (error instanceof TypeError || error instanceof DOMException) return null;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
