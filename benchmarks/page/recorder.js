/** Notes when frames are captured and encoded and when labels come: milliseconds since the epoch. */

import { epochMs } from "./clock.js";

/**
 * @typedef {object} Label
 * @property {number} receivedMs
 * @property {number} seq
 * @property {string | null} [reason]
 * @property {number | null} rtpTimestamp
 * @property {Record<string, number>} [timingMs]
 */

export class Recorder {
  /** @type {import("./encoded-frames.js").EncodedFrame[]} */
  frames = [];
  /** @type {number[]} */
  capturesMs = [];
  /** @type {Label[]} */
  labels = [];
  /** @type {Record<string, unknown>[]} every other message but the analysis */
  messages = [];

  /** @type {() => void} */
  #onFirstLabel = () => {};
  firstLabel = new Promise((resolve) => {
    this.#onFirstLabel = () => resolve(undefined);
  });

  /** @param {RTCRtpSender} sender one that has not been negotiated yet */
  watchSender(sender) {
    const url = new URL("encoded-frames.js", import.meta.url);
    const worker = new Worker(url, { type: "module" });
    worker.addEventListener("message", ({ data }) => this.frames.push(data));
    sender.transform = new RTCRtpScriptTransform(worker);
  }

  /** @param {HTMLVideoElement} video that shows the track which is sent */
  watchCaptures(video) {
    /** @type {VideoFrameRequestCallback} */
    const note = (_, { captureTime }) => {
      if (captureTime !== undefined) this.capturesMs.push(epochMs(captureTime));
      video.requestVideoFrameCallback(note);
    };
    video.requestVideoFrameCallback(note);
  }

  /** @param {RTCDataChannel} channel */
  watchChannel(channel) {
    channel.addEventListener("message", ({ data }) => this.#take(JSON.parse(data), epochMs()));
  }

  /**
   * @param {any} message
   * @param {number} receivedMs
   */
  #take(message, receivedMs) {
    if (message.type === "label") {
      // Where packets get lost EmoChat sends a label twice.
      if (message.seq <= (this.labels.at(-1)?.seq ?? 0)) return;
      this.labels.push({
        receivedMs,
        seq: message.seq,
        reason: message.reason,
        rtpTimestamp: message.frame?.rtp_timestamp ?? null,
        timingMs: message.timing_ms,
      });
      this.#onFirstLabel();
    } else if (message.type !== "analysis" && message.type !== "report") {
      this.messages.push({ receivedMs, ...message });
    }
  }
}
