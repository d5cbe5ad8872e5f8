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
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {(loudness: Loudness) => void} onLoudness ten times a second */
  constructor(onLoudness) {
    this.#onLoudness = onLoudness;
  }

  /** @param {MediaStream | null} stream whose first microphone is measured from now on */
  follow(stream) {
    this.#stop();
    const [track] = stream?.getAudioTracks() ?? [];
    if (stream === null || track === undefined) {
      return this.#onLoudness({ share: 0, state: "none" });
    }
    this.#track = track;
    this.#context = new AudioContext();
    this.#analyser = new AnalyserNode(this.#context, { fftSize: WINDOW_SAMPLES });
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    this.#watch = new SoundWatch(performance.now());
    this.#timer = setInterval(() => this.#measure(), PERIOD_MS);
  }

  #stop() {
    clearInterval(this.#timer);
    void this.#context?.close();
    this.#context = null;
    this.#analyser = null;
    this.#track = null;
  }

  #measure() {
    if (this.#context?.state !== "running" || this.#analyser === null) {
      // A browser may hold sound back until it is sure that the person wants it.
      if (this.#context?.state === "suspended") void this.#context.resume();
      this.#watch = new SoundWatch(performance.now());
      return this.#onLoudness({ share: 0, state: "unknown" });
    }
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const isCut = this.#track?.muted || this.#track?.readyState === "ended";
    const dbfs = isCut ? -Infinity : levelOf(this.#samples);
    this.#onLoudness({ share: shareOf(dbfs), state: this.#watch.hear(dbfs, performance.now()) });
  }
}
