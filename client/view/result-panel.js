/** What stays of a session: the written analysis, the privacy receipt, the files. */

import { byId, html, pair, setText } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../messages.js").AnalysisDelta} AnalysisDelta */
/** @typedef {import("../messages.js").AnalysisDone} AnalysisDone */
/** @typedef {import("../messages.js").Privacy} Privacy */

/**
 * @typedef {object} ResultHandlers
 * @property {(extension: "json" | "csv") => void} onDownload
 * @property {() => void} onAgain
 */

const PRIVACY_FIELDS = /** @type {const} */ ([
  "frames_received",
  "frames_analysed",
  "frames_stored",
  "audio_analysed_s",
  "audio_stored",
]);

export class ResultPanel {
  #i18n;
  #status = byId("analysis-status", HTMLElement);
  #text = byId("analysis-text", HTMLElement);
  #source = byId("analysis-source", HTMLElement);
  #privacyList = byId("privacy", HTMLElement);
  #privacyMissing = byId("privacy-missing", HTMLElement);
  #streamed = "";
  /** @type {AnalysisDone | null} */
  #analysis = null;
  /** @type {Privacy | null} */
  #privacy = null;
  #finished = false;

  /**
   * @param {I18n} i18n
   * @param {ResultHandlers} handlers
   */
  constructor(i18n, { onDownload, onAgain }) {
    this.#i18n = i18n;
    byId("json", HTMLButtonElement).addEventListener("click", () => onDownload("json"));
    byId("csv", HTMLButtonElement).addEventListener("click", () => onDownload("csv"));
    byId("again", HTMLButtonElement).addEventListener("click", onAgain);
  }

  reset() {
    this.#streamed = "";
    this.#analysis = null;
    this.#privacy = null;
    this.#finished = false;
    this.render();
  }

  /** @param {AnalysisDelta | AnalysisDone} part */
  addAnalysis(part) {
    if (part.done) this.#analysis = part;
    else this.#streamed += part.delta;
    this.#renderAnalysis();
  }

  /** @param {Privacy | null} privacy */
  finish(privacy) {
    this.#privacy = privacy;
    this.#finished = true;
    this.render();
  }

  render() {
    this.#renderAnalysis();
    const missing = this.#finished && this.#privacy === null;
    this.#privacyMissing.hidden = !missing;
    const pairs = PRIVACY_FIELDS.map((name) => {
      const text = this.#privacyText(this.#privacy?.[name] ?? null);
      return pair(this.#i18n.t(`report.${name}`), text, name);
    });
    this.#privacyList.replaceChildren(...(missing ? [] : pairs));
  }

  /** @param {number | null} value */
  #privacyText(value) {
    if (!this.#finished) return "–";
    return value === null ? this.#i18n.t("report.unknown") : this.#i18n.number(value);
  }

  #renderAnalysis() {
    const text = this.#analysis?.text ?? this.#streamed;
    const paragraphs = text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== "");
    this.#text.setAttribute("aria-busy", String(!this.#isSettled));
    this.#text.replaceChildren(...paragraphs.map((paragraph) => html("p", {}, [paragraph.trim()])));
    this.#status.hidden = this.#isSettled && text !== "";
    setText(this.#status, this.#statusText());
    this.#source.hidden = this.#analysis === null;
    setText(this.#source, this.#sourceText());
  }

  get #isSettled() {
    return this.#analysis !== null || this.#finished;
  }

  #statusText() {
    if (!this.#isSettled) return this.#i18n.t("analysis.writing");
    return this.#analysis === null ? this.#i18n.t("analysis.missing") : "";
  }

  #sourceText() {
    if (this.#analysis === null) return "";
    const { source, model } = this.#analysis;
    const written =
      source === "gemini"
        ? this.#i18n.t("analysis.source.gemini", { model: model ?? "Gemini" })
        : this.#i18n.t("analysis.source.local");
    return `${written} ${this.#i18n.t("analysis.caveat")}`;
  }
}
