/** Cameras and microphones: which there are, and how one of each is opened. */

import { SessionError } from "./errors.js";

/**
 * @typedef {object} DeviceChoice
 * @property {string} [cameraId] a deviceId; without it the browser chooses, the front camera first
 * @property {string | null} [microphoneId] as above; null opens no microphone
 */

/** @typedef {{id: string, name: string}} Device `name` is empty until permission is given */

/** The server needs neither more pixels nor more frames: it reads one frame a second. */
const VIDEO = Object.freeze({
  width: { ideal: 640 },
  height: { ideal: 480 },
  frameRate: { ideal: 30, max: 30 },
});

/** The automatic gain would level out what a voice says by its loudness. */
const AUDIO = Object.freeze({
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: false,
});

/**
 * @param {DeviceChoice} choice
 * @returns {MediaStreamConstraints}
 */
function constraintsOf({ cameraId, microphoneId }) {
  const camera = cameraId ? { deviceId: { exact: cameraId } } : { facingMode: "user" };
  const microphone = microphoneId ? { deviceId: { exact: microphoneId } } : {};
  return {
    video: { ...VIDEO, ...camera },
    audio: microphoneId === null ? false : { ...AUDIO, ...microphone },
  };
}

/** @type {Record<string, import("./errors.js").ErrorCode>} */
const CODES = {
  NotAllowedError: "permission_denied",
  SecurityError: "permission_denied",
  NotFoundError: "no_camera",
  OverconstrainedError: "no_camera",
  NotReadableError: "camera_in_use",
  AbortError: "camera_in_use",
};

/** @param {unknown} error */
function asSessionError(error) {
  const code = error instanceof DOMException || error instanceof Error ? CODES[error.name] : null;
  return code ? new SessionError(code, String(error), { cause: error }) : error;
}

/** @returns {MediaDevices} */
function mediaDevices() {
  // Browsers leave it out where the page is not a secure context.
  const devices = /** @type {MediaDevices | undefined} */ (globalThis.navigator?.mediaDevices);
  if (devices === undefined) {
    throw new SessionError("insecure_context", "no getUserMedia: not HTTPS and not localhost");
  }
  return devices;
}

/**
 * Ask for permission and open a camera, and a microphone where there is one.
 *
 * A missing or busy microphone is no error: the stream then has no audio track. A chosen device
 * that is gone gives way to the browser's choice.
 * @param {DeviceChoice} [choice]
 * @returns {Promise<MediaStream>} the caller stops its tracks
 * @throws {SessionError} insecure_context, permission_denied, no_camera, camera_in_use
 */
export async function openMedia(choice = {}) {
  const devices = mediaDevices();
  try {
    return await devices.getUserMedia(constraintsOf(choice));
  } catch (error) {
    const failure = asSessionError(error);
    const fallback = failure instanceof SessionError ? fallbackOf(choice, failure) : null;
    if (fallback === null) throw failure;
    return openMedia(fallback);
  }
}

/**
 * @param {DeviceChoice} choice
 * @param {SessionError} failure
 * @returns {DeviceChoice | null} what to try next
 */
function fallbackOf({ cameraId, microphoneId }, { code }) {
  if (code === "permission_denied") return null;
  const camera = cameraId === undefined ? {} : { cameraId };
  if (microphoneId) return camera;
  if (microphoneId === undefined) return { ...camera, microphoneId: null };
  return code === "no_camera" && cameraId !== undefined ? { microphoneId: null } : null;
}

/** @param {MediaStream | null} stream */
export function closeMedia(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/**
 * Listen for a camera that is unplugged or taken away; stopping it does not count.
 * @param {MediaStream} stream
 * @param {() => void} listener
 * @param {AddEventListenerOptions} [options]
 */
export function watchCamera(stream, listener, options) {
  for (const track of stream.getVideoTracks()) track.addEventListener("ended", listener, options);
}

/**
 * @param {MediaStream} stream
 * @returns {boolean} whether a camera of it has ended: then its event has passed
 */
export function hasLostCamera(stream) {
  return stream.getVideoTracks().some(({ readyState }) => readyState === "ended");
}

/** @returns {SessionError} for a camera that has ended */
export function cameraLost() {
  return new SessionError("camera_lost", "the video track ended");
}

/** @returns {Promise<{cameras: Device[], microphones: Device[]}>} */
export async function listDevices() {
  const all = await mediaDevices().enumerateDevices();
  const ofKind = (/** @type {MediaDeviceKind} */ kind) =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== "")
      .map((device) => ({ id: device.deviceId, name: device.label }));
  return { cameras: ofKind("videoinput"), microphones: ofKind("audioinput") };
}

/** @param {() => void} listener called when a device is plugged in or out */
export function watchDevices(listener) {
  mediaDevices().addEventListener("devicechange", listener);
}
