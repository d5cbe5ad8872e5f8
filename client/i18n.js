/** Texts and numbers in the reader's language. */

import { en } from "./texts/en.js";
import { es } from "./texts/es.js";

/** @typedef {"es" | "en"} Language */
/** @typedef {keyof typeof es} TextKey */
/** @typedef {Record<string, string | number>} Parameters */

/** @type {Readonly<Record<Language, Readonly<Record<TextKey, string>>>>} */
export const TEXTS = Object.freeze({ es, en });

const STORAGE_KEY = "emochat.language";

/**
 * @param {unknown} value
 * @returns {value is Language}
 */
const isLanguage = (value) => typeof value === "string" && Object.hasOwn(TEXTS, value);

/**
 * @param {string | null} remembered the reader's own choice, if there was one
 * @param {readonly string[]} preferred BCP 47 tags, the best first
 * @returns {Language} English for those who prefer neither
 */
export function chooseLanguage(remembered, preferred) {
  if (isLanguage(remembered)) return remembered;
  const primary = preferred.map((tag) => tag.toLowerCase().split("-")[0]);
  return primary.find(isLanguage) ?? "en";
}

/**
 * @param {Language} language
 * @param {TextKey} key
 * @param {Parameters} [parameters] what stands in for `{name}`
 */
export function translate(language, key, parameters = {}) {
  return TEXTS[language][key].replace(/\{(\w+)\}/g, (hole, name) =>
    String(parameters[name] ?? hole),
  );
}

/** @returns {Storage | null} null where the browser's settings forbid it */
function storage() {
  try {
    return globalThis.localStorage ?? null;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** The language in use. Dispatches `change`. */
export class I18n extends EventTarget {
  /** @type {Language} */
  #language;

  /** @param {readonly string[]} preferred */
  constructor(preferred) {
    super();
    this.#language = chooseLanguage(storage()?.getItem(STORAGE_KEY) ?? null, preferred);
  }

  get language() {
    return this.#language;
  }

  set language(language) {
    this.#language = language;
    storage()?.setItem(STORAGE_KEY, language);
    this.dispatchEvent(new Event("change"));
  }

  /**
   * @param {TextKey} key
   * @param {Parameters} [parameters]
   */
  t(key, parameters) {
    return translate(this.#language, key, parameters);
  }

  /**
   * @param {string} key of a family of texts, made from what the server said
   * @param {TextKey} otherwise for a name that this version does not know
   */
  named(key, otherwise) {
    return this.t(Object.hasOwn(TEXTS.es, key) ? /** @type {TextKey} */ (key) : otherwise);
  }

  /**
   * @param {string} key as above
   * @param {string} name to stand for itself, where this version has no text for it
   */
  namedOrItself(key, name) {
    return Object.hasOwn(TEXTS.es, key) ? this.t(/** @type {TextKey} */ (key)) : name;
  }

  /** @param {number} value */
  number(value) {
    return new Intl.NumberFormat(this.#language).format(value);
  }

  /** @param {number} share 0..1 */
  percent(share) {
    const format = { style: "percent", maximumFractionDigits: 0 };
    return new Intl.NumberFormat(this.#language, format).format(share);
  }
}
