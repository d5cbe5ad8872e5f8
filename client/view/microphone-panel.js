/** How loud the microphone is: in the set-up and live, wherever `data-level` stands. */

import { setBar, setText } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../microphone.js").Loudness} Loudness */

export class MicrophonePanel {
  #i18n;
  /** @type {{root: HTMLElement, meter: HTMLElement, fill: HTMLElement, status: HTMLElement}[]} */
  #places = [];
  /** @type {Loudness} */
  #loudness = { share: 0, state: "none" };

  /** @param {I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
    for (const root of document.querySelectorAll("[data-level]")) {
      const [meter, fill, status] = ["[role=meter]", ".bar > div", "[role=status]"].map((selector) =>
        root.querySelector(selector),
      );
      if (!(root instanceof HTMLElement && meter instanceof HTMLElement)) continue;
      if (!(fill instanceof HTMLElement && status instanceof HTMLElement)) continue;
      this.#places.push({ root, meter, fill, status });
    }
  }

  /** @param {Loudness} loudness */
  setLoudness(loudness) {
    this.#loudness = loudness;
    this.render();
  }

  render() {
    const { share, state } = this.#loudness;
    for (const { root, meter, fill, status } of this.#places) {
      root.dataset.level = state;
      meter.setAttribute("aria-valuenow", String(Math.round(share * 100)));
      setBar(fill, share);
      setText(status, this.#i18n.t(`microphone.${state}`));
    }
  }
}
