/** A failure, what to do about it, and a button that does it. */

import { SessionError } from "../errors.js";
import { adviceFor } from "./advice.js";
import { byId, setText } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("./advice.js").Action} Action */
/** @typedef {import("./advice.js").Choice} Choice */

const UNAUTHORIZED = 401;

/**
 * @param {unknown} error
 * @param {boolean} isKeySent
 * @returns {import("./advice.js").Failure & {message: string}}
 */
function describe(error, isKeySent) {
  if (error instanceof SessionError) {
    const { code, reason, retryAfterS, message } = error;
    const isKeyRefused = isKeySent && error.status === UNAUTHORIZED;
    return { code, reason, retryAfterS, message, isKeyRefused };
  }
  return { code: "unexpected", reason: null, retryAfterS: null, message: String(error) };
}

export class ErrorPanel {
  #i18n;
  #panel = byId("error", HTMLElement);
  #title = byId("error-title", HTMLElement);
  #advice = byId("error-advice", HTMLElement);
  #first = byId("error-retry", HTMLButtonElement);
  #second = byId("error-other", HTMLButtonElement);
  #detail = byId("error-detail", HTMLElement);
  #keyField = byId("error-key-field", HTMLElement);
  #key = byId("error-key", HTMLInputElement);
  /** @type {unknown} */
  #error = null;
  #isKeySent = false;
  #waitS = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #countdown;

  /**
   * @param {I18n} i18n
   * @param {(action: Action) => void} onAction
   */
  constructor(i18n, onAction) {
    this.#i18n = i18n;
    byId("error-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#act("first", onAction);
    });
    this.#second.addEventListener("click", () => this.#act("second", onAction));
  }

  /**
   * @param {"first" | "second"} which
   * @param {(action: Action) => void} onAction
   */
  #act(which, onAction) {
    const choice = adviceFor(describe(this.#error, this.#isKeySent))[which];
    clearInterval(this.#countdown);
    if (choice !== null) onAction(choice.action);
  }

  /**
   * @returns {string} the server's key, where the person is asked for it; "" elsewhere. It leaves
   *   the field: a key of before must not come back.
   */
  takeKey() {
    const key = this.#keyField.hidden ? "" : this.#key.value.trim();
    this.#key.value = "";
    return key;
  }

  /**
   * @param {unknown} error
   * @param {{isKeySent: boolean}} request whether it came with a key
   */
  show(error, { isKeySent }) {
    this.#error = error;
    this.#isKeySent = isKeySent;
    this.#waitS = adviceFor(describe(error, isKeySent)).waitS;
    clearInterval(this.#countdown);
    if (this.#waitS > 0) this.#countdown = setInterval(() => this.#tick(), 1000);
    this.render();
  }

  #tick() {
    this.#waitS -= 1;
    if (this.#waitS <= 0) clearInterval(this.#countdown);
    this.render();
  }

  render() {
    if (this.#error === null) return;
    const error = describe(this.#error, this.#isKeySent);
    const { title, text, first, second } = adviceFor(error);
    this.#panel.dataset.code = error.code;
    this.#panel.dataset.reason = error.reason ?? "";
    setText(this.#title, this.#i18n.t(title));
    setText(this.#advice, this.#i18n.t(text));
    this.#keyField.hidden = error.code !== "unauthorized";
    this.#key.setAttribute("aria-invalid", String(error.isKeyRefused === true));
    this.#renderChoice(this.#first, first);
    this.#renderChoice(this.#second, second);
    this.#first.disabled = this.#waitS > 0;
    if (this.#waitS > 0) {
      setText(this.#first, this.#i18n.t("error.retry_in", { count: this.#waitS }));
    }
    const detail = [error.code, error.reason, error.message].filter(Boolean).join(" · ");
    setText(this.#detail, detail);
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {Choice | null} choice
   */
  #renderChoice(button, choice) {
    button.hidden = choice === null;
    if (choice !== null) setText(button, this.#i18n.t(choice.text));
  }
}
