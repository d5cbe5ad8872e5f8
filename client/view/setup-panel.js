/** What the person chooses before the session: devices, context, duration. */

import { byId, html, setText } from "./dom.js";

/** @typedef {import("../devices.js").Device} Device */
/** @typedef {import("../devices.js").DeviceChoice} DeviceChoice */
/** @typedef {import("../i18n.js").I18n} I18n */

/**
 * @typedef {object} SetupHandlers
 * @property {() => void} onStart
 * @property {() => void} onDevices another device was chosen
 */
/** @typedef {{cameras: Device[], microphones: Device[]}} Devices */
/**
 * @typedef {object} OpenDevices
 * @property {string | null} cameraId null: none is open
 * @property {string | null} microphoneId
 */

export const MAX_CONTEXT_CHARS = 2000;
const DURATIONS_S = [15, 30, 60, 120];
const DEFAULT_DURATION_S = 30;
const NO_MICROPHONE = "none";

export class SetupPanel {
  #i18n;
  #camera = byId("camera", HTMLSelectElement);
  #microphone = byId("microphone", HTMLSelectElement);
  #context = byId("context", HTMLTextAreaElement);
  #count = byId("context-count", HTMLElement);
  #durations = byId("durations", HTMLElement);
  #start = byId("start", HTMLButtonElement);
  /** @type {Devices} */
  #devices = { cameras: [], microphones: [] };
  /** @type {OpenDevices} */
  #open = { cameraId: null, microphoneId: null };
  /** @type {Map<number, HTMLElement>} */
  #durationTexts = new Map();

  /**
   * @param {I18n} i18n
   * @param {SetupHandlers} handlers
   */
  constructor(i18n, { onStart, onDevices }) {
    this.#i18n = i18n;
    for (const durationS of DURATIONS_S) this.#addDuration(durationS);
    this.#context.addEventListener("input", () => this.#renderCount());
    this.#camera.addEventListener("change", onDevices);
    this.#microphone.addEventListener("change", onDevices);
    byId("setup", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      onStart();
    });
  }

  /** @param {number} durationS */
  #addDuration(durationS) {
    const input = html("input", {
      type: "radio",
      name: "duration",
      value: String(durationS),
      "data-testid": `duration-${durationS}`,
    });
    input.checked = durationS === DEFAULT_DURATION_S;
    const text = html("span");
    this.#durationTexts.set(durationS, text);
    this.#durations.append(html("label", {}, [input, text]));
  }

  get context() {
    return this.#context.value.trim();
  }

  get durationS() {
    const checked = this.#durations.querySelector("input:checked");
    return checked instanceof HTMLInputElement ? Number(checked.value) : DEFAULT_DURATION_S;
  }

  /** @returns {DeviceChoice} */
  get choice() {
    const microphone = this.#microphone.value;
    const wanted = microphone === NO_MICROPHONE ? null : microphone;
    return {
      ...(this.#camera.value === "" ? {} : { cameraId: this.#camera.value }),
      ...(microphone === "" ? {} : { microphoneId: wanted }),
    };
  }

  /** @param {boolean} waiting the devices are being opened: a session would begin without them */
  setWaiting(waiting) {
    this.#start.disabled = waiting;
  }

  /**
   * @param {Devices} devices
   * @param {OpenDevices} open
   */
  setDevices(devices, open) {
    this.#devices = devices;
    this.#open = open;
    this.#renderDevices();
  }

  render() {
    for (const [durationS, text] of this.#durationTexts) {
      setText(text, this.#durationText(durationS));
    }
    this.#renderCount();
    this.#renderDevices();
  }

  /** @param {number} durationS */
  #durationText(durationS) {
    return durationS < 60
      ? this.#i18n.t("setup.seconds", { count: durationS })
      : this.#i18n.t("setup.minutes", { count: durationS / 60 });
  }

  #renderCount() {
    const count = this.#i18n.number(this.#context.value.length);
    const limit = this.#i18n.number(MAX_CONTEXT_CHARS);
    setText(this.#count, this.#i18n.t("setup.context_count", { count, limit }));
  }

  #renderDevices() {
    const { cameras, microphones } = this.#devices;
    const { cameraId, microphoneId } = this.#open;
    this.#camera.replaceChildren(...this.#options(cameras, "setup.unnamed_camera"));
    this.#camera.value = cameraId ?? "";
    this.#microphone.replaceChildren(
      ...this.#options(microphones, "setup.unnamed_microphone"),
      new Option(this.#i18n.t("setup.no_microphone"), NO_MICROPHONE),
    );
    this.#microphone.value = microphoneId ?? NO_MICROPHONE;
  }

  /**
   * @param {Device[]} devices
   * @param {"setup.unnamed_camera" | "setup.unnamed_microphone"} unnamed
   */
  #options(devices, unnamed) {
    return devices.map(
      ({ id, name }, index) => new Option(name || this.#i18n.t(unnamed, { number: index + 1 }), id),
    );
  }
}
