/** What this server offers beyond the face: a voice that answers, and scenarios. */

import { asString, asStrings, isObject } from "./fields.js";

/**
 * @typedef {object} ServerOffer
 * @property {{name: string} | null} assistant whose voice answers; null where there is none
 * @property {string[]} scenarios what may be done about a person's trend
 * @property {boolean} keepsText whether what is said is remembered word by word
 */

/** @type {ServerOffer} */
export const NO_OFFER = Object.freeze({ assistant: null, scenarios: [], keepsText: false });

const TIMEOUT_MS = 5000;

/**
 * Read the answer of `GET /model`.
 * @param {unknown} value
 * @returns {ServerOffer} what the answer does not name is not offered
 */
export function parseOffer(value) {
  if (!isObject(value)) return NO_OFFER;
  const assistant = isObject(value.assistant) ? value.assistant : {};
  return {
    assistant: assistant.available === true ? { name: asString(assistant.name) ?? "" } : null,
    scenarios: asStrings(value.scenarios),
    keepsText: value.keeps_text === true,
  };
}

/**
 * Ask the server. A page that cannot learn what is offered does without it.
 * @param {typeof globalThis.fetch} [fetcher]
 * @returns {Promise<ServerOffer>}
 */
export async function loadOffer(fetcher = (...request) => globalThis.fetch(...request)) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  try {
    const response = await fetcher("/model", { signal: controller.signal });
    return response.ok ? parseOffer(await response.json()) : NO_OFFER;
  } catch (error) {
    // TypeError: no connection. DOMException: the timeout. SyntaxError: no JSON.
    const isExpected =
      error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError;
    if (!isExpected) throw error;
    console.warn("what the server offers is unknown:", error);
    return NO_OFFER;
  } finally {
    clearTimeout(timer);
  }
}
