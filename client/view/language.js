/** Writes the page in the reader's language, and lets them choose another. */

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../i18n.js").TextKey} TextKey */

/**
 * @param {I18n} i18n
 * @param {TextKey} title of the page
 */
export function writeTexts(i18n, title) {
  document.documentElement.lang = i18n.language;
  document.title = `EmoChat · ${i18n.t(title)}`;
  for (const element of document.querySelectorAll("[data-text]")) {
    const key = element.getAttribute("data-text");
    element.textContent = i18n.t(/** @type {TextKey} */ (key));
  }
}

/**
 * @param {I18n} i18n
 * @param {() => void} onChange
 */
export function followLanguage(i18n, onChange) {
  for (const input of document.querySelectorAll("input[name=language]")) {
    if (!(input instanceof HTMLInputElement)) continue;
    input.checked = input.value === i18n.language;
    input.addEventListener("change", () => {
      i18n.language = input.value === "es" ? "es" : "en";
    });
  }
  i18n.addEventListener("change", onChange);
}
