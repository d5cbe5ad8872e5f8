/** How it goes, over more than a moment, and what the chosen scenario suggests. Calm in any case. */

import { byId, setText, setTexts } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../messages.js").Advice} Advice */
/** @typedef {import("../messages.js").Trend} Trend */

/** Earlier ones are in the report. */
const MAX_ADVICE = 3;
/** What says nothing yet needs no place on the page. */
const NOTHING_YET = "insufficient_data";

export class CarePanel {
  #i18n;
  #panel = byId("care", HTMLElement);
  #trendText = byId("care-trend", HTMLElement);
  #escalate = byId("care-escalate", HTMLElement);
  #list = byId("care-advice", HTMLElement);
  /** @type {Trend | null} */
  #trend = null;
  /** @type {Advice[]} */
  #advice = [];

  /** @param {I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
  }

  reset() {
    this.#trend = null;
    this.#advice = [];
    this.render();
  }

  /** @param {Trend} trend */
  setTrend(trend) {
    this.#trend = trend;
    this.render();
  }

  /** @param {Advice} advice */
  addAdvice(advice) {
    const others = this.#advice.filter(({ code, text }) => code !== advice.code || text !== advice.text);
    this.#advice = [...others, advice].slice(-MAX_ADVICE);
    this.render();
  }

  render() {
    const trend = this.#trend;
    const isTelling = trend !== null && trend.trend !== NOTHING_YET;
    this.#panel.hidden = !isTelling && !trend?.escalate && this.#advice.length === 0;
    this.#panel.dataset.trend = trend?.trend ?? "";
    this.#trendText.hidden = !isTelling;
    setText(this.#trendText, isTelling ? this.#text(trend) : "");
    this.#escalate.hidden = !trend?.escalate;
    setText(this.#escalate, trend?.escalate ? this.#i18n.t("care.escalate") : "");
    this.#list.hidden = this.#advice.length === 0;
    setTexts(this.#list, "li", this.#advice.map(({ text }) => text));
  }

  /** @param {Trend} trend */
  #text({ trend }) {
    const name = this.#i18n.named(`trend.${trend}`, "trend.stable");
    return this.#i18n.t("care.trend", { name: name.toLowerCase() });
  }
}
