/** The way of a person through the page of texts: paste, choose, ask, look. */

import { keepKey, tabStorage } from "../key.js";
import { analyse, TextApiError } from "./api.js";
import { EXAMPLES } from "./examples.js";
import { latest, likelySubject, parseConversation, speakersOf, withRoles } from "./paste.js";
import { View } from "./view.js";

/** @typedef {import("../i18n.js").I18n} I18n */

const UNAUTHORIZED = 401;

export class App {
  #i18n;
  #key;
  #view;
  /** How often the server was asked: of several answers only the latest counts. */
  #asked = 0;

  /**
   * @param {I18n} i18n
   * @param {string} key
   */
  constructor(i18n, key) {
    this.#i18n = i18n;
    this.#key = key;
    this.#view = new View(i18n, {
      onPaste: () => this.#showSpeakers(),
      onSubmit: () => void this.#submit(),
      onExample: () => this.#showExample(),
    });
  }

  #showSpeakers() {
    const speakers = speakersOf(latest(parseConversation(this.#view.pasted)));
    this.#view.setSpeakers(speakers, likelySubject(speakers));
  }

  #showExample() {
    this.#view.pasted = EXAMPLES[this.#i18n.language];
    this.#showSpeakers();
    void this.#submit();
  }

  async #submit() {
    const pasted = parseConversation(this.#view.pasted);
    const messages = latest(pasted);
    if (messages.length === 0) return;
    if (this.#view.key) {
      this.#key = this.#view.key;
      keepKey(this.#key, tabStorage());
    }
    this.#asked += 1;
    const asked = this.#asked;
    this.#view.setWaiting(true);
    try {
      const roles = withRoles(messages, this.#view.subject);
      const options = { key: this.#key, language: this.#i18n.language };
      const analysis = await analyse(roles, options);
      if (asked !== this.#asked) return;
      this.#view.showAnalysis({ messages, analysis, pasted: pasted.length });
    } catch (error) {
      if (asked === this.#asked) this.#showError(error);
    } finally {
      if (asked === this.#asked) this.#view.setWaiting(false);
    }
  }

  /** @param {unknown} error */
  #showError(error) {
    const status = error instanceof TextApiError ? error.status : null;
    if (status === UNAUTHORIZED) return this.#view.askForKey();
    this.#view.showError(error instanceof Error ? error.message : String(error));
  }
}
