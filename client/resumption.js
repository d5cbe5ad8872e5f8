/** How a client comes back to its session: when it tries, when it gives up, what it asks then. */

import { SessionError } from "./errors.js";
import { eraseSession, fetchReport } from "./whip.js";

/** @typedef {import("./whip.js").ErasureRequest} ErasureRequest */
/** @typedef {import("./whip.js").ReportRequest} ReportRequest */

const DELAYS_MS = [0, 500, 1000, 2000, 4000];
/** So that those whom one failure cut off do not come back together. */
const JITTER = 0.2;
const GIVE_UP_AFTER_MS = 15_000;
const REPORT_PERIOD_MS = 2000;
const REPORT_PATIENCE_MS = 120_000;
/** Requests in a row that nobody answers: there is no server any more. */
const MAX_UNREACHABLE = 3;
/** Answers that say that this session cannot be resumed, however often one asks. */
const REFUSALS = [401, 403, 404, 409, 410, 429];

/**
 * @param {number} attempt from 0
 * @param {number} random 0..1
 * @returns {number} how long to wait before it
 */
export function delayMs(attempt, random) {
  const delay = DELAYS_MS[Math.min(attempt, DELAYS_MS.length - 1)] ?? 0;
  return delay * (1 + JITTER * (2 * random - 1));
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal its abort ends the wait
 * @returns {Promise<void>}
 */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}

/**
 * Try until it works.
 * @param {() => Promise<void>} attempt rejected with a SessionError where it fails
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} false where it was given up
 */
export async function tryAgain(attempt, signal) {
  const untilMs = performance.now() + GIVE_UP_AFTER_MS;
  for (let number = 0; ; number += 1) {
    const waitMs = delayMs(number, Math.random());
    if (performance.now() + waitMs > untilMs) return false;
    await pause(waitMs, signal);
    if (signal.aborted) return false;
    try {
      await attempt();
      return true;
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      if (error.status !== null && REFUSALS.includes(error.status)) return false;
    }
  }
}

/**
 * Have a session erased, as its person wishes: the network that broke it may yet come back.
 * @param {ErasureRequest} request
 * @returns {Promise<boolean>} false where that was given up
 */
export async function withdraw(request) {
  // The first time at once: in a page that is being closed no timer fires any more.
  if (await eraseSession(request)) return true;
  return tryAgain(async () => {
    if (await eraseSession(request)) return;
    throw new SessionError("server_unreachable", "nobody answered that the session is erased");
  }, new AbortController().signal);
}

/**
 * Ask for the report of a session that was not resumed, until it is made.
 * @param {ReportRequest} request
 * @returns {Promise<unknown[] | null>} its messages; null where there is none to come
 */
export async function waitForReport(request) {
  const untilMs = performance.now() + REPORT_PATIENCE_MS;
  let unreachable = 0;
  while (!request.signal.aborted && performance.now() < untilMs) {
    const answer = await fetchReport(request);
    if (answer.state === "made") return answer.messages;
    if (answer.state === "none") return null;
    // A device that knows itself to be without a network may get one.
    const isLost = answer.state === "unreachable" && globalThis.navigator?.onLine !== false;
    unreachable = isLost ? unreachable + 1 : 0;
    if (unreachable >= MAX_UNREACHABLE) return null;
    const retryAfterMs = answer.state === "pending" ? answer.retryAfterMs : undefined;
    await pause(retryAfterMs ?? REPORT_PERIOD_MS, request.signal);
  }
  return null;
}
