/** As much of a document as the page's panels use. */

export class FakeElement extends EventTarget {
  dataset = {};
  style = { setProperty() {} };
  classList = { toggle() {} };
  attributes = {};
  children = [];
  parent = null;
  hidden = false;
  muted = false;
  checked = false;
  value = "";
  srcObject = null;
  scrollTop = 0;
  scrollHeight = 0;
  clientHeight = 0;

  setAttribute(/** @type {string} */ name, /** @type {string} */ value) {
    this.attributes[name] = value;
  }

  setPointerCapture() {}

  /** How often it took the focus. */
  focused = 0;

  focus() {
    this.focused += 1;
  }

  scrollIntoView() {}

  getAttribute(/** @type {string} */ name) {
    return this.attributes[name] ?? null;
  }

  append(...children) {
    for (const child of children) if (child instanceof FakeElement) child.parent = this;
    this.children.push(...children);
  }

  replaceChildren(...children) {
    this.children = [];
    this.append(...children);
  }

  remove() {
    this.parent.children = this.parent.children.filter((child) => child !== this);
  }

  get childElementCount() {
    return this.children.length;
  }

  get firstElementChild() {
    return this.children.find((child) => child instanceof FakeElement) ?? null;
  }

  get textContent() {
    const texts = this.children.map((child) => (child instanceof FakeElement ? child.text : child));
    return texts.join("");
  }

  set textContent(text) {
    this.replaceChildren(...(text === "" ? [] : [text]));
  }

  /** @returns {string} what stands in it */
  get text() {
    return this.textContent;
  }

  querySelector() {
    return null;
  }

  querySelectorAll() {
    return [];
  }

  closest() {
    return this.isControl ? this : null;
  }
}

/** A document whose elements come into being when they are asked for. */
export class FakePage extends EventTarget {
  /** @type {Map<string, FakeElement>} */
  #elements = new Map();
  body = new FakeElement();
  documentElement = new FakeElement();

  getElementById(/** @type {string} */ id) {
    const element = this.#elements.get(id) ?? new FakeElement();
    this.#elements.set(id, element);
    return element;
  }

  createElement() {
    return new FakeElement();
  }

  createElementNS() {
    return new FakeElement();
  }

  querySelectorAll() {
    return [];
  }
}

/** @returns {FakePage} as the page of this process; a test file calls it once a test */
export function usePage() {
  const page = new FakePage();
  const window = new EventTarget();
  const names = [
    "HTMLElement", "HTMLButtonElement", "HTMLAudioElement", "HTMLInputElement", "Element",
    "HTMLFormElement", "HTMLSelectElement", "HTMLTableElement", "HTMLTextAreaElement",
    "HTMLVideoElement", "Option",
  ];
  for (const name of names) globalThis[name] = FakeElement;
  globalThis.document = page;
  globalThis.scrollTo = () => {};
  globalThis.ResizeObserver = class {
    observe() {}
  };
  globalThis.addEventListener = window.addEventListener.bind(window);
  globalThis.removeEventListener = window.removeEventListener.bind(window);
  globalThis.dispatchEvent = window.dispatchEvent.bind(window);
  return page;
}

/** @returns {Event} with the fields of a keyboard's, a pointer's or a click's event */
export function eventOf(type, fields = {}) {
  const event = new Event(type, { cancelable: true });
  for (const [name, value] of Object.entries(fields)) {
    Object.defineProperty(event, name, { value });
  }
  return event;
}
