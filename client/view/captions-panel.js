/** What is said, as text: closed turns are read out, those still open only shown. */

import { CaptionLog } from "../captions.js";
import { byId, html, setText } from "./dom.js";

/** @typedef {import("../captions.js").Turn} Turn */
/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {import("../messages.js").Transcript} Transcript */

/** As many as a person scrolls back to; the downloaded file has them all. */
export const MAX_SHOWN = 30;
/** Who has scrolled up further than this wants to read on there. */
const NEAR_END_PX = 40;

export class CaptionsPanel {
  #i18n;
  #box = byId("captions", HTMLElement);
  #closed = byId("captions-log", HTMLElement);
  #open = byId("captions-open", HTMLElement);
  #empty = byId("captions-empty", HTMLElement);
  #log = new CaptionLog();

  /** @param {I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
  }

  reset() {
    this.#log = new CaptionLog();
    this.#closed.replaceChildren();
    this.render();
  }

  /** @param {Transcript} message */
  add(message) {
    const { scrollTop, scrollHeight, clientHeight } = this.#box;
    const isAtEnd = scrollHeight - clientHeight - scrollTop < NEAR_END_PX;
    const turn = this.#log.add(message);
    if (turn !== null) this.#append(turn);
    this.#renderOpen();
    if (isAtEnd) this.#box.scrollTop = this.#box.scrollHeight;
  }

  render() {
    for (const item of this.#closed.children) {
      const name = item.firstElementChild;
      if (name !== null) setText(name, this.#nameOf(item.getAttribute("data-role")));
    }
    this.#renderOpen();
  }

  /** @param {Turn} turn */
  #append(turn) {
    this.#closed.append(this.#item(turn));
    while (this.#closed.childElementCount > MAX_SHOWN) this.#closed.firstElementChild?.remove();
  }

  #renderOpen() {
    const { open, turns } = this.#log;
    this.#open.replaceChildren(...open.map((turn) => this.#item(turn)));
    this.#empty.hidden = open.length + turns.length > 0;
  }

  /** @param {Turn} turn */
  #item({ role, text }) {
    return html("li", { "data-role": role }, [html("b", {}, [this.#nameOf(role)]), ` ${text}`]);
  }

  /** @param {string | null} role */
  #nameOf(role) {
    return `${this.#i18n.named(`captions.${role}`, "captions.user")}:`;
  }
}
