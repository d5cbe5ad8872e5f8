/** What the page of texts shows. */

import { byId, html, setText } from "../view/dom.js";
import { followLanguage, writeTexts } from "../view/language.js";
import { AccountPanel } from "./account-panel.js";
import { TrajectoryChart } from "./chart.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../i18n.js").Language} Language */
/** @typedef {import("../i18n.js").TextKey} TextKey */
/** @typedef {import("./api.js").Analysis} Analysis */
/** @typedef {import("./fields.js").MessageReading} MessageReading */
/** @typedef {import("./paste.js").Message} Message */
/**
 * @typedef {object} Reading
 * @property {readonly Message[]} messages that were read
 * @property {Analysis} analysis
 * @property {Language} language that it was asked for in
 * @property {number} pasted how many messages the person pasted
 */
/**
 * @typedef {object} Handlers
 * @property {() => void} onPaste
 * @property {() => void} onSubmit
 * @property {() => void} onExample
 * @property {() => void} onSubject another person is chosen for a result that shows or is on its way
 */

export class View {
  #i18n;
  #account;
  #chart;
  #conversation = byId("conversation", HTMLTextAreaElement);
  #subjectField = byId("subject-field", HTMLElement);
  #subject = byId("subject", HTMLSelectElement);
  #keyField = byId("key-field", HTMLElement);
  #key = byId("key", HTMLInputElement);
  #analyse = byId("analyse", HTMLButtonElement);
  #error = byId("text-error", HTMLElement);
  #result = byId("text-result", HTMLElement);
  #cut = byId("cut", HTMLElement);
  /** @type {TextKey | null} */
  #failure = null;
  /** @type {Reading | null} */
  #shown = null;
  #isWaiting = false;

  /**
   * @param {I18n} i18n
   * @param {Handlers} handlers
   */
  constructor(i18n, handlers) {
    this.#i18n = i18n;
    this.#account = new AccountPanel(i18n);
    this.#chart = new TrajectoryChart(i18n);
    this.#conversation.addEventListener("input", handlers.onPaste);
    this.#subject.addEventListener("change", () => {
      // Before anything was asked for, the arrow keys only choose.
      if (this.#shown !== null || this.#isWaiting) handlers.onSubject();
    });
    byId("example", HTMLButtonElement).addEventListener("click", handlers.onExample);
    byId("text-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      handlers.onSubmit();
    });
    followLanguage(i18n, () => this.render());
    this.render();
  }

  get pasted() {
    return this.#conversation.value;
  }

  set pasted(text) {
    this.#conversation.value = text;
  }

  get key() {
    return this.#key.value.trim();
  }

  /** @returns {string | null} whose emotion is asked about; null without names */
  get subject() {
    return this.#subjectField.hidden ? null : this.#subject.value;
  }

  /**
   * @param {readonly string[]} speakers
   * @param {string | null} likely the one to choose, unless the person chose
   */
  setSpeakers(speakers, likely) {
    const chosen = speakers.includes(this.#subject.value) ? this.#subject.value : likely;
    this.#subject.replaceChildren(...speakers.map((name) => new Option(name, name)));
    this.#subject.value = chosen ?? "";
    this.#subjectField.hidden = speakers.length === 0;
  }

  /** @param {boolean} waiting */
  setWaiting(waiting) {
    this.#isWaiting = waiting;
    this.#analyse.disabled = waiting;
    setText(this.#analyse, this.#i18n.t(waiting ? "text.waiting" : "text.analyse"));
    if (waiting) this.#setFailure(null);
  }

  /** @param {{wasSent: boolean}} key whether one was sent, and refused */
  askForKey({ wasSent }) {
    this.#keyField.hidden = false;
    this.showError(wasSent ? "text.key_refused" : "text.key_missing");
    this.#key.setAttribute("aria-invalid", String(wasSent));
    this.#key.focus();
  }

  /** @param {TextKey} why what was pasted is not asked about */
  refusePaste(why) {
    this.setWaiting(false);
    this.showError(why);
    this.#conversation.setAttribute("aria-invalid", "true");
    this.#conversation.focus();
  }

  /** @param {TextKey} failure */
  showError(failure) {
    this.#shown = null;
    this.#result.hidden = true;
    document.body.dataset.state = "error";
    this.#setFailure(failure);
  }

  /** @param {TextKey | null} failure */
  #setFailure(failure) {
    this.#failure = failure;
    this.#key.setAttribute("aria-invalid", "false");
    this.#conversation.setAttribute("aria-invalid", "false");
    this.#renderFailure();
  }

  #renderFailure() {
    this.#error.hidden = this.#failure === null;
    setText(this.#error, this.#failure === null ? "" : this.#i18n.t(this.#failure));
  }

  /**
   * @param {Reading} reading
   * @param {{movesFocus: boolean}} way whether reader and keyboard are led to it
   */
  showAnalysis(reading, { movesFocus }) {
    this.#shown = reading;
    this.#result.hidden = false;
    this.#keyField.hidden = true;
    document.body.dataset.state = "result";
    this.#renderAnalysis();
    if (!movesFocus) return;
    byId("trajectory-title", HTMLElement).focus({ preventScroll: true });
    this.#result.scrollIntoView({ block: "nearest" });
  }

  #renderAnalysis() {
    if (this.#shown === null) return;
    const { messages, analysis, language, pasted } = this.#shown;
    this.#cut.hidden = pasted === messages.length;
    const counts = { count: this.#i18n.number(messages.length), total: this.#i18n.number(pasted) };
    setText(this.#cut, this.#i18n.t("text.cut", counts));
    const isAnyRead = analysis.readings.some(({ emotion }) => emotion !== null);
    byId("chart-part", HTMLElement).hidden = !isAnyRead;
    this.#chart.setReadings(analysis.readings);
    const rows = analysis.readings.map((reading, index) => this.#row(messages[index], reading));
    byId("messages", HTMLElement).replaceChildren(...rows);
    this.#account.show(analysis.account, language);
    byId("nothing-read", HTMLElement).hidden = analysis.account.current !== null;
  }

  /**
   * @param {Message | undefined} message
   * @param {MessageReading} reading
   */
  #row(message, reading) {
    const head = [html("b", {}, [message?.speaker ?? this.#i18n.t("text.you")])];
    const side = reading.role === "user" ? "of-subject" : "of-other";
    return html("li", { class: side, "data-category": reading.emotion?.category }, [
      html("p", { class: "message-head" }, [...head, this.#emotionText(reading)]),
      html("p", { class: "message-text" }, [message?.text ?? ""]),
    ]);
  }

  /** @param {MessageReading} reading */
  #emotionText({ emotion }) {
    if (emotion === null) return html("span", { class: "soft" }, [this.#i18n.t("text.unsupported")]);
    const level = this.#i18n.named(`level.${emotion.intensityLevel}`, "text.feeling_other");
    const name = this.#i18n.named(`feeling.${emotion.category}`, "text.feeling_other");
    const words = emotion.intensityLevel === "minimal" ? level : `${name} · ${level}`;
    return html("span", { class: "soft" }, [words]);
  }

  render() {
    writeTexts(this.#i18n, "app.text_tagline");
    this.#renderFailure();
    this.#renderAnalysis();
  }
}
