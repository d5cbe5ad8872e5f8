/** Consent in plain words, before anything is captured. */

import { byId, setText } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */

export class ConsentPanel {
  #i18n;
  #checkbox = byId("consent-checkbox", HTMLInputElement);
  #button = byId("consent-continue", HTMLButtonElement);
  #waiting = false;

  /**
   * @param {I18n} i18n
   * @param {() => void} onContinue
   */
  constructor(i18n, onContinue) {
    this.#i18n = i18n;
    // A reload may bring the tick back; consent is given anew each time.
    this.#checkbox.checked = false;
    this.#checkbox.addEventListener("change", () => this.render());
    byId("consent-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.given) onContinue();
    });
  }

  get given() {
    return this.#checkbox.checked;
  }

  /** @param {boolean} waiting the browser is asking for permission */
  setWaiting(waiting) {
    this.#waiting = waiting;
    this.render();
  }

  render() {
    this.#button.disabled = !this.given || this.#waiting;
    setText(this.#button, this.#i18n.t(this.#waiting ? "consent.waiting" : "consent.continue"));
  }
}
