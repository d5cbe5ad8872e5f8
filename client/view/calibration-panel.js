/** The button that measures the person's resting face, and how that went. */

import { byId, setText } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {"idle" | "measuring" | "done" | "failed"} CalibrationState */

export class CalibrationPanel {
  #i18n;
  #button = byId("calibrate", HTMLButtonElement);
  #status = byId("calibration", HTMLElement);
  /** @type {CalibrationState} */
  #state = "idle";

  /**
   * @param {I18n} i18n
   * @param {() => void} onCalibrate
   */
  constructor(i18n, onCalibrate) {
    this.#i18n = i18n;
    this.#button.addEventListener("click", () => {
      if (this.#state === "measuring") return;
      this.#setState("measuring");
      onCalibrate();
    });
  }

  reset() {
    this.#setState("idle");
  }

  /** @param {"done" | "failed"} outcome */
  finish(outcome) {
    if (this.#state === "measuring") this.#setState(outcome);
  }

  render() {
    // Not `disabled`: the keyboard's focus would be lost.
    this.#button.setAttribute("aria-disabled", String(this.#state === "measuring"));
    this.#status.dataset.state = this.#state;
    setText(this.#status, this.#i18n.t(`calibration.${this.#state}`));
  }

  /** @param {CalibrationState} state */
  #setState(state) {
    this.#state = state;
    this.render();
  }
}
