/**
 * One EmoChat session: camera and microphone out, readings and the written analysis in; where the
 * server has an assistant and the person wants it, its voice too. It knows no page.
 *
 *     import { EmoChatSession } from "/client/session.js";
 *
 *     const session = new EmoChatSession();
 *     session.on("label", (label) => console.log(label.emotion, label.confidence));
 *     session.on("analysis", (part) => part.done && console.log(part.text));
 *     session.on("error", (error) => console.error(error.code));
 *     await session.start({ consent: true, language: "en", durationS: 30 });
 *
 * The assistant takes the person's voice to Google: ask for consent, and show its state:
 *
 *     session.on("reply", ({ track }) => { audio.srcObject = new MediaStream([track]); });
 *     session.on("assistant", ({ state }) => console.log(state));
 *     session.on("transcript", ({ role, text, final }) => console.log(role, text, final));
 *     await session.start({ consent: true, voice: true, assistant: true });
 *
 * Whoever starts with `pushToTalk` is heard between `setTalking(true)` and `setTalking(false)`.
 * `trend` and `advice` come where a trend shows and a `scenario` was chosen; a failing assistant is
 * a `servererror` whose code starts with `live_`, and the session goes on. So it does by itself after
 * a broken connection: `connection` says `reconnecting`, `resumed` follows. start.js has what
 * start() takes, session-event.js the events, messages.js their fields.
 * Supported: browsers of 2023 and later with WebRTC data channels, on HTTPS or localhost.
 */

import { cameraLost, closeMedia, hasLostCamera, openMedia, watchCamera } from "./devices.js";
import { SessionError } from "./errors.js";
import { Link } from "./link.js";
import { DOUBT_PERIOD_MS, Liveness, PING_PERIOD_MS } from "./liveness.js";
import { parseMessage } from "./messages.js";
import { SessionClock } from "./session-clock.js";
import { SessionEventTarget } from "./session-event.js";
import { DEFAULT_DURATION_S, startMessage } from "./start.js";

export { closeMedia, openMedia } from "./devices.js";
export { ERROR_CODES, SessionError } from "./errors.js";
export { DEFAULT_DURATION_S } from "./start.js";

/** @typedef {import("./messages.js").ServerMessage} ServerMessage */
/** @typedef {import("./session-event.js").LinkStatus} LinkStatus */
/** @typedef {import("./session-event.js").SessionState} SessionState */
/** @typedef {import("./start.js").StartRequest} StartRequest */

/**
 * @typedef {object} SessionOptions
 * @property {string} [endpoint] URL of the WHIP endpoint
 * @property {string | null} [token] bearer token, where the server asks for one
 * @property {number} [connectTimeoutMs] from the offer to `started`
 * @property {number} [analysisTimeoutMs] from the last frame to the report
 * @property {typeof globalThis.fetch} [fetch]
 */

/** The server's clock starts a frame earlier than ours and ends the session by itself. */
const FINISH_GRACE_S = 1;
/** What the server answers to `calibrate` where nothing can be measured. */
const NO_CALIBRATION = ["not_calibrated", "no_video"];
/** @type {readonly SessionState[]} */
const OVER = ["done", "error", "closed"];

const serverGone = () => new SessionError("server_gone", "the server fell silent");

export class EmoChatSession extends SessionEventTarget {
  /** @type {SessionState} */
  #state = "idle";
  /** @type {Link} */
  #link;
  #connectTimeoutMs;
  #analysisTimeoutMs;
  /** @type {StartRequest} */
  #request = { consent: false };
  /** @type {{resolve: () => void, reject: (error: unknown) => void} | null} */
  #starting = null;
  /** @type {MediaStream | null} */
  #ownStream = null;
  /** Its end removes the listeners on what outlives the session. */
  #lifetime = new AbortController();
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #deadline;
  #liveness = new Liveness(0);
  /** @type {LinkStatus} */
  #linkStatus = "good";
  #clock = new SessionClock();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #finishTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #analysisTimer;
  #wantsStop = false;
  #hasNewContext = false;
  #isTalking = false;
  #isCalibrating = false;
  #lastSeq = 0;
  #hasResult = false;
  #serverEnded = false;
  #durationS = DEFAULT_DURATION_S;

