/** The latest reading, and how fresh it is. */

import { ROWS } from "../timeline.js";
import { barRow, byId, setBar, setText } from "./dom.js";
import { headlineOf } from "./headline.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../messages.js").Label} Label */
/** @typedef {import("../session-event.js").LinkStatus} LinkStatus */

export class LivePanel {
  #i18n;
  #panel = byId("live", HTMLElement);
  #emotion = byId("emotion", HTMLElement);
  #announcer = byId("announcer", HTMLElement);
  #expression = byId("expression", HTMLElement);
  #advice = byId("advice", HTMLElement);
  #confidenceValue = byId("confidence-value", HTMLElement);
  #confidenceBar = byId("confidence-bar", HTMLElement);
  #bars = byId("bars", HTMLElement);
  #status = byId("link-status", HTMLElement);
  #latency = byId("link-latency", HTMLElement);
  #roundtrip = byId("link-roundtrip", HTMLElement);
  /** @type {Label | null} */
  #label = null;
  /** @type {LinkStatus} */
  #connection = "good";
  /** @type {number | null} */
  #roundtripMs = null;
  /** @type {Map<import("../fields.js").ExpressionName, ReturnType<typeof barRow>>} */
  #rows = new Map();

  /**
   * @param {I18n} i18n
   * @param {() => void} onStop
   */
  constructor(i18n, onStop) {
    this.#i18n = i18n;
    byId("stop", HTMLButtonElement).addEventListener("click", onStop);
  }

  reset() {
    this.#label = null;
    this.#connection = "good";
    this.#roundtripMs = null;
    this.render();
  }

  /** @param {Label} label */
  setLabel(label) {
    this.#label = label;
    this.#renderLabel();
  }

  /** @param {LinkStatus} status */
  setConnection(status) {
    this.#connection = status;
    if (status === "reconnecting") {
      this.#label = null;
      this.#roundtripMs = null;
      this.#renderLabel();
    }
    this.#renderLink();
  }

  /** @param {number} ms */
  setRoundtrip(ms) {
    this.#roundtripMs = ms;
    this.#renderLink();
  }

  render() {
    this.#rows.clear();
    for (const name of ROWS) {
      this.#rows.set(name, barRow(this.#i18n.t(`expression.${name}`), `bar-${name}`));
    }
    this.#bars.replaceChildren(...[...this.#rows.values()].map(({ row }) => row));
    this.#renderLabel();
    this.#renderLink();
  }

  #renderLabel() {
    const label = this.#label;
    const headline = headlineOf(label, this.#connection);
    const text = this.#i18n.t(headline.text);
    this.#renderState(label);
    setText(this.#emotion, text);
    if (!label?.uncertain) setText(this.#announcer, label ? text : "");
    setText(this.#expression, this.#expressionText(label));
    this.#renderAdvice(label);
    this.#renderBars(label);
    this.#renderConfidence(headline.score);
  }

  /** @param {number | null} score */
  #renderConfidence(score) {
    setText(this.#confidenceValue, score === null ? "–" : this.#i18n.percent(score));
    setBar(this.#confidenceBar, score ?? 0);
  }

  /** @param {Label | null} label */
  #renderState(label) {
    const { dataset } = this.#panel;
    dataset.emotion = label?.emotion ?? "";
    dataset.seq = label ? String(label.seq) : "";
    dataset.reason = label?.reason ?? "";
    dataset.uncertain = String(label?.uncertain ?? false);
  }

  /** @param {Label | null} label */
  #expressionText(label) {
    const expression = label?.smoothed ?? label?.expression;
    if (!label || !expression) return "";
    if (label.uncertain) {
      const name = this.#i18n.t(`expression.${expression.name}`);
      return this.#i18n.t("live.expression", { name });
    }
    const name = this.#i18n.t(`emotion.${label.emotion}`).toLowerCase();
    const share = this.#i18n.percent(label.confidence);
    return this.#i18n.t("live.happy_or_sad", { name, share });
  }

  /** @param {Label | null} label */
  #renderAdvice(label) {
    const text = label ? this.#adviceText(label) : null;
    this.#advice.hidden = text === null;
    setText(this.#advice, text ?? "");
  }

  /** @param {Label} label */
  #adviceText({ reason, uncertain, face }) {
    const texts = [];
    if (reason !== null) texts.push(this.#i18n.named(`reason.${reason}`, "reason.other"));
    else if (uncertain) texts.push(this.#i18n.t("live.uncertain_hint"));
    if (face !== null && face.count > 1) {
      texts.push(this.#i18n.t("live.faces", { count: face.count }));
    }
    return texts.length > 0 ? texts.join(" ") : null;
  }

  /** @param {Label | null} label */
  #renderBars(label) {
    const expression = label?.smoothed ?? label?.expression;
    for (const [name, { row, set }] of this.#rows) {
      const score = expression?.scores[name] ?? 0;
      set(score, expression ? this.#i18n.percent(score) : "–");
      row.classList.toggle("strongest", expression?.name === name && !label?.uncertain);
    }
  }

  #renderLink() {
    this.#status.dataset.status = this.#connection;
    setText(this.#status, this.#i18n.t(`live.connection.${this.#connection}`));
    const label = this.#label;
    // Without video the label is about an old frame, whose age is no latency.
    const total = label?.reason === "no_video" ? null : label?.timing_ms.total;
    this.#renderMs(this.#latency, "live.latency", total ?? null);
    this.#renderMs(this.#roundtrip, "live.roundtrip", this.#roundtripMs);
  }

  /**
   * @param {HTMLElement} element
   * @param {"live.latency" | "live.roundtrip"} key
   * @param {number | null} value
   */
  #renderMs(element, key, value) {
    element.hidden = value === null;
    if (value === null) return;
    element.dataset.ms = value.toFixed(1);
    setText(element, this.#i18n.t(key, { ms: this.#i18n.number(Math.max(1, Math.round(value))) }));
  }
}
