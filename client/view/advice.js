/** What the person can do about each failure. Pure: keys of texts, no texts. */

/** @typedef {import("../errors.js").ErrorCode} ErrorCode */
/** @typedef {import("../i18n.js").TextKey} TextKey */
/** @typedef {import("../errors.js").StuckReason} StuckReason */

/**
 * `connect`: the same session again. `camera`: ask for the devices again.
 * `camera_only`: ask for the camera without a microphone. `consent`: back to the first step.
 * @typedef {"connect" | "camera" | "camera_only" | "consent"} Action
 */
/** @typedef {{action: Action, text: TextKey}} Choice */

/**
 * @typedef {object} Failure
 * @property {ErrorCode | "unexpected"} code
 * @property {string | null} reason
 * @property {number | null} retryAfterS
 * @property {boolean} [isKeyRefused] a key was sent, and is none of the server's
 */

/**
 * @typedef {object} Advice
 * @property {TextKey} title
 * @property {TextKey} text
 * @property {Choice | null} first null where nothing on this page would help
 * @property {Choice | null} second
 * @property {number} waitS before `first` makes sense
 */

/** @type {Choice} */
const RETRY = { action: "connect", text: "error.retry" };
/** @type {Choice} */
const RECONNECT = { action: "connect", text: "error.reconnect" };
/** @type {Choice} */
const CAMERA = { action: "camera", text: "error.retry" };
/** @type {Choice} */
const CAMERA_ONLY = { action: "camera_only", text: "error.without_microphone" };
/** @type {Choice} */
const CONSENT = { action: "consent", text: "error.to_consent" };
/** @type {Choice} */
const USE_KEY = { action: "connect", text: "error.use_key" };
/** @type {Choice} */
const BACK = { action: "camera", text: "error.back" };
/** @type {Choice} */
const BACK_TO_CONSENT = { action: "consent", text: "error.back" };

/**
 * What is offered; `connect` and a way back for every code that is not here.
 * @type {Partial<Record<ErrorCode | "unexpected", [Choice | null, Choice | null]>>}
 */
const CHOICES = {
  insecure_context: [null, null],
  unsupported_browser: [null, null],
  permission_denied: [CAMERA, CAMERA_ONLY],
  no_camera: [CAMERA, BACK_TO_CONSENT],
  camera_in_use: [CAMERA, BACK_TO_CONSENT],
  camera_lost: [CAMERA, null],
  consent_missing: [CONSENT, null],
  server_gone: [RECONNECT, BACK],
  unauthorized: [USE_KEY, BACK_TO_CONSENT],
  unexpected: [BACK_TO_CONSENT, null],
};

/** @type {Advice} */
const KEY_REFUSED = {
  title: "error.key_refused.title",
  text: "error.key_refused.advice",
  first: USE_KEY,
  second: BACK_TO_CONSENT,
  waitS: 0,
};

/**
 * What only time helps against.
 * @type {readonly (ErrorCode | "unexpected")[]}
 */
const PASSING = ["server_full", "quota_exceeded"];
/** Where the server does not say for how long. */
const DEFAULT_WAIT_S = 5;

/** @type {readonly StuckReason[]} */
const EXPLAINED = ["http", "no_candidates", "ice", "dtls", "channel", "start"];

/**
 * @param {string | null} reason
 * @returns {reason is StuckReason}
 */
const isExplained = (reason) => EXPLAINED.some((known) => known === reason);

/**
 * @param {Failure} error
 * @returns {Advice}
 */
export function adviceFor({ code, reason, retryAfterS, isKeyRefused = false }) {
  if (isKeyRefused) return KEY_REFUSED;
  const [first, second] = CHOICES[code] ?? [RETRY, BACK];
  const stuck = code === "connection_timeout" || code === "connection_failed";
  return {
    title: `error.${code}.title`,
    text: stuck && isExplained(reason) ? `error.reason.${reason}` : `error.${code}.advice`,
    first,
    second,
    waitS: retryAfterS ?? (PASSING.includes(code) ? DEFAULT_WAIT_S : 0),
  };
}
