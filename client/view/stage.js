/** The person's own picture, mirrored, with what stands on it. */

import { byId, setBar, setText } from "./dom.js";

/** @typedef {import("../fields.js").Box} Box */
/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../session-event.js").LinkStatus} LinkStatus */
/** @typedef {"preview" | "connecting" | "live" | "reconnecting" | "finishing"} StageMode */

/** HTMLMediaElement.HAVE_METADATA */
const HAVE_METADATA = 1;

/**
 * @param {number} seconds
 * @returns {string} minutes and seconds, rounded up: "0:05"
 */
export function clockText(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export class Stage {
  #i18n;
  #stage = byId("stage", HTMLElement);
  #video = byId("preview", HTMLVideoElement);
  #faceBox = byId("face-box", HTMLElement);
  #badge = byId("stage-badge", HTMLElement);
  #remaining = byId("remaining", HTMLElement);
  #progress = byId("progress", HTMLElement);
  /** @type {StageMode} */
  #mode = "preview";

  /** @param {I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
    // The box is a share of the frame, so the stage takes the frame's own shape.
    this.#video.addEventListener("resize", () => this.#fit());
    this.#video.addEventListener("loadedmetadata", () => this.#fit());
  }

  #fit() {
    const { videoWidth, videoHeight } = this.#video;
    if (videoWidth > 0) this.#stage.style.setProperty("--ratio", `${videoWidth / videoHeight}`);
  }

  /** @param {MediaStream | null} stream */
  setStream(stream) {
    this.#video.srcObject = stream;
  }

  /** @returns {Promise<void>} fulfilled once the stage has the shape of the stream's picture */
  async whenShaped() {
    if (this.#video.readyState >= HAVE_METADATA) return;
    await new Promise((resolve) => {
      this.#video.addEventListener("loadedmetadata", resolve, { once: true });
    });
  }

  /** @param {StageMode} mode */
  setMode(mode) {
    this.#mode = mode;
    this.setFace(null, false);
    this.#remaining.hidden = mode !== "live";
    setBar(this.#progress, 0);
    this.render();
  }

  /** @param {LinkStatus} status while live: without a connection nothing on the picture is */
  setConnection(status) {
    if (status === "reconnecting") this.setMode("reconnecting");
    else if (this.#mode === "reconnecting") this.setMode("live");
  }

  render() {
    /** @type {Record<StageMode, import("../i18n.js").TextKey>} */
    const texts = {
      preview: "setup.preview",
      connecting: "live.connecting",
      live: "live.badge",
      reconnecting: "live.reconnecting",
      finishing: "live.finishing",
    };
    this.#badge.dataset.mode = this.#mode;
    setText(this.#badge, this.#i18n.t(texts[this.#mode]));
  }

  /**
   * @param {Box | null} box of the picture as sent, which is not mirrored
   * @param {boolean} uncertain
   */
  setFace(box, uncertain) {
    this.#faceBox.hidden = box === null;
    if (box === null) return;
    const [x, y, width, height] = box;
    this.#faceBox.classList.toggle("uncertain", uncertain);
    Object.assign(this.#faceBox.style, {
      left: `${(1 - x - width) * 100}%`,
      top: `${y * 100}%`,
      width: `${width * 100}%`,
      height: `${height * 100}%`,
    });
  }

  /**
   * @param {number} elapsedS
   * @param {number} durationS
   */
  setElapsed(elapsedS, durationS) {
    const time = clockText(durationS - elapsedS);
    setText(this.#remaining, this.#i18n.t("live.remaining", { time }));
    setBar(this.#progress, Math.min(1, elapsedS / durationS));
  }
}
