/** Push to talk: held with a finger, the mouse or the space bar; Enter, or a click, keeps it open. */

import { byId, setText } from "./dom.js";

/** @typedef {import("../i18n.js").I18n} I18n */

/** Elements that have a use of their own for the space bar. */
const CONTROLS = "button, input, select, textarea, a, summary";
/** A click that no pointer made: by Enter, or by a reader for those who cannot hold a button. */
const NO_POINTER = 0;

export class TalkButton {
  #i18n;
  #onTalk;
  #button = byId("talk", HTMLButtonElement);
  #hint = byId("talk-hint", HTMLElement);
  #active = false;
  #isHeldByKey = false;
  #shown = false;

  /**
   * @param {I18n} i18n
   * @param {(active: boolean) => void} onTalk
   */
  constructor(i18n, onTalk) {
    this.#i18n = i18n;
    this.#onTalk = onTalk;
    this.#button.addEventListener("pointerdown", (event) => this.#onPointerDown(event));
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.#button.addEventListener(type, () => this.#set(false));
    }
    this.#button.addEventListener("click", (event) => {
      if (event.detail === NO_POINTER) this.#set(!this.#active);
    });
    this.#button.addEventListener("contextmenu", (event) => event.preventDefault());
    document.addEventListener("keydown", (event) => this.#onKey(event, true));
    document.addEventListener("keyup", (event) => this.#onKey(event, false));
    // Nobody goes on being heard in a window that they left.
    document.addEventListener("visibilitychange", () => this.#set(false));
    globalThis.addEventListener("blur", () => this.#set(false));
  }

  get isActive() {
    return this.#active;
  }

  /** @param {boolean} shown */
  setShown(shown) {
    if (!shown) this.#set(false);
    this.#shown = shown;
    this.render();
  }

  render() {
    this.#button.hidden = !this.#shown;
    this.#hint.hidden = !this.#shown;
    this.#button.setAttribute("aria-pressed", String(this.#active));
    setText(this.#button, this.#i18n.t(this.#active ? "talk.active" : "talk.hold"));
  }

  /** @param {PointerEvent} event */
  #onPointerDown(event) {
    if (event.button !== 0) return;
    this.#button.setPointerCapture(event.pointerId);
    this.#set(true);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {boolean} isDown
   */
  #onKey(event, isDown) {
    if (event.key !== " " || !this.#shown) return;
    // The focus may move while the key is down: letting go counts wherever it is then.
    const isLetGo = this.#isHeldByKey && !isDown;
    if (!isLetGo && this.#isOther(event.target)) return;
    event.preventDefault();
    if (event.repeat) return;
    this.#isHeldByKey = isDown;
    this.#set(isDown);
  }

  /** @param {EventTarget | null} target */
  #isOther(target) {
    if (target === this.#button || !(target instanceof Element)) return false;
    return target.closest(CONTROLS) !== null;
  }

  /** @param {boolean} active */
  #set(active) {
    if (!active) this.#isHeldByKey = false;
    if (active === this.#active || !this.#shown) return;
    this.#active = active;
    this.render();
    this.#onTalk(active);
  }
}
