/** The assistant while it lasts: what it does, whether audio leaves for Google, its voice. */

import { byId, setText } from "./dom.js";
import { TalkButton } from "./talk-button.js";

/** @typedef {import("../i18n.js").I18n} I18n */
/** @typedef {{name: string, pushToTalk: boolean}} Talk what the person agreed to */

const UNAVAILABLE = "unavailable";

export class AssistantPanel {
  #i18n;
  #panel = byId("assistant", HTMLElement);
  #state = byId("assistant-state", HTMLElement);
  #sign = byId("google-sign", HTMLElement);
  #badge = byId("google-badge", HTMLElement);
  #failure = byId("assistant-failure", HTMLElement);
  #mute = byId("mute", HTMLButtonElement);
  #audio = byId("reply", HTMLAudioElement);
  #button;
  /** @type {Talk | null} */
  #talk = null;
  #doing = UNAVAILABLE;
  /** The server's own words, in the language of the session. */
  #reason = "";
  /** What was said while connecting goes to Google once it is connected. */
  #waits = false;

  /**
   * @param {I18n} i18n
   * @param {{onTalk: (active: boolean) => void}} handlers
   */
  constructor(i18n, { onTalk }) {
    this.#i18n = i18n;
    this.#button = new TalkButton(i18n, (active) => {
      onTalk(active);
      this.#waits ||= active && this.#doing === "connecting";
      this.render();
    });
    this.#mute.addEventListener("click", () => this.#setMuted(!this.#audio.muted));
  }

  /** @param {Talk | null} talk null where the person asked for no assistant */
  begin(talk) {
    this.end();
    this.#talk = talk;
    this.#reason = "";
    this.#setDoing("connecting");
  }

  end() {
    this.#button.setShown(false);
    this.#talk = null;
    this.#audio.srcObject = null;
    this.#audio.muted = false;
    this.#setDoing(UNAVAILABLE);
  }

  /** @param {string} state of an `assistant` message */
  setState(state) {
    if (this.#talk !== null) this.#setDoing(state);
  }

  /** @param {string} reason of its failure */
  setReason(reason) {
    this.#reason = reason;
    this.render();
  }

  /** @param {MediaStreamTrack} track the assistant's voice */
  setReply(track) {
    if (this.#talk === null) return;
    this.#audio.srcObject = new MediaStream([track]);
    void this.#play();
  }

  render() {
    const { dataset } = this.#panel;
    const isUnavailable = this.#doing === UNAVAILABLE;
    const leaves = this.#isLeaving;
    this.#panel.hidden = this.#talk === null;
    dataset.state = this.#talk === null ? "" : this.#doing;
    dataset.leaving = String(leaves);
    setText(this.#state, this.#stateText());
    const name = this.#talk?.name ?? "";
    setText(this.#sign, this.#i18n.t(leaves ? "assistant.leaving" : "assistant.staying", { name }));
    this.#badge.hidden = !leaves;
    setText(this.#badge, this.#i18n.t("assistant_badge.leaving"));
    this.#failure.hidden = !isUnavailable;
    setText(this.#failure, isUnavailable ? this.#failureText() : "");
    this.#mute.hidden = isUnavailable;
    setText(this.#mute, this.#i18n.t(this.#audio.muted ? "assistant.unmute" : "assistant.mute"));
    this.#button.render();
  }

  /** Audio leaves from the first moment of connecting on; who pushes to talk, sends by pushing. */
  get #isLeaving() {
    if (this.#talk === null || this.#doing === UNAVAILABLE) return false;
    return !this.#talk.pushToTalk || this.#button.isActive || this.#waits;
  }

  #failureText() {
    const text = this.#i18n.t("assistant.failed");
    const reason = this.#reason;
    return reason === "" ? text : `${text} ${this.#i18n.t("assistant.reason", { reason })}`;
  }

  #stateText() {
    const isPushed = this.#doing === "speaking" && this.#talk?.pushToTalk;
    const state = isPushed ? "speaking_pushed" : this.#doing;
    return this.#i18n.named(`assistant_state.${state}`, "assistant_state.other");
  }

  /** @param {string} doing */
  #setDoing(doing) {
    this.#doing = doing;
    if (doing !== "connecting") this.#waits = false;
    const isOpen = this.#talk !== null && doing !== UNAVAILABLE;
    this.#button.setShown(isOpen && this.#talk?.pushToTalk === true);
    this.render();
  }

  /** @param {boolean} muted */
  #setMuted(muted) {
    this.#audio.muted = muted;
    if (!muted) void this.#play();
    this.render();
  }

  async #play() {
    try {
      await this.#audio.play();
    } catch (error) {
      // AbortError: another track, or none, took its place.
      if (!(error instanceof DOMException)) throw error;
      // The browser wants a click before it plays: the button then says so.
      if (error.name === "NotAllowedError") this.#setMuted(true);
    }
  }
}
