/** What stays of a session: the written analysis, the privacy receipt, the files. */

import { writerOf } from "../analysis-writer.js";
import { byId, pair, setText, setTexts } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../messages.js").AnalysisDelta} AnalysisDelta */
/** @typedef {import("../messages.js").AnalysisDone} AnalysisDone */
/** @typedef {import("../report.js").SessionRecord} SessionRecord */
/** @typedef {import("../session-event.js").LinkStatus} LinkStatus */

/**
 * @typedef {object} ResultHandlers
 * @property {(extension: "json" | "csv") => void} onDownload
 * @property {() => void} onAgain
 * @property {() => void} onStopWaiting
 */

const PRIVACY_FIELDS = /** @type {const} */ ([
  "frames_received",
  "frames_analysed",
  "frames_stored",
  "audio_analysed_s",
  "audio_stored",
  "audio_sent_s",
]);

export class ResultPanel {
  #i18n;
  #status = byId("analysis-status", HTMLElement);
  #stopWaiting = byId("stop-waiting", HTMLButtonElement);
  #text = byId("analysis-text", HTMLElement);
  #source = byId("analysis-source", HTMLElement);
  #privacyList = byId("privacy", HTMLElement);
  #privacyMissing = byId("privacy-missing", HTMLElement);
  #sent = byId("sent", HTMLElement);
  #textSent = byId("text-sent", HTMLElement);
  #keepHint = byId("keep-hint", HTMLElement);
  #given = byId("advice-given", HTMLElement);
  #advice = byId("advice-list", HTMLElement);
  #streamed = "";
  #hasGeminiFailed = false;
  /** @type {LinkStatus} */
  #connection = "good";
  /** @type {AnalysisDone | null} */
  #analysis = null;
  /** @type {SessionRecord | null} */
  #record = null;

  /**
   * @param {I18n} i18n
   * @param {ResultHandlers} handlers
   */
  constructor(i18n, { onDownload, onAgain, onStopWaiting }) {
    this.#i18n = i18n;
    byId("json", HTMLButtonElement).addEventListener("click", () => onDownload("json"));
    byId("csv", HTMLButtonElement).addEventListener("click", () => onDownload("csv"));
    byId("again", HTMLButtonElement).addEventListener("click", onAgain);
    this.#stopWaiting.addEventListener("click", () => {
      // The button goes, and the focus with it.
      byId("analysis-title", HTMLElement).focus({ preventScroll: true });
      onStopWaiting();
    });
  }

  reset() {
    this.#streamed = "";
    this.#hasGeminiFailed = false;
    this.#connection = "good";
    this.#analysis = null;
    this.#record = null;
    this.render();
  }

  /** @param {AnalysisDelta | AnalysisDone} part */
  addAnalysis(part) {
    if (part.done) this.#analysis = part;
    else this.#streamed += part.delta;
    this.#renderAnalysis();
  }

  /** @param {LinkStatus} status */
  setConnection(status) {
    this.#connection = status;
    this.#renderStatus();
  }

  /** Gemini was asked, and the server had to write the analysis by itself. */
  setGeminiFailed() {
    this.#hasGeminiFailed = true;
    this.#renderAnalysis();
  }

  /** @param {SessionRecord} record of the finished session */
  finish(record) {
    this.#record = record;
    this.render();
  }

  render() {
    this.#renderAnalysis();
    this.#renderAdvice();
    const { started } = this.#record ?? {};
    const privacy = this.#record?.report?.privacy ?? null;
    const wasSent = privacy?.audio_sent_s ?? (started?.sources.includes("assistant") ? 1 : 0);
    this.#sent.hidden = wasSent === 0;
    setText(this.#keepHint, this.#keepText());
    const missing = this.#record !== null && privacy === null;
    this.#privacyMissing.hidden = !missing;
    // A server without an assistant may say nothing of what it sends.
    const isSaid = (privacy?.audio_sent_s ?? null) !== null;
    const names = PRIVACY_FIELDS.filter((name) => isSaid || name !== "audio_sent_s");
    const pairs = names.map((name) => {
      const text = this.#privacyText(privacy?.[name] ?? null);
      return pair(this.#i18n.t(`report.${name}`), text, name);
    });
    this.#privacyList.replaceChildren(...(missing ? [] : pairs));
  }

  #keepText() {
    if (this.#record?.started.remember) return this.#i18n.t("report.kept");
    const isRefused = this.#record?.complaints.includes("memory_unavailable");
    return this.#i18n.t(isRefused ? "report.not_kept" : "report.keep_hint");
  }

  #renderAdvice() {
    const texts = this.#record?.advice.map(({ text }) => text) ?? [];
    this.#given.hidden = texts.length === 0;
    setTexts(this.#advice, "li", [...new Set(texts)]);
  }

  /** @param {number | null} value */
  #privacyText(value) {
    if (this.#record === null) return "–";
    return value === null ? this.#i18n.t("report.unknown") : this.#i18n.number(value);
  }

  #renderAnalysis() {
    const text = this.#analysis?.text ?? this.#streamed;
    const paragraphs = text.split(/\n{2,}/).map((paragraph) => paragraph.trim());
    this.#text.setAttribute("aria-busy", String(!this.#isSettled));
    setTexts(this.#text, "p", paragraphs.filter(Boolean));
    this.#renderStatus();
    this.#source.hidden = this.#analysis === null;
    setText(this.#source, this.#sourceText());
    this.#renderTextSent();
  }

  #renderStatus() {
    const text = this.#statusText();
    this.#status.hidden = text === "";
    setText(this.#status, text);
    this.#stopWaiting.hidden = !this.#isCutOff;
  }

  #renderTextSent() {
    const writer = writerOf(this.#analysis, this.#hasGeminiFailed);
    const wasSent = writer === "gemini" || writer === "instead";
    this.#textSent.hidden = !wasSent;
    setText(this.#textSent, wasSent ? this.#i18n.t(`report.text_sent.${writer}`) : "");
  }

  get #isSettled() {
    return this.#analysis !== null || this.#record !== null;
  }

  /** The rest is fetched, or asked for over another connection. */
  get #isCutOff() {
    return this.#record === null && this.#connection === "reconnecting";
  }

  #statusText() {
    if (this.#isCutOff) return this.#i18n.t("analysis.cut_off");
    if (!this.#isSettled) return this.#i18n.t("analysis.writing");
    const isMissing = this.#analysis === null && this.#streamed === "";
    return isMissing ? this.#i18n.t("analysis.missing") : "";
  }

  #sourceText() {
    const writer = writerOf(this.#analysis, this.#hasGeminiFailed);
    if (writer === null) return "";
    const model = this.#analysis?.model ?? "Gemini";
    const written = this.#i18n.t(`analysis.source.${writer}`, { model });
    return `${written} ${this.#i18n.t("analysis.caveat")}`;
  }
}
