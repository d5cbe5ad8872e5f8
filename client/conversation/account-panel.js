/** What a conversation adds up to for the person chosen. */

import { byId, html, pair, setText } from "../view/dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../i18n.js").Language} Language */
/** @typedef {import("./fields.js").Account} Account */

export class AccountPanel {
  #i18n;
  #panel = byId("account", HTMLElement);
  #current = byId("current", HTMLElement);
  #secondary = byId("secondary", HTMLElement);
  #sentiment = byId("sentiment", HTMLElement);

  /** @param {I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
  }

  /**
   * @param {Account} account hidden where there is nothing to tell
   * @param {Language} language that the server was asked to write in: the page's may be another one later
   */
  show({ current, triggers, recommendations, sentiment }, language) {
    // Without a current emotion there may still be words for who speaks of self-harm.
    this.#panel.hidden = current === null && recommendations.length === 0;
    byId("current-part", HTMLElement).hidden = current === null;
    setText(this.#current, current === null ? "" : this.#feeling(current.primary));
    const secondary = current?.secondary.map((name) => this.#feeling(name)) ?? [];
    setText(this.#secondary, secondary.join(", "));
    this.#sentiment.replaceChildren(
      ...(current === null ? [] : this.#intensityPairs(current)),
      ...(sentiment === null ? [] : this.#sentimentPairs(sentiment)),
    );
    showList("triggers", triggers, language);
    showList("recommendations", recommendations, language);
  }

  /** @param {NonNullable<Account["current"]>} current */
  #intensityPairs({ intensity }) {
    return [this.#pair("text.intensity", this.#i18n.percent(intensity), "intensity")];
  }

  /** @param {NonNullable<Account["sentiment"]>} sentiment */
  #sentimentPairs({ label, trend }) {
    return [
      this.#pair("text.sentiment", this.#named(`sentiment.${label}`), "sentiment-label"),
      this.#pair("text.trend", this.#named(`trend.${trend}`), "trend"),
    ];
  }

  /**
   * @param {import("../i18n.js").TextKey} name
   * @param {string} value
   * @param {string} testId
   */
  #pair(name, value, testId) {
    return pair(this.#i18n.t(name), value, testId);
  }

  /** @param {string} name */
  #feeling(name) {
    return this.#named(`feeling.${name}`);
  }

  /** @param {string} key */
  #named(key) {
    return this.#i18n.named(key, "text.feeling_other");
  }
}

/**
 * @param {string} id of a list whose part is hidden while there is nothing to list
 * @param {readonly string[]} items
 * @param {Language} language of the items
 */
function showList(id, items, language) {
  const list = byId(id, HTMLElement);
  list.lang = language;
  list.replaceChildren(...items.map((item) => html("li", {}, [item])));
  byId(`${id}-part`, HTMLElement).hidden = items.length === 0;
}
