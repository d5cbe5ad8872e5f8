/** The way of a person through the page: consent, devices, session, result. */

import { ChosenMedia } from "./chosen-media.js";
import { cameraLost, listDevices, watchCamera, watchDevices } from "./devices.js";
import { READING_PERIOD_S } from "./readings.js";
import { keepKey, tabStorage } from "./key.js";
import { MicrophoneMeter } from "./microphone.js";
import { presentFace, presentTalk } from "./presenter.js";
import { Recorder } from "./recorder.js";
import { fileName, toCsv, toJson } from "./report.js";
import { EmoChatSession, SessionError } from "./session.js";
import { View } from "./view.js";
import { download } from "./view/download.js";
import { askBeforeLeaving } from "./view/leaving.js";

/** @typedef {import("./devices.js").DeviceChoice} DeviceChoice */
/** @typedef {import("./memory.js").Forgetting} Forgetting */
/** @typedef {import("./session-event.js").SessionState} SessionState */
/** @typedef {import("./start.js").StartRequest} StartRequest */
/** @typedef {import("./view/advice.js").Action} Action */
/** @typedef {import("./view/assistant-panel.js").Talk} Talk */

/**
 * @typedef {object} AppParts
 * @property {(token: string | null) => EmoChatSession} createSession
 * @property {import("./memory.js").Memory} memory
 * @property {Promise<import("./server-offer.js").ServerOffer>} offer
 * @property {string} key the server's; "" without one
 */

/** What would move the form under a finger by coming later is waited for; but not for long. */
const LAYOUT_PATIENCE_MS = 1000;
const CLOCK_PERIOD_MS = 250;
/** A session stopped at once still gets a chart wide enough to read. */
const MIN_CHART_S = 5;

export class App {
  #i18n;
  #parts;
  /** The server's; "" without one. */
  #key;
  /** @type {View} */
  #view;
  /** @type {EmoChatSession | null} */
  #session = null;
  #media = new ChosenMedia();
  #meter = new MicrophoneMeter((loudness) => this.#view.microphone.setLoudness(loudness));
  /** @type {Recorder | null} */
  #recorder = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #clock;
  #watching = false;

  /**
   * @param {import("./i18n.js").I18n} i18n
   * @param {AppParts} parts
   */
  constructor(i18n, parts) {
    this.#i18n = i18n;
    this.#parts = parts;
    this.#key = parts.key;
    const handlers = {
      onContinue: () => this.#prepare(),
      onDevices: () => this.#prepare(this.#view.setup.choice),
      onStart: () => this.#startSession(),
      onCancel: () => this.#session?.close(),
      onCalibrate: () => this.#session?.calibrate(),
      onTalk: (/** @type {boolean} */ active) => this.#session?.setTalking(active),
      onForget: () => this.#forget(),
      serverKey: () => this.#view?.memory.key || this.#key,
      onStop: () => this.#session?.stop(),
      onStopWaiting: () => this.#session?.stopWaiting(),
      onDownload: (/** @type {"json" | "csv"} */ extension) => this.#download(extension),
      onAgain: () => this.#prepare(),
      onAction: (/** @type {Action} */ action) => this.#act(action),
    };
    this.#view = new View(i18n, handlers, parts.memory);
    void parts.offer.then((offer) => {
      this.#view.talk.setOffer(offer);
      this.#view.memory.setOffer(offer);
    });
  }

  /** The running or latest session. */
  get session() {
    return this.#session;
  }

  /** @param {DeviceChoice} [choice] */
  async #prepare(choice = this.#media.choice) {
    const session = this.#session;
    try {
      const stream = await this.#openCamera(choice);
      if (stream === null) return;
      await this.#whenLaidOut();
      if (stream !== this.#media.stream || session !== this.#session) return;
      this.#setWaiting(false);
      this.#view.stage.setMode("preview");
      if (this.#view.state !== "ready") this.#view.setState("ready");
    } catch (error) {
      this.#showError(error);
    }
  }

  /** Until the form's size is known: the picture's shape, and whether there is an assistant. */
  async #whenLaidOut() {
    const isKnown = Promise.allSettled([this.#view.stage.whenShaped(), this.#parts.offer]);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const isLate = new Promise((resolve) => {
      timer = setTimeout(resolve, LAYOUT_PATIENCE_MS);
    });
    await Promise.race([isKnown, isLate]);
    clearTimeout(timer);
  }

