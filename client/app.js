/** The way of a person through the page: consent, devices, session, result. */

import { listDevices, watchDevices } from "./devices.js";
import { READING_PERIOD_S } from "./readings.js";
import { Recorder } from "./recorder.js";
import { fileName, toCsv, toJson } from "./report.js";
import { closeMedia, EmoChatSession, openMedia, SessionError } from "./session.js";
import { View } from "./view.js";
import { download } from "./view/download.js";

/** @typedef {import("./devices.js").DeviceChoice} DeviceChoice */
/** @typedef {import("./session-event.js").SessionState} SessionState */
/** @typedef {import("./view/advice.js").Action} Action */

const CLOCK_PERIOD_MS = 250;
/** A session stopped at once still gets a chart wide enough to read. */
const MIN_CHART_S = 5;

export class App {
  #i18n;
  #createSession;
  /** @type {View} */
  #view;
  /** @type {EmoChatSession | null} */
  #session = null;
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {DeviceChoice} */
  #choice = {};
  /** How often a camera was asked for: of several requests only the latest counts. */
  #requests = 0;
  /** @type {Recorder | null} */
  #recorder = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #clock;
  #watching = false;

  /**
   * @param {import("./i18n.js").I18n} i18n
   * @param {(token: string | null) => EmoChatSession} createSession
   */
  constructor(i18n, createSession) {
    this.#i18n = i18n;
    this.#createSession = createSession;
    this.#view = new View(i18n, {
      onContinue: () => this.#prepare(),
      onDevices: () => this.#prepare(this.#view.setup.choice),
      onStart: () => this.#startSession(),
      onCancel: () => this.#session?.close(),
      onCalibrate: () => this.#session?.calibrate(),
      onStop: () => this.#session?.stop(),
      onDownload: (extension) => this.#download(extension),
      onAgain: () => this.#prepare(),
      onAction: (action) => this.#act(action),
    });
  }

  /** The running or latest session. */
  get session() {
    return this.#session;
  }

  /** @param {DeviceChoice} [choice] */
  async #prepare(choice = this.#choice) {
    this.#view.consent.setWaiting(true);
    try {
      await this.#openCamera(choice);
      this.#view.stage.setMode("preview");
      if (this.#view.state !== "ready") this.#view.setState("ready");
    } catch (error) {
      this.#showError(error);
    } finally {
      this.#view.consent.setWaiting(false);
    }
  }

  /** @param {DeviceChoice} choice */
  async #openCamera(choice) {
    this.#closeCamera();
    this.#requests += 1;
    const request = this.#requests;
    const stream = await openMedia(choice);
    if (request !== this.#requests) return closeMedia(stream);
    this.#stream = stream;
    this.#choice = choice;
    this.#view.stage.setStream(stream);
    if (!this.#watching) watchDevices(() => void this.#showDevices());
    this.#watching = true;
    return this.#showDevices();
  }

  #closeCamera() {
    closeMedia(this.#stream);
    this.#stream = null;
    this.#view.stage.setStream(null);
  }

  async #showDevices() {
    const idOf = (/** @type {MediaStreamTrack | undefined} */ track) =>
      track?.getSettings().deviceId ?? null;
    this.#view.setup.setDevices(await listDevices(), {
      cameraId: idOf(this.#stream?.getVideoTracks()[0]),
      microphoneId: idOf(this.#stream?.getAudioTracks()[0]),
    });
  }

  async #startSession() {
    const { context, durationS } = this.#view.setup;
    const session = this.#createSession(this.#view.error.key || null);
    this.#session = session;
    this.#recorder = new Recorder(session, context);
    this.#listen(session, this.#recorder);
    this.#view.live.reset();
    this.#view.calibration.reset();
    this.#view.result.reset();
    this.#view.chart.setReadings([], durationS);
    try {
      if (this.#stream === null) await this.#openCamera(this.#choice);
      const stream = this.#stream;
      if (stream === null) return;
      const consent = this.#view.consent.given;
      const language = this.#i18n.language;
      const voice = stream.getAudioTracks().length > 0;
      await session.start({ consent, context, durationS, language, stream, voice });
    } catch (error) {
      if (error instanceof SessionError && error.code === "cancelled") await this.#prepare();
      else this.#showError(error);
    }
  }

  /**
   * @param {EmoChatSession} session
   * @param {Recorder} recorder
   */
  #listen(session, recorder) {
    const { calibration, chart, live, result, stage, voice } = this.#view;
    session.on("statechange", ({ state, previous }) => this.#onState(state, previous));
    session.on("label", (label) => {
      if (recorder.add(label, session.elapsedS ?? 0)) {
        live.setLabel(label);
        stage.setFace(label.face?.box ?? null, label.uncertain);
      }
      chart.setReadings(recorder.readings, session.durationS);
    });
    session.on("started", ({ sources }) => voice.reset(sources.includes("voice")));
    session.on("voice", (reading) => voice.setVoice(reading));
    session.on("calibrated", () => calibration.finish("done"));
    session.on("servererror", () => calibration.finish("failed"));
    session.on("connection", ({ status }) => live.setConnection(status));
    session.on("roundtrip", ({ ms }) => live.setRoundtrip(ms));
    session.on("analysis", (part) => result.addAnalysis(part));
    session.on("error", (error) => this.#showError(error));
  }

  /**
   * @param {SessionState} state
   * @param {SessionState} previous
   */
  #onState(state, previous) {
    clearInterval(this.#clock);
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
    if (state === "closed" && previous !== "connecting") {
      this.#closeCamera();
      this.#view.setState("consent");
    }
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
    this.#view.result.finish(report?.privacy ?? null);
    this.#view.setState("done");
  }

  /** @param {unknown} error */
  #showError(error) {
    if (!(error instanceof SessionError)) console.error(error);
    clearInterval(this.#clock);
    this.#closeCamera();
    this.#view.error.show(error);
    this.#view.setState("error");
  }

  /** @param {Action} action */
  #act(action) {
    if (action === "connect") void this.#startSession();
    if (action === "camera") void this.#prepare();
    if (action === "camera_only") void this.#prepare({ ...this.#choice, microphoneId: null });
    if (action === "consent") this.#view.setState("consent");
  }

  /** @param {"json" | "csv"} extension */
  #download(extension) {
    const record = this.#recorder?.record;
    if (!record) return;
    const content = extension === "json" ? toJson(record) : toCsv(record.readings);
    download(fileName(record.startedAt, extension), content);
  }
}
