/** The whole page: which panel shows in which state, and the language of all of them. */

import { AssistantPanel } from "./view/assistant-panel.js";
import { CalibrationPanel } from "./view/calibration-panel.js";
import { CaptionsPanel } from "./view/captions-panel.js";
import { CarePanel } from "./view/care-panel.js";
import { Chart } from "./view/chart.js";
import { ConsentPanel } from "./view/consent-panel.js";
import { byId } from "./view/dom.js";
import { ErrorPanel } from "./view/error-panel.js";
import { FiguresPanel } from "./view/figures-panel.js";
import { FusionChart } from "./view/fusion-chart.js";
import { followLanguage, writeTexts } from "./view/language.js";
import { askBeforeLeaving } from "./view/leaving.js";
import { LivePanel } from "./view/live-panel.js";
import { MemoryPanel } from "./view/memory-panel.js";
import { MicrophonePanel } from "./view/microphone-panel.js";
import { ResultPanel } from "./view/result-panel.js";
import { SetupPanel } from "./view/setup-panel.js";
import { Stage } from "./view/stage.js";
import { TalkChoice } from "./view/talk-choice.js";
import { VoicePanel } from "./view/voice-panel.js";

/** @typedef {import("./i18n.js").I18n} I18n */
/** @typedef {import("./i18n.js").Language} Language */
/** @typedef {import("./memory.js").Forgetting} Forgetting */
/** @typedef {import("./memory.js").Memory} Memory */
/** @typedef {import("./view/advice.js").Action} Action */

/**
 * `data-state` of the body.
 * @typedef {"consent" | "ready" | "connecting" | "live" | "analysing" | "done" | "error"} PageState
 */

/**
 * @typedef {object} ViewHandlers
 * @property {() => void} onContinue consent was given
 * @property {() => void} onDevices
 * @property {() => void} onStart
 * @property {() => void} onCancel
 * @property {() => void} onCalibrate
 * @property {(active: boolean) => void} onTalk push to talk: pressed or let go
 * @property {() => Promise<Forgetting>} onForget
 * @property {() => string} serverKey as it is known; "" without one
 * @property {() => void} onStop
 * @property {() => void} onStopWaiting the rest of the analysis is not worth more waiting
 * @property {(extension: "json" | "csv") => void} onDownload
 * @property {() => void} onAgain
 * @property {(action: Action) => void} onAction from the error panel
 */

/**
 * Which elements, by id, show in which state.
 * @type {Record<string, readonly PageState[]>}
 */
const SHOWN = {
  consent: ["consent"],
  capture: ["ready", "connecting", "live"],
  setup: ["ready"],
  connecting: ["connecting"],
  live: ["live"],
  "stop-bar": ["live"],
  tip: ["ready"],
  link: ["live"],
  "assistant-slot": ["live"],
  timeline: ["live", "analysing", "done"],
  result: ["analysing", "done"],
  figures: ["done"],
  error: ["error"],
};

/**
 * The heading that takes the focus when a state begins, so that keyboard and reader follow.
 * @type {Partial<Record<PageState, string>>}
 */
const HEADINGS = {
  consent: "consent-title",
  ready: "capture-title",
  live: "capture-title",
  analysing: "analysis-title",
  error: "error-title",
};

/** What the server writes, in the language that the session was started in. */
const WRITTEN = ["analysis-text", "care-advice", "advice-list"];

/**
 * Whoever leaves the page loses a session, or its result until that is downloaded.
 * @type {readonly PageState[]}
 */
const LOST_BY_LEAVING = ["connecting", "live", "analysing", "done"];

export class View {
  #i18n;
  /** @type {PageState} */
  #state = "consent";

  /**
   * @param {I18n} i18n
   * @param {ViewHandlers} handlers
   * @param {Memory} memory
   */
  constructor(i18n, handlers, memory) {
    this.#i18n = i18n;
    this.consent = new ConsentPanel(i18n, handlers.onContinue);
    this.setup = new SetupPanel(i18n, handlers);
    this.talk = new TalkChoice(i18n);
    this.memory = new MemoryPanel(i18n, memory, handlers);
    this.microphone = new MicrophonePanel(i18n);
    this.stage = new Stage(i18n);
    this.live = new LivePanel(i18n, handlers.onStop);
    this.calibration = new CalibrationPanel(i18n, handlers.onCalibrate);
    this.voice = new VoicePanel(i18n);
    this.assistant = new AssistantPanel(i18n, handlers);
    this.captions = new CaptionsPanel(i18n);
    this.care = new CarePanel(i18n);
    this.chart = new Chart(i18n);
    this.fusion = new FusionChart(i18n);
    this.result = new ResultPanel(i18n, handlers);
    this.figures = new FiguresPanel(i18n);
    this.error = new ErrorPanel(i18n, handlers.onAction);
    byId("cancel", HTMLButtonElement).addEventListener("click", handlers.onCancel);
    followLanguage(i18n, () => this.render());
    this.render();
  }

  get state() {
    return this.#state;
  }

  /** @param {PageState} state */
  setState(state) {
    const isReading = this.#state === "analysing" && state === "done";
    this.#state = state;
    document.body.dataset.state = state;
    for (const [id, states] of Object.entries(SHOWN)) {
      byId(id, HTMLElement).hidden = !states.includes(state);
    }
    askBeforeLeaving(LOST_BY_LEAVING.includes(state));
    this.#renderCaptureTitle();
    const heading = HEADINGS[state];
    if (heading !== undefined) byId(heading, HTMLElement).focus({ preventScroll: true });
    if (!isReading) globalThis.scrollTo({ top: 0 });
  }

  /** @param {Language} language of the session: the page's may be another one later */
  setSessionLanguage(language) {
    for (const id of WRITTEN) byId(id, HTMLElement).lang = language;
  }

  render() {
    writeTexts(this.#i18n, "app.tagline");
    this.#renderCaptureTitle();
    for (const panel of this.#panels) panel.render();
  }

  get #panels() {
    const { consent, setup, talk, memory, microphone, stage, live, calibration } = this;
    const { voice, assistant, captions, care, chart, fusion, result, figures, error } = this;
    return [
      ...[consent, setup, talk, memory, microphone, stage, live, calibration],
      ...[voice, assistant, captions, care, chart, fusion, result, figures, error],
    ];
  }

  #renderCaptureTitle() {
    const key = this.#state === "ready" ? "setup.title" : "live.title";
    byId("capture-title", HTMLElement).textContent = this.#i18n.t(key);
  }
}
