/** Being remembered: off until the person asks for it, and gone when they ask for that. */

import { byId, setText } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../memory.js").Forgetting} Forgetting */
/** @typedef {import("../memory.js").Memory} Memory */
/** @typedef {import("../server-offer.js").ServerOffer} ServerOffer */

/**
 * @typedef {object} MemoryHandlers
 * @property {() => Promise<Forgetting>} onForget
 * @property {() => string} serverKey the server's key as it is known; "" without one
 */

export class MemoryPanel {
  #i18n;
  #memory;
  #serverKey;
  #field = byId("memory", HTMLElement);
  #switch = byId("memory-switch", HTMLInputElement);
  #forget = byId("forget", HTMLButtonElement);
  #status = byId("memory-status", HTMLElement);
  #keyField = byId("memory-key-field", HTMLElement);
  #key = byId("memory-key", HTMLInputElement);
  /** @type {Forgetting | "key_needed" | "not_remembered" | null} */
  #outcome = null;
  #isForgetting = false;
  #keepsText = false;
  #isRemembered = false;

  /**
   * @param {I18n} i18n
   * @param {Memory} memory
   * @param {MemoryHandlers} handlers
   */
  constructor(i18n, memory, { onForget, serverKey }) {
    this.#i18n = i18n;
    this.#memory = memory;
    this.#serverKey = serverKey;
    this.#switch.checked = memory.isWanted;
    this.#askForKeyIfNeeded();
    this.#switch.addEventListener("change", () => {
      memory.isWanted = this.#switch.checked;
      this.#askForKeyIfNeeded();
      this.render();
    });
    this.#forget.addEventListener("click", () => void this.#ask(onForget));
    this.#key.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || this.#outcome === "key_needed") return;
      // It stands in the form that starts the session.
      event.preventDefault();
      void this.#ask(onForget);
    });
  }

  /** @param {ServerOffer} offer */
  setOffer({ assistant, keepsText }) {
    // Only the assistant's captions are words.
    this.#keepsText = keepsText && assistant !== null;
    this.render();
  }

  /** No server remembers for who has no key of it. */
  #askForKeyIfNeeded() {
    const isNeeded = this.#switch.checked && this.#serverKey() === "";
    this.#outcome = isNeeded ? "key_needed" : null;
  }

  /** @returns {string | null} the context id to ask for; null unless the person wants and can have one */
  contextId() {
    this.#askForKeyIfNeeded();
    this.render();
    const isPossible = this.#switch.checked && this.#outcome === null;
    return isPossible ? this.#memory.propose() : null;
  }

  /**
   * @param {string | null} asked the context id of the session
   * @param {string | null} accepted what the server made of it
   */
  setRemembered(asked, accepted) {
    this.#isRemembered = accepted !== null;
    if (accepted !== null) void this.#memory.keep(accepted, this.#serverKey());
    if (asked !== null && accepted === null) this.#outcome = "not_remembered";
    this.render();
  }

  /** @returns {string} the server's key, where the person is asked for it; "" elsewhere */
  get key() {
    return this.#keyField.hidden ? "" : this.#key.value.trim();
  }

  /** @returns {string} the same, which leaves the field: a key of before must not come back */
  takeKey() {
    const { key } = this;
    this.#key.value = "";
    return key;
  }

  render() {
    this.#field.hidden = !this.#memory.isPossible;
    byId("memory-words", HTMLElement).hidden = !this.#keepsText;
    byId("kept-words", HTMLElement).hidden = !this.#keepsText || !this.#isRemembered;
    this.#forget.hidden = this.#memory.id === null;
    const outcome = this.#outcome;
    const isRefused = outcome === "key_refused" || outcome === "not_remembered";
    const isAnotherNeeded = outcome === "another_key" || isRefused;
    const isAnyNeeded = outcome === "key_missing" || outcome === "key_needed";
    this.#keyField.hidden = !isAnotherNeeded && !isAnyNeeded;
    this.#key.setAttribute("aria-invalid", String(isRefused));
    this.#status.hidden = outcome === null;
    setText(this.#status, outcome === null ? "" : this.#i18n.t(`memory.${outcome}`));
  }

  /** @param {() => Promise<Forgetting>} onForget */
  async #ask(onForget) {
    if (this.#isForgetting) return;
    this.#isForgetting = true;
    try {
      this.#outcome = await onForget();
    } finally {
      this.#isForgetting = false;
    }
    this.render();
    if (this.#outcome === "forgotten") {
      this.#switch.checked = false;
      this.#switch.focus();
    }
    if (!this.#keyField.hidden) this.#key.focus();
  }
}
