/** What to tell of a failure. Pure: keys of texts, no texts. */

import { TextApiError } from "./api.js";

/** @typedef {import("../i18n.js").TextKey} TextKey */

const UNAUTHORIZED = 401;
const TOO_LARGE = 413;
const TOO_MANY = 429;

/**
 * @param {unknown} error
 * @returns {boolean}
 */
export const asksForKey = (error) =>
  error instanceof TextApiError && error.status === UNAUTHORIZED;

/**
 * @param {unknown} error
 * @returns {TextKey}
 */
export function failureText(error) {
  if (!(error instanceof TextApiError)) return "text.error.other";
  if (error.status === null) return "text.error.unreachable";
  if (error.status === TOO_LARGE) return "text.error.too_long";
  if (error.status === TOO_MANY) return "text.error.quota";
  return "text.error.other";
}
