/** The session in figures. */

import { EMOTIONS } from "../fields.js";
import { figuresOf } from "../figures.js";
import { ROWS } from "../timeline.js";
import { barRow, byId, pair, setText } from "./dom.js";

/** @typedef {import("../figures.js").Figures} Figures */
/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../messages.js").Started["model"]} Model */
/** @typedef {import("../readings.js").Reading} Reading */

const TEST_NAMES = Object.freeze({ HAPPY: "happy", SAD: "sad", "No face detected": "none" });

export class FiguresPanel {
  #i18n;
  #emotions = byId("emotion-shares", HTMLElement);
  #expressions = byId("expression-shares", HTMLElement);
  #rhythm = byId("rhythm", HTMLElement);
  #readingsText = byId("report-readings", HTMLElement);
  /** @type {readonly Reading[]} */
  #readings = [];
  /** @type {Model} */
  #model = null;

  /** @param {I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
  }

  /**
   * @param {readonly Reading[]} readings
   * @param {Model} model
   */
  setReadings(readings, model) {
    this.#readings = readings;
    this.#model = model;
    this.render();
  }

  render() {
    const figures = figuresOf(this.#readings);
    this.#emotions.replaceChildren(...this.#emotionRows(figures));
    this.#expressions.replaceChildren(...this.#expressionRows(figures));
    this.#rhythm.replaceChildren(...this.#rhythmPairs(figures));
    setText(this.#readingsText, this.#countText(figures));
  }

  /** @param {Figures} figures */
  #emotionRows({ emotionShares }) {
    return EMOTIONS.map((emotion) => {
      const name = this.#i18n.t(`emotion_short.${emotion}`);
      return this.#bar(name, `emotion-share-${TEST_NAMES[emotion]}`, emotionShares[emotion]);
    });
  }

  /** @param {Figures} figures */
  #expressionRows({ expressionShares }) {
    return ROWS.map((name) => {
      const text = this.#i18n.t(`expression.${name}`);
      return this.#bar(text, `expression-share-${name}`, expressionShares[name]);
    });
  }

  /**
   * @param {string} name
   * @param {string} testId
   * @param {number} share
   */
  #bar(name, testId, share) {
    const { row, set } = barRow(name, testId);
    set(share, this.#i18n.percent(share));
    return row;
  }

  /** @param {Figures} figures */
  #rhythmPairs({ changes, uncertainShare, longestRuns }) {
    const { t, number, percent } = bound(this.#i18n);
    return [
      pair(t("report.changes"), number(changes), "changes"),
      pair(t("report.uncertain"), percent(uncertainShare), "uncertain-share"),
      ...longestRuns.map(({ emotion, lengthS }) =>
        pair(
          t("report.longest", { emotion: t(`emotion_short.${emotion}`).toLowerCase() }),
          t("report.seconds", { count: number(Math.round(lengthS)) }),
          `longest-${TEST_NAMES[emotion]}`,
        ),
      ),
    ];
  }

  /** @param {Figures} figures */
  #countText({ count }) {
    if (count === 0) return this.#i18n.t("report.none");
    const readings = this.#i18n.t("report.readings", { count: this.#i18n.number(count) });
    if (this.#model === null) return readings;
    const { name, version } = this.#model;
    return `${readings} · ${this.#i18n.t("report.model", { name, version })}`;
  }
}

/** @param {I18n} i18n */
function bound(i18n) {
  return { t: i18n.t.bind(i18n), number: i18n.number.bind(i18n), percent: i18n.percent.bind(i18n) };
}
