/** The way of a person through the page of texts: paste, choose, ask, look. */

import { keepKey, tabStorage } from "../key.js";
import { analyse, TextApiError } from "./api.js";
import { EXAMPLES } from "./examples.js";
import { asksForKey, failureText } from "./failure.js";
import {
  isTooLong, latest, likelySubject, parseConversation, speakersOf, withRoles,
} from "./paste.js";
import { View } from "./view.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("./paste.js").Message} Message */

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
      // Who looks for a person with the arrow keys stays there.
      onSubject: () => void this.#submit({ movesFocus: false }),
    });
    // A browser that puts the text back after a reload tells of no input.
    globalThis.addEventListener("pageshow", () => this.#showSpeakers());
  }

  #showSpeakers() {
    const speakers = speakersOf(latest(parseConversation(this.#view.pasted)));
    this.#view.setSpeakers(speakers, likelySubject(speakers));
  }

  #showExample() {
    this.#view.pasted = EXAMPLES[this.#i18n.language];
    void this.#submit();
  }

  /**
   * @param {{movesFocus: boolean}} [way] whether the focus goes to the result
   * @returns {Promise<void>}
   */
  async #submit(way = { movesFocus: true }) {
    this.#asked += 1;
    this.#showSpeakers();
    const pasted = parseConversation(this.#view.pasted);
    const messages = latest(pasted);
    if (messages.length === 0) return this.#view.refusePaste("text.error.empty");
    if (messages.some(isTooLong)) return this.#view.refusePaste("text.error.long_message");
    if (this.#view.key) {
      this.#key = this.#view.key;
      keepKey(this.#key, tabStorage());
    }
    return this.#ask(messages, pasted.length, way);
  }

  /**
   * @param {readonly Message[]} messages
   * @param {number} pasted how many messages the person pasted
   * @param {{movesFocus: boolean}} way
   */
  async #ask(messages, pasted, way) {
    const asked = this.#asked;
    this.#view.setWaiting(true);
    try {
      const roles = withRoles(messages, this.#view.subject);
      const { language } = this.#i18n;
      const analysis = await analyse(roles, { key: this.#key, language });
      if (asked !== this.#asked) return;
      this.#view.showAnalysis({ messages, analysis, language, pasted }, way);
    } catch (error) {
      if (asked === this.#asked) this.#showError(error);
    } finally {
      if (asked === this.#asked) this.#view.setWaiting(false);
    }
  }

  /** @param {unknown} error */
  #showError(error) {
    if (asksForKey(error)) return this.#view.askForKey({ wasSent: this.#key !== "" });
    if (!(error instanceof TextApiError)) console.error(error);
    this.#view.showError(failureText(error));
  }
}
