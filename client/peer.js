/** The browser's half of the connection: tracks, data channels and how far connecting got. */

import { SessionError } from "./errors.js";

/** @typedef {import("./errors.js").StuckReason} StuckReason */
/** @typedef {{events: RTCDataChannel, labels: RTCDataChannel}} Channels */

/**
 * What the server needs for one reading a second (docs/performance.md says how it was chosen). The
 * page's own picture is not touched: only what is sent is smaller and slower. Of two temporal layers
 * the server decodes one; browsers that do not know them send one.
 */
export const ANALYSIS_STREAM = Object.freeze({
  shorterSidePx: 240,
  maxFramerate: 10,
  maxBitrate: 150_000,
  scalabilityMode: "L1T2",
});

/**
 * @param {Record<string, unknown>} [configuration]
 * @returns {RTCPeerConnection}
 * @throws {SessionError} unsupported_browser
 */
export function createPeerConnection(configuration = {}) {
  if (typeof globalThis.RTCPeerConnection !== "function") {
    throw new SessionError("unsupported_browser", "this browser has no RTCPeerConnection");
  }
  return new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle", ...configuration });
}

/**
 * @param {RTCPeerConnection} pc
 * @param {MediaStream} stream
 * @param {{hearsReply: boolean}} how whether the server's voice comes back on the microphone's line
 */
export function addTracks(pc, stream, { hearsReply }) {
  for (const track of stream.getTracks()) {
    const isVideo = track.kind === "video";
    const encodings = isVideo ? { sendEncodings: [{ ...analysisEncoding(track) }] } : {};
    const direction = hearsReply && !isVideo ? "sendrecv" : "sendonly";
    pc.addTransceiver(track, { direction, streams: [stream], ...encodings });
  }
}

/**
 * @param {MediaStreamTrack} track
 * @returns {Record<string, number | string>} RTCRtpEncodingParameters
 */
function analysisEncoding(track) {
  const { width, height } = track.getSettings();
  const { shorterSidePx, ...encoding } = ANALYSIS_STREAM;
  // Browsers refuse to enlarge: a factor below 1 is a RangeError.
  const scale = width && height ? Math.max(1, Math.min(width, height) / shorterSidePx) : 1;
  return { ...encoding, scaleResolutionDownBy: scale };
}

/**
 * Readings are worthless once the next one is there, so `labels` never retransmits.
 * @param {RTCPeerConnection} pc
 * @returns {Channels}
 */
export function openChannels(pc) {
  return {
    events: pc.createDataChannel("events"),
    labels: pc.createDataChannel("labels", { ordered: false, maxRetransmits: 0 }),
  };
}

/**
 * Ask for a sharp picture rather than a smooth one, where the browser can choose.
 * @param {RTCPeerConnection} pc
 */
export async function preferSharpness(pc) {
  const sender = pc.getSenders().find(({ track }) => track?.kind === "video");
  if (sender === undefined) return;
  const parameters = sender.getParameters();
  parameters.degradationPreference = "maintain-resolution";
  try {
    await sender.setParameters(parameters);
  } catch (error) {
    // A browser without this wish refuses it, and then keeps its own balance.
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
  }
}

/**
 * @param {RTCPeerConnection} pc
 * @param {Channels} channels
 * @param {number} candidateCount how many candidates the browser has found
 * @returns {StuckReason} what connecting waits for
 */
export function stuckReason(pc, channels, candidateCount) {
  if (pc.remoteDescription === null) return "http";
  if (!["connected", "completed"].includes(pc.iceConnectionState)) {
    return candidateCount === 0 ? "no_candidates" : "ice";
  }
  if (pc.connectionState !== "connected") return "dtls";
  return channels.events.readyState === "open" ? "start" : "channel";
}
