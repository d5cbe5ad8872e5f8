/** What the voice says, beside the face: this server's reading, and the assistant's opinion. */

import { OPINION_SOURCE, VoiceLog } from "../voices.js";
import { byId, setText } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../messages.js").Voice} Voice */

export class VoicePanel {
  #i18n;
  #panel = byId("voice", HTMLElement);
  #reading = byId("voice-reading", HTMLElement);
  #energy = byId("voice-energy", HTMLElement);
  #second = byId("voice-second", HTMLElement);
  #opinion = byId("voice-opinion", HTMLElement);
  #opinionEnergy = byId("voice-opinion-energy", HTMLElement);
  #comparison = byId("voice-comparison", HTMLElement);
  #log = new VoiceLog();
  #hasSecond = false;

  /** @param {I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
  }

  /** @param {readonly string[]} sources of `started` */
  reset(sources) {
    this.#log = new VoiceLog();
    this.#panel.hidden = !sources.includes("voice");
    this.#hasSecond = sources.includes("assistant");
    this.render();
  }

  /** What was read last is no longer how the voice sounds. */
  clear() {
    this.#log = new VoiceLog();
    this.render();
  }

  /** @param {Voice} voice */
  setVoice(voice) {
    this.#log.add(voice);
    this.#hasSecond ||= voice.source === OPINION_SOURCE;
    this.render();
  }

  render() {
    const { local, opinion } = this.#log;
    this.#panel.dataset.emotion = local?.emotion ?? "";
    this.#panel.dataset.seq = local ? String(local.seq) : "";
    this.#panel.dataset.opinion = opinion?.emotion ?? "";
    this.#panel.dataset.second = String(this.#hasSecond);
    this.#second.hidden = !this.#hasSecond;
    setText(this.#reading, local ? this.#readingText(local) : this.#i18n.t("voice.waiting"));
    setText(this.#energy, this.#energyText(local));
    setText(this.#opinion, opinion ? this.#readingText(opinion) : this.#i18n.t("voice.no_opinion"));
    setText(this.#opinionEnergy, this.#energyText(opinion));
    this.#renderComparison();
  }

  #renderComparison() {
    const comparison = this.#log.comparison;
    this.#comparison.hidden = comparison === null;
    if (comparison === null) return setText(this.#comparison, "");
    const local = this.#name(comparison.local).toLowerCase();
    const opinion = this.#name(comparison.opinion).toLowerCase();
    const key = comparison.agrees ? "voice.agree" : "voice.disagree";
    this.#comparison.dataset.agrees = String(comparison.agrees);
    setText(this.#comparison, this.#i18n.t(key, { local, opinion }));
  }

  /** @param {string} emotion */
  #name(emotion) {
    return this.#i18n.named(`voice.${emotion}`, "voice.uncertain");
  }

  /** @param {Voice | null} voice */
  #energyText(voice) {
    return voice ? this.#i18n.named(`energy.${voice.energy_level}`, "voice.uncertain") : "";
  }

  /** @param {Voice} voice */
  #readingText({ emotion, confidence }) {
    const name = this.#name(emotion);
    return emotion === "uncertain" ? name : `${name} · ${this.#i18n.percent(confidence)}`;
  }
}
