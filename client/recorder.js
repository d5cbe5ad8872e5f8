/** Keeps what a session says, for the charts while it runs and the files after it. */

import { CaptionLog } from "./captions.js";
import { ReadingLog, readingsOfTimeline, withScores } from "./readings.js";

/** @typedef {import("./readings.js").Reading} Reading */
/** @typedef {import("./report.js").SessionRecord} SessionRecord */
/** @typedef {import("./session.js").EmoChatSession} EmoChatSession */

/** Of suggestions and of complaints: one every six seconds, for ten minutes. */
const MAX_KEPT = 100;

export class Recorder {
  #log = new ReadingLog();
  #captions = new CaptionLog();
  /** @type {SessionRecord | null} */
  #record = null;

  /**
   * @param {EmoChatSession} session not yet started
   * @param {string} context
   */
  constructor(session, context) {
    session.on("started", (started) => {
      this.#record = {
        started,
        startedAt: new Date(),
        context,
        readings: [],
        turns: [],
        advice: [],
        complaints: [],
        analysis: null,
        report: null,
      };
    });
    session.on("transcript", (part) => this.#captions.add(part));
    session.on("advice", (advice) => {
      if (this.#record === null) return;
      this.#record.advice = [...this.#record.advice, advice].slice(-MAX_KEPT);
    });
    session.on("servererror", ({ code }) => {
      if (this.#record === null) return;
      this.#record.complaints = [...this.#record.complaints, code].slice(-MAX_KEPT);
    });
    session.on("analysis", (part) => {
      if (part.done && this.#record !== null) this.#record.analysis = part;
    });
    session.on("report", (report) => {
      if (this.#record !== null) this.#record.report = report;
    });
  }

  /**
   * @param {import("./messages.js").Label} label
   * @param {number} elapsedS
   * @returns {boolean} true if it is the newest
   */
  add(label, elapsedS) {
    return this.#log.add(label, elapsedS);
  }

  /** @returns {Reading[]} as they reached this browser */
  get readings() {
    return this.#log.readings;
  }

  /** @returns {SessionRecord | null} null before `started`; its readings are the server's own */
  get record() {
    if (this.#record === null) return null;
    const reported = readingsOfTimeline(this.#record.report?.timeline ?? []);
    const readings = reported.length > 0 ? withScores(reported, this.readings) : this.readings;
    return { ...this.#record, readings, turns: this.#captions.all };
  }
}
