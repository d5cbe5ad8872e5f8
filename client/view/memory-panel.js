/** Being remembered: off until the person asks for it, and gone when they ask for that. */

import { byId, setText } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../memory.js").Forgetting} Forgetting */
/** @typedef {import("../memory.js").Memory} Memory */

export class MemoryPanel {
  #i18n;
  #memory;
  #field = byId("memory", HTMLElement);
  #switch = byId("memory-switch", HTMLInputElement);
  #forget = byId("forget", HTMLButtonElement);
  #status = byId("memory-status", HTMLElement);
  #keyField = byId("memory-key-field", HTMLElement);
  #key = byId("memory-key", HTMLInputElement);
  /** @type {Forgetting | null} */
  #outcome = null;
  #isForgetting = false;

  /**
   * @param {I18n} i18n
   * @param {Memory} memory
   * @param {() => Promise<Forgetting>} onForget
   */
  constructor(i18n, memory, onForget) {
    this.#i18n = i18n;
    this.#memory = memory;
    this.#switch.checked = memory.id !== null;
    this.#forget.addEventListener("click", () => void this.#ask(onForget));
    this.#key.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      // It stands in the form that starts the session.
      event.preventDefault();
      void this.#ask(onForget);
    });
  }

  /** @returns {string | null} the context id, made now if the person wants one and has none */
  contextId() {
    const id = this.#switch.checked ? this.#memory.remember() : null;
    this.#outcome = null;
    this.render();
    return id;
  }

  /** @returns {string} the server's key, where the person was asked for it */
  get key() {
    return this.#key.value.trim();
  }

  render() {
    this.#field.hidden = !this.#memory.isPossible;
    this.#forget.hidden = this.#memory.id === null;
    this.#keyField.hidden = this.#outcome !== "key_missing";
    this.#status.hidden = this.#outcome === null;
    setText(this.#status, this.#outcome ? this.#i18n.t(`memory.${this.#outcome}`) : "");
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
    if (this.#outcome === "key_missing") this.#key.focus();
  }
}
