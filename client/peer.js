/** The browser's half of the connection: tracks, data channels and how far connecting got. */

import { SessionError } from "./errors.js";

/** @typedef {import("./errors.js").StuckReason} StuckReason */
/** @typedef {{events: RTCDataChannel, labels: RTCDataChannel}} Channels */

/** Enough for one reading a second, and half the server's decoding work of 30 fps. */
const VIDEO_ENCODING = Object.freeze({ maxBitrate: 400_000, maxFramerate: 15 });

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
 */
export function addTracks(pc, stream) {
  for (const track of stream.getTracks()) {
    const encodings = track.kind === "video" ? { sendEncodings: [{ ...VIDEO_ENCODING }] } : {};
    pc.addTransceiver(track, { direction: "sendonly", streams: [stream], ...encodings });
  }
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