  /** @param {boolean} waiting for the devices: what needs them cannot be begun */
  #setWaiting(waiting) {
    this.#view.consent.setWaiting(waiting);
    this.#view.setup.setWaiting(waiting);
  }

  /**
   * @param {DeviceChoice} choice
   * @returns {Promise<MediaStream | null>} null where nothing more may follow from it
   */
  async #openCamera(choice) {
    this.#setWaiting(true);
    // Whether there is a microphone is told of the stream that comes: a "none" meanwhile is untrue.
    this.#view.stage.setStream(null);
    this.#meter.pause();
    const stream = await this.#media.open(choice);
    if (stream === null) return null;
    this.#showStream(stream);
    watchCamera(stream, () => this.#onCameraLost(stream));
    if (!this.#watching) watchDevices(() => void this.#showDevices());
    this.#watching = true;
    await this.#showDevices();
    return stream === this.#media.stream ? stream : null;
  }

  /**
   * A session says so itself.
   * @param {MediaStream} stream
   */
  #onCameraLost(stream) {
    const isInUse = stream === this.#media.stream;
    if (isInUse && this.#view.state === "ready") this.#showError(cameraLost());
  }

  #closeCamera() {
    this.#media.close();
    this.#showStream(null);
    this.#setWaiting(false);
  }

  /** @param {MediaStream | null} stream */
  #showStream(stream) {
    this.#view.stage.setStream(stream);
    this.#view.talk.setMicrophone((stream?.getAudioTracks().length ?? 0) > 0);
    this.#meter.follow(stream);
  }

  async #showDevices() {
    const idOf = (/** @type {MediaStreamTrack | undefined} */ track) =>
      track?.getSettings().deviceId ?? null;
    const devices = await listDevices();
    const { stream } = this.#media;
    this.#view.setup.setDevices(devices, {
      cameraId: idOf(stream?.getVideoTracks()[0]),
      microphoneId: idOf(stream?.getAudioTracks()[0]),
    });
  }

  async #startSession() {
    const { error, memory, state } = this.#view;
    this.#useKey(state === "error" ? error.takeKey() : memory.takeKey());
    const session = this.#parts.createSession(this.#key || null);
    this.#session = session;
    this.#resetView();
    try {
      const stream = this.#media.stream ?? (await this.#openCamera(this.#media.choice));
      if (stream === null) return;
      this.#setWaiting(false);
      const { talk } = this.#view.talk;
      const request = this.#requestOf(stream, talk);
      this.#view.setSessionLanguage(this.#i18n.language);
      this.#listen(session, talk, request.remember ?? null);
      await session.start(request);
    } catch (error) {
      if (error instanceof SessionError && error.code === "cancelled") await this.#prepare();
      else this.#showError(error);
    }
  }

  #resetView() {
    this.#view.live.reset();
    this.#view.calibration.reset();
    this.#view.result.reset();
    this.#view.fusion.setFusion(null, MIN_CHART_S);
    this.#view.chart.setReadings([], this.#view.setup.durationS);
  }

  /**
   * @param {MediaStream} stream
   * @param {Talk | null} talk
   * @returns {StartRequest}
   */
  #requestOf(stream, talk) {
    const { context, durationS } = this.#view.setup;
    return {
      consent: this.#view.consent.given,
      context,
      durationS,
      language: this.#i18n.language,
      stream,
      voice: stream.getAudioTracks().length > 0,
      assistant: talk !== null,
      pushToTalk: talk?.pushToTalk === true,
      scenario: this.#view.talk.scenario,
      remember: this.#view.memory.contextId(),
    };
  }

  /**
   * @param {EmoChatSession} session
   * @param {Talk | null} talk what the person agreed to
   * @param {string | null} remember the context id that is asked for
   */
  #listen(session, talk, remember) {
    const recorder = new Recorder(session, this.#view.setup.context);
    this.#recorder = recorder;
    session.on("statechange", ({ state, previous }) => this.#onState(state, previous));
    session.on("error", (error) => this.#showError(error));
    session.on("started", (started) => {
      this.#view.memory.setRemembered(remember, started.remember);
    });
    presentFace(session, recorder, this.#view);
    presentTalk(session, talk, this.#view);
  }

  /**
   * @param {SessionState} state
   * @param {SessionState} previous
   */
  #onState(state, previous) {
    clearInterval(this.#clock);
    if (state !== "connecting" && state !== "live") this.#view.assistant.end();
    if (state === "connecting" || state === "live") {
      this.#view.stage.setMode(state);
      this.#view.setState(state);
    }
    if (state === "live") this.#clock = setInterval(() => this.#tick(), CLOCK_PERIOD_MS);
    if (state === "analysing") {
      this.#closeCamera();
      this.#view.setState(state);
    }
    if (state === "done") this.#showResult();
    if (state === "closed" && previous !== "connecting") this.#toConsent();
  }

  #tick() {
    const elapsedS = this.#session?.elapsedS ?? 0;
    const durationS = this.#session?.durationS ?? 0;
    if (elapsedS >= durationS) this.#view.stage.setMode("finishing");
    this.#view.stage.setElapsed(elapsedS, durationS);
  }

  #showResult() {
    const record = this.#recorder?.record;
    if (!record) return;
    const { readings, report, started } = record;
    const lastS = readings[readings.length - 1]?.timeS ?? 0;
    const lengthS = Math.max(Math.floor(lastS) + READING_PERIOD_S, MIN_CHART_S);
    this.#view.chart.setReadings(readings, lengthS);
    this.#view.figures.setReadings(readings, started.model);
    this.#view.fusion.setFusion(report?.fusion ?? null, lengthS);
    this.#view.result.finish(record);
    this.#view.setState("done");
  }

  /** @param {unknown} error */
  #showError(error) {
    if (!(error instanceof SessionError)) console.error(error);
    clearInterval(this.#clock);
    this.#closeCamera();
    this.#view.error.show(error, { isKeySent: this.#key !== "" });
    this.#view.setState("error");
  }

  /** @returns {Promise<Forgetting>} */
  #forget() {
    this.#useKey(this.#view.memory.takeKey());
    return this.#parts.memory.forget(this.#key);
  }

  /** @param {string} key as the person wrote it; "" where they wrote none */
  #useKey(key) {
    if (key === "" || key === this.#key) return;
    this.#key = key;
    keepKey(key, tabStorage());
  }

  /** @param {Action} action */
  #act(action) {
    if (action === "connect") void this.#startSession();
    if (action === "camera") void this.#prepare();
    if (action === "camera_only") void this.#prepare({ ...this.#media.choice, microphoneId: null });
    if (action === "consent") this.#toConsent();
  }

  /** Back to the first step; whatever is being opened closes again. */
  #toConsent() {
    this.#closeCamera();
    this.#view.setState("consent");
  }

  /** @param {"json" | "csv"} extension */
  #download(extension) {
    const record = this.#recorder?.record;
    if (!record) return;
    const content = extension === "json" ? toJson(record) : toCsv(record);
    download(fileName(record.startedAt, extension), content);
    askBeforeLeaving(false);
  }
}
