/** What the person switches on before a session: a voice that answers, and a scenario. */

import { NO_OFFER } from "../server-offer.js";
import { byId, html, setText } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../server-offer.js").ServerOffer} ServerOffer */
/** @typedef {import("./assistant-panel.js").Talk} Talk */

const NO_SCENARIO = "";

export class TalkChoice {
  #i18n;
  #choice = byId("assistant-choice", HTMLElement);
  #fact = byId("consent-assistant", HTMLElement);
  #switch = byId("assistant-switch", HTMLInputElement);
  #who = byId("assistant-who", HTMLElement);
  #missing = byId("assistant-missing", HTMLElement);
  #pushLabel = byId("push-label", HTMLElement);
  #push = byId("push-to-talk", HTMLInputElement);
  #scenarioField = byId("scenario-field", HTMLElement);
  #scenario = byId("scenario", HTMLSelectElement);
  #scenarioHint = byId("scenario-hint", HTMLElement);
  /** @type {ServerOffer} */
  #offer = NO_OFFER;
  #hasMicrophone = false;

  /** @param {I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
    // A reload may bring a tick back; what leaves for Google is agreed to anew each time.
    this.#switch.checked = false;
    this.#push.checked = false;
    this.#switch.addEventListener("change", () => this.render());
    this.#scenario.addEventListener("change", () => this.#renderHint());
  }

  /** @param {ServerOffer} offer */
  setOffer(offer) {
    this.#offer = offer;
    this.render();
  }

  /** @param {boolean} hasMicrophone */
  setMicrophone(hasMicrophone) {
    this.#hasMicrophone = hasMicrophone;
    this.render();
  }

  /** @returns {Talk | null} null without the person's yes, or where it cannot be */
  get talk() {
    const { assistant } = this.#offer;
    if (assistant === null || !this.#switch.checked || !this.#hasMicrophone) return null;
    return { name: assistant.name, pushToTalk: this.#push.checked };
  }

  /** @returns {string | null} */
  get scenario() {
    return this.#scenario.value === NO_SCENARIO ? null : this.#scenario.value;
  }

  render() {
    const { assistant } = this.#offer;
    this.#choice.hidden = assistant === null;
    this.#fact.hidden = assistant === null;
    this.#switch.disabled = !this.#hasMicrophone;
    this.#missing.hidden = this.#hasMicrophone;
    this.#pushLabel.hidden = !this.#switch.checked || !this.#hasMicrophone;
    setText(this.#who, this.#i18n.t("assistant.who", { name: assistant?.name || "Gemini" }));
    this.#renderScenarios();
  }

  #renderScenarios() {
    const { scenarios } = this.#offer;
    const chosen = this.scenario;
    const options = scenarios.map((name) =>
      html("option", { value: name }, [this.#i18n.namedOrItself(`scenario.${name}`, name)]),
    );
    const none = html("option", { value: NO_SCENARIO }, [this.#i18n.t("scenario.none")]);
    this.#scenarioField.hidden = scenarios.length === 0;
    this.#scenario.replaceChildren(none, ...options);
    this.#scenario.value = chosen !== null && scenarios.includes(chosen) ? chosen : NO_SCENARIO;
    this.#renderHint();
  }

  #renderHint() {
    const key = `scenario_hint.${this.scenario ?? "none"}`;
    setText(this.#scenarioHint, this.#i18n.named(key, "scenario_hint.other"));
  }
}
