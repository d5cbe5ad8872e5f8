/** Listens to the open microphone, in this browser only, to show how loud it is. */

import { levelOf, shareOf, SoundWatch } from "./sound-level.js";

/** @typedef {import("./sound-level.js").SoundState} SoundState */
/**
 * `none`: no microphone is open. `unknown`: the browser does not let the page measure.
 * @typedef {SoundState | "none" | "unknown"} MicrophoneState
 */
/** @typedef {{share: number, state: MicrophoneState}} Loudness `share` 0..1 of the meter */

const PERIOD_MS = 100;
/** About 43 ms at 48 kHz: several periods of the lowest voice. */
const WINDOW_SAMPLES = 2048;
/** Most browsers let the page measure sooner, if not at once. */
const UNKNOWN_AFTER_MS = 1000;

export class MicrophoneMeter {
  #onLoudness;
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {MediaStreamTrack | null} */
  #track = null;
  /** @type {AnalyserNode | null} */
  #analyser = null;
  #samples = new Float32Array(WINDOW_SAMPLES);
  #watch = new SoundWatch(0);
  /** When measuring was last possible, or began. */
  #measurableMs = 0;
  /** @type {MicrophoneState} */
  #state = "none";
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {(loudness: Loudness) => void} onLoudness ten times a second */
  constructor(onLoudness) {
    this.#onLoudness = onLoudness;
  }

  /** Measure nothing until follow(); what was told of the microphone stays. */
  pause() {
    this.#stop();
    this.#tell(0, this.#state);
  }

  /** @param {MediaStream | null} stream whose first microphone is measured from now on */
  follow(stream) {
    this.#stop();
    const [track] = stream?.getAudioTracks() ?? [];
    if (stream === null || track === undefined) return this.#tell(0, "none");
    this.#track = track;
    this.#context = new AudioContext();
    this.#analyser = new AnalyserNode(this.#context, { fftSize: WINDOW_SAMPLES });
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    this.#measurableMs = performance.now();
    this.#watch = new SoundWatch(this.#measurableMs);
    this.#tell(0, "waiting");
    this.#timer = setInterval(() => this.#measure(), PERIOD_MS);
  }

  #stop() {
    clearInterval(this.#timer);
    void this.#context?.close();
    this.#context = null;
    this.#analyser = null;
    this.#track = null;
  }

  /**
   * @param {number} share
   * @param {MicrophoneState} state
   */
  #tell(share, state) {
    this.#state = state;
    this.#onLoudness({ share, state });
  }

  #measure() {
    const nowMs = performance.now();
    if (this.#context?.state !== "running" || this.#analyser === null) {
      // A browser may hold sound back until it is sure that the person wants it.
      if (this.#context?.state === "suspended") void this.#context.resume();
      this.#watch = new SoundWatch(nowMs);
      if (nowMs - this.#measurableMs >= UNKNOWN_AFTER_MS) this.#tell(0, "unknown");
      return;
    }
    this.#measurableMs = nowMs;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const isCut = this.#track?.muted || this.#track?.readyState === "ended";
    const dbfs = isCut ? -Infinity : levelOf(this.#samples);
    this.#tell(shareOf(dbfs), this.#watch.hear(dbfs, nowMs));
  }
}