  /** @param {SessionOptions} options */
  constructor({
    endpoint = "/whip",
    token = null,
    connectTimeoutMs = 10_000,
    analysisTimeoutMs = 60_000,
    fetch = (...request) => globalThis.fetch(...request),
  } = {}) {
    super();
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#analysisTimeoutMs = analysisTimeoutMs;
    this.#link = new Link(
      { endpoint, token, fetch },
      {
        onOpen: () => this.#link.send(startMessage(this.#request)),
        onMessage: (text) => this.#onMessage(text),
        onReply: (track) => this.emit("reply", { track }),
        onLost: () => this.#onLost(),
      },
    );
  }

  /** @returns {SessionState} */
  get state() {
    return this.#state;
  }

  /** @returns {number} as the server confirmed it, once it has */
  get durationS() {
    return this.#durationS;
  }

  /** @returns {number | null} seconds since the first reading; null before it */
  get elapsedS() {
    return this.#clock.elapsedS(performance.now());
  }

  /**
   * Connect and begin. Fulfilled once the server has said `started`.
   * @param {StartRequest} request
   * @returns {Promise<void>}
   * @throws {SessionError} whatever kept it from starting; later failures are `error` events
   */
  async start(request) {
    if (this.#state !== "idle") throw new TypeError("a session starts once: make another");
    if (request.consent !== true) {
      throw new SessionError("consent_missing", "start() without consent");
    }
    this.#request = request;
    this.#setState("connecting");
    await new Promise((resolve, reject) => {
      this.#starting = { resolve: () => resolve(undefined), reject };
      this.#connect().catch((error) => this.#fail(error));
    });
  }

  /** End the talking now: the analysis follows. Before the session is live this cancels it. */
  stop() {
    if (this.#state === "connecting") this.close();
    if (this.#state !== "live") return;
    // What is said into a broken connection is lost; it is said once there is another one.
    this.#wantsStop = this.#link.isBroken;
    if (!this.#wantsStop) this.#link.send({ type: "stop" });
    this.#expectAnalysis();
  }

  /** While `analysing` over a broken connection: end with what has come, without the rest. */
  stopWaiting() {
    if (this.#state === "analysing" && this.#link.isBroken) this.#onEnd(serverGone());
  }

  /**
   * Change what the analysis and the assistant know of the talk.
   * @param {string} context
   */
  setContext(context) {
    this.#request = { ...this.#request, context };
    this.#hasNewContext = true;
    this.#link.send({ type: "context", context });
  }

  /**
   * Take the face of the next 3 seconds as the person's neutral one. `calibrated` follows, or
   * `servererror` with the code `not_calibrated`: also where the connection breaks meanwhile.
   */
  calibrate() {
    this.#isCalibrating = true;
    if (this.#state !== "live" || this.#link.isBroken) this.#endCalibration();
    else this.#link.send({ type: "calibrate" });
  }

  /** Who comes back may look otherwise than asked: what was measured so far is worth nothing. */
  #endCalibration() {
    if (!this.#isCalibrating) return;
    this.#isCalibrating = false;
    const message = "there was no connection to calibrate over";
    this.emit("servererror", { type: "error", code: "not_calibrated", message });
  }

  /**
   * With `pushToTalk`: the person begins or ends talking to the assistant.
   * @param {boolean} active
   */
  setTalking(active) {
    this.#isTalking = active;
    this.#link.send({ type: "talk", active });
  }

  /** End everything now, without an analysis. May be called from any state. */
  close() {
    this.#finish("closed");
    this.#starting?.reject(new SessionError("cancelled", "closed before it was live"));
  }

  async #connect() {
    const stream = this.#request.stream ?? (await this.#openOwnStream());
    const signal = this.#lifetime.signal;
    if (signal.aborted) return;
    if (hasLostCamera(stream)) throw cameraLost();
    watchCamera(stream, () => this.#onCameraLost(), { signal });
    globalThis.addEventListener?.("pagehide", () => this.close(), { signal });
    this.#deadline = setTimeout(() => this.#onTooLate(), this.#connectTimeoutMs);
    await this.#link.open(stream, { hearsReply: this.#request.assistant === true });
  }

  async #openOwnStream() {
    const stream = await openMedia();
    this.#ownStream = stream;
    if (this.#lifetime.signal.aborted) closeMedia(stream);
    return stream;
  }

  /** @param {string} text */
  #onMessage(text) {
    this.#liveness.heard(performance.now());
    const message = parseMessage(text);
    if (message !== null) this.#handle(message);
  }

  /** @param {ServerMessage} message */
  #handle(message) {
    switch (message.type) {
      case "started":
        return this.#onStarted(message);
      case "label":
        return this.#onLabel(message);
      case "analysis":
        this.#hasResult ||= message.done;
        this.#expectAnalysis();
        return this.emit("analysis", message);
      case "report":
        this.#hasResult = true;
        this.#expectAnalysis();
        return this.emit("report", message);
      case "calibrated":
        this.#isCalibrating = false;
        return this.emit("calibrated", message);
      case "error":
        return this.#onServerError(message);
      case "pong":
        return this.emit("roundtrip", { ms: performance.now() - message.t });
      case "ended":
        return this.#onEnded(message);
      default:
        return this.emit(message.type, message);
    }
  }

  /** @param {import("./messages.js").Started} message */
  #onStarted(message) {
    if (message.resumed) return this.#onResumed(message);
    if (this.#state !== "connecting") return;
    clearTimeout(this.#deadline);
    this.#durationS = message.duration_s;
    this.#liveness = new Liveness(performance.now());
    this.#timers.push(
      setInterval(() => this.#ping(), PING_PERIOD_MS),
      setInterval(() => void this.#doubt(), DOUBT_PERIOD_MS),
    );
    this.#setState("live");
    this.emit("started", message);
    this.#starting?.resolve();
  }

  /** @param {import("./messages.js").Started} message */
  #onResumed(message) {
    this.#clock.set(message.elapsed_s);
    this.#link.confirm();
    this.#setLink("good");
    this.emit("resumed", message);
    this.#repeat();
  }

  /** Say again what may have been said into the broken connection. */
  #repeat() {
    const { context = "" } = this.#request;
    if (this.#hasNewContext) this.#link.send({ type: "context", context });
    if (this.#wantsStop) return this.#link.send({ type: "stop" });
    if (this.#isTalking) this.#link.send({ type: "talk", active: true });
  }

  /** @param {LinkStatus} status */
  #setLink(status) {
    if (status !== this.#linkStatus) this.emit("connection", { status });
    this.#linkStatus = status;
  }

  #ping() {
    if (this.#link.isBroken) return;
    const nowMs = performance.now();
    const status = this.#liveness.check(nowMs);
    if (status === "gone") return this.#onLost();
    this.#setLink(status);
    this.#link.send({ type: "ping", t: nowMs });
  }

  /** A dead worker says nothing: what answers by HTTP in its place tells sooner than silence. */
  async #doubt() {
    if (this.#link.isBroken || !this.#link.isKept) return;
    if (!this.#liveness.isToBeAsked(performance.now()) || (await this.#link.isThere())) return;
    if (this.#liveness.isDoubtful(performance.now()) && !this.#link.isBroken) this.#onLost();
  }

  /** @param {import("./messages.js").Label} message */
  #onLabel(message) {
    if (this.#clock.run(performance.now())) this.#scheduleFinish();
    // A label may come twice, or after a newer one: `labels` is unordered.
    if (message.seq <= this.#lastSeq) return;
    this.#lastSeq = message.seq;
    this.emit("label", message);
  }

  #scheduleFinish() {
    clearTimeout(this.#finishTimer);
    const leftS = this.#durationS - (this.elapsedS ?? 0) + FINISH_GRACE_S;
    this.#finishTimer = setTimeout(() => this.#expectAnalysis(), leftS * 1000);
  }

  #expectAnalysis() {
    if (this.#state !== "live") return;
    const late = () => this.#onEnd(new SessionError("analysis_timeout", "no analysis came"));
    this.#analysisTimer = setTimeout(late, this.#analysisTimeoutMs);
    closeMedia(this.#ownStream);
    this.#setState("analysing");
  }

  /** @param {import("./messages.js").Ended} message */
  #onEnded(message) {
    this.#serverEnded = true;
    this.emit("ended", message);
    this.#onEnd(new SessionError("session_ended", "ended early", { reason: message.reason }));
  }

  /** @param {import("./messages.js").ServerError} message */
  #onServerError(message) {
    if (NO_CALIBRATION.includes(message.code)) this.#isCalibrating = false;
    if (this.#state !== "connecting") return this.emit("servererror", message);
    const code = message.code.startsWith("consent") ? "consent_missing" : "rejected";
    this.#fail(new SessionError(code, message.message, { reason: message.code }));
  }

  #onCameraLost() {
    if (this.#state === "analysing") return;
    this.#fail(cameraLost());
  }

  #onLost() {
    if (this.#state === "connecting") {
      const reason = this.#link.stuckReason;
      this.#fail(new SessionError("connection_failed", `failed at ${reason}`, { reason }));
    } else if (this.#link.isKept && !this.#serverEnded) {
      this.#comeBack().catch((error) => this.#fail(error));
    } else {
      this.#expectAnalysis();
      this.#onEnd(serverGone());
    }
  }

  /** Go on over another connection; where that fails, or only the analysis is missing, fetch it. */
  async #comeBack() {
    clearTimeout(this.#finishTimer);
    this.#clock.stop(performance.now());
    this.#setLink("reconnecting");
    this.#endCalibration();
    if (this.#state === "live" && (await this.#link.comeBack())) return;
    this.#link.breakOff();
    this.#expectAnalysis();
    clearTimeout(this.#analysisTimer);
    const messages = await this.#link.waitForReport();
    for (const message of messages ?? []) this.#onMessage(JSON.stringify(message));
    this.#onEnd(serverGone());
  }

  #onTooLate() {
    const reason = this.#link.stuckReason;
    this.#fail(new SessionError("connection_timeout", `stuck at ${reason}`, { reason }));
  }

  /** @param {SessionError} failure what it is if nothing has come that the person could keep */
  #onEnd(failure) {
    const isOver = this.#state === "analysing" || this.#serverEnded;
    const hasReadings = isOver && this.#clock.hasBegun;
    if (this.#hasResult || hasReadings) this.#finish("done");
    else this.#fail(failure);
  }

  /** @param {unknown} error a SessionError but for a programming error */
  #fail(error) {
    if (OVER.includes(this.#state)) return;
    const early = this.#state === "connecting";
    this.#finish("error");
    if (early) this.#starting?.reject(error);
    else this.emit("error", /** @type {SessionError} */ (error));
  }

  /** @param {SessionState} state */
  #finish(state) {
    if (OVER.includes(this.#state)) return;
    this.#lifetime.abort();
    clearTimeout(this.#deadline);
    clearTimeout(this.#finishTimer);
    clearTimeout(this.#analysisTimer);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#link.close({ hasEnded: this.#serverEnded });
    closeMedia(this.#ownStream);
    this.#setState(state);
  }

  /** @param {SessionState} state */
  #setState(state) {
    const previous = this.#state;
    this.#state = state;
    this.emit("statechange", { state, previous });
  }
}
