/** What the voice says, beside the face. */

import { byId, setText } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../messages.js").Voice} Voice */

export class VoicePanel {
  #i18n;
  #panel = byId("voice", HTMLElement);
  #reading = byId("voice-reading", HTMLElement);
  #energy = byId("voice-energy", HTMLElement);
  /** @type {Voice | null} */
  #voice = null;

  /** @param {I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
  }

  /** @param {boolean} isHeard whether the server listens to the voice */
  reset(isHeard) {
    this.#voice = null;
    this.#panel.hidden = !isHeard;
    this.render();
  }

  /** @param {Voice} voice */
  setVoice(voice) {
    this.#voice = voice;
    this.render();
  }

  render() {
    const voice = this.#voice;
    this.#panel.dataset.emotion = voice?.emotion ?? "";
    this.#panel.dataset.seq = voice ? String(voice.seq) : "";
    setText(this.#reading, this.#readingText(voice));
    setText(
      this.#energy,
      voice ? this.#i18n.named(`energy.${voice.energy_level}`, "voice.uncertain") : "",
    );
  }

  /** @param {Voice | null} voice */
  #readingText(voice) {
    if (voice === null) return this.#i18n.t("voice.waiting");
    const name = this.#i18n.named(`voice.${voice.emotion}`, "voice.uncertain");
    if (voice.emotion === "uncertain") return name;
    return `${name} · ${this.#i18n.percent(voice.confidence)}`;
  }
}
