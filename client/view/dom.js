/** Small typed ways into the document. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new TypeError(`the page has no ${type.name} #${id}`);
  return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Partial<Record<string, string>>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function html(tag, attributes = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, children = []) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * @param {Element} element
 * @param {string} text written only if it differs, so that live regions speak once
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * One element for each text. Those whose text stands there stay: live regions speak of new ones only.
 * @param {Element} parent
 * @param {"p" | "li"} tag
 * @param {readonly string[]} texts
 */
export function setTexts(parent, tag, texts) {
  let kept = 0;
  for (const child of [...parent.children]) {
    if (child.textContent === texts[kept]) kept += 1;
    else child.remove();
  }
  parent.append(...texts.slice(kept).map((text) => html(tag, {}, [text])));
}

/**
 * @param {HTMLElement} fill of a `.bar`
 * @param {number} share 0..1
 */
export function setBar(fill, share) {
  fill.style.transform = `translateX(${(share - 1) * 100}%)`;
}

/**
 * A name, a bar and a percentage.
 * @param {string} name
 * @param {string} testId
 */
export function barRow(name, testId) {
  const fill = html("div");
  const label = html("span", { class: "bar-name" }, [name]);
  const value = html("span", { class: "bar-value" });
  const row = html("li", { "data-testid": testId }, [
    label,
    html("div", { class: "bar" }, [fill]),
    value,
  ]);
  const set = (/** @type {number} */ share, /** @type {string} */ text) => {
    setBar(fill, share);
    setText(value, text);
  };
  return { row, set };
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} testId
 */
export function pair(name, value, testId) {
  return html("div", {}, [html("dt", {}, [name]), html("dd", { "data-testid": testId }, [value])]);
}
