/** A plain WHIP publisher (RFC 9725): everything gathered, one offer, no trickle. */

import { epochMs, timeLimit } from "./clock.js";

export const CAMERA_FPS = 30;
const GATHER_TIMEOUT_MS = 2000;
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 15_000;

/**
 * @param {EventTarget} target
 * @param {string} type
 * @param {() => boolean} isDone
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} false if it took too long
 */
function until(target, type, isDone, timeoutMs) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), timeoutMs);
    const check = () => {
      if (!isDone()) return;
      clearTimeout(timer);
      target.removeEventListener(type, check);
      resolve(true);
    };
    target.addEventListener(type, check);
    check();
  });
}

export class Publisher {
  pc = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
  events = this.pc.createDataChannel("events");
  labels = this.pc.createDataChannel("labels", { ordered: false, maxRetransmits: 0 });
  answeredMs = 0;
  connectedMs = 0;
  /** @type {URL | null} */
  #resource = null;

  /**
   * @param {MediaStream} stream
   * @param {import("./parameters.js").Parameters} parameters
   * @returns {RTCRtpSender} the video's
   */
  addTracks(stream, parameters) {
    const [camera] = stream.getVideoTracks();
    if (camera === undefined) throw new TypeError("there is no camera");
    for (const microphone of stream.getAudioTracks()) {
      this.pc.addTransceiver(microphone, { direction: "sendonly", streams: [stream] });
    }
    const transceiver = this.pc.addTransceiver(camera, {
      direction: "sendonly",
      streams: [stream],
      sendEncodings: [encoding(camera, parameters)],
    });
    transceiver.setCodecPreferences(codecs(parameters.codec));
    return transceiver.sender;
  }

  /** @param {string} whip */
  async connect(whip) {
    await this.pc.setLocalDescription(await this.pc.createOffer());
    const isGathered = () => this.pc.iceGatheringState === "complete";
    await until(this.pc, "icegatheringstatechange", isGathered, GATHER_TIMEOUT_MS);
    const response = await fetch(whip, {
      method: "POST",
      headers: { "Content-Type": "application/sdp" },
      body: this.pc.localDescription?.sdp ?? "",
      signal: timeLimit(REQUEST_TIMEOUT_MS),
    });
    const answer = await response.text();
    if (response.status !== 201) throw new Error(`HTTP ${response.status}: ${answer}`);
    this.answeredMs = epochMs();
    const location = response.headers.get("Location");
    this.#resource = location === null ? null : new URL(location, response.url);
    await this.pc.setRemoteDescription({ type: "answer", sdp: answer });
    await this.#connected();
  }

  async #connected() {
    const { pc, events } = this;
    const isConnected = () => pc.connectionState === "connected";
    const isOpen = () => events.readyState === "open";
    if (!(await until(pc, "connectionstatechange", isConnected, CONNECT_TIMEOUT_MS))) {
      throw new Error(`not connected: ${pc.connectionState}`);
    }
    this.connectedMs = epochMs();
    if (!(await until(events, "open", isOpen, CONNECT_TIMEOUT_MS))) {
      throw new Error(`the channel is ${events.readyState}`);
    }
  }

  /** @param {number} durationS */
  start(durationS) {
    this.events.send(
      JSON.stringify({
        type: "start",
        consent: true,
        context: "",
        language: "en",
        duration_s: durationS,
        voice: false,
      }),
    );
  }

  async close() {
    this.pc.close();
    if (this.#resource === null) return;
    await fetch(this.#resource, {
      method: "DELETE",
      signal: timeLimit(REQUEST_TIMEOUT_MS),
    });
  }
}

/**
 * @param {MediaStreamTrack} camera
 * @param {import("./parameters.js").Parameters} parameters
 * @returns {RTCRtpEncodingParameters}
 */
function encoding(camera, { height, maxBitrate, scalabilityMode }) {
  const cameraHeight = camera.getSettings().height ?? height;
  return {
    scaleResolutionDownBy: Math.max(1, cameraHeight / height),
    ...(maxBitrate === null ? {} : { maxBitrate }),
    ...(scalabilityMode === null ? {} : { scalabilityMode }),
  };
}

/** @param {string} name */
function codecs(name) {
  const known = RTCRtpSender.getCapabilities("video")?.codecs ?? [];
  const wanted = known.filter(({ mimeType }) => mimeType === `video/${name}`);
  if (wanted.length === 0) throw new Error(`this browser cannot send ${name}`);
  return [...wanted, ...known.filter(({ mimeType }) => mimeType === "video/rtx")];
}

/**
 * Cap the frame rate without touching the camera, and keep the picture's size whatever happens.
 * @param {RTCRtpSender} sender
 * @param {number} fps
 */
export async function capFrameRate(sender, fps) {
  const parameters = sender.getParameters();
  parameters.degradationPreference = "maintain-resolution";
  // At the camera's own rate a cap would drop every frame that comes a moment early.
  if (fps < CAMERA_FPS) for (const one of parameters.encodings) one.maxFramerate = fps;
  await sender.setParameters(parameters);
}
