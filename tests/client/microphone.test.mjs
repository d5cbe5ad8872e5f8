import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { TEXTS } from "../../client/i18n.js";
import { MicrophoneMeter } from "../../client/microphone.js";

const { setInterval, clearInterval } = globalThis;
const WAITING = { share: 0, state: "waiting" };
let contexts;
let level;
/** What is called each 100 ms. */
let ticking;
let nowMs;

class FakeContext {
  state = "running";

  constructor() {
    contexts.push(this);
  }

  createMediaStreamSource(stream) {
    this.stream = stream;
    return { connect: (node) => (this.node = node) };
  }

  async resume() {
    this.resumed = true;
  }

  async close() {
    this.state = "closed";
  }
}

class FakeAnalyser {
  constructor(context, { fftSize }) {
    this.fftSize = fftSize;
  }

  getFloatTimeDomainData(samples) {
    samples.fill(level);
  }
}

const track = (over = {}) => ({ kind: "audio", muted: false, readyState: "live", ...over });
const streamOf = (...tracks) => ({ getAudioTracks: () => tracks });

beforeEach(() => {
  contexts = [];
  level = 0.1;
  globalThis.AudioContext = FakeContext;
  globalThis.AnalyserNode = FakeAnalyser;
  globalThis.MediaStream = class {
    constructor(tracks) {
      this.tracks = tracks;
    }
  };
  nowMs = 0;
  mock.method(performance, "now", () => nowMs);
  ticking = new Set();
  globalThis.setInterval = (callback) => {
    ticking.add(callback);
    return callback;
  };
  globalThis.clearInterval = (callback) => ticking.delete(callback);
});
afterEach(() => {
  mock.restoreAll();
  Object.assign(globalThis, { setInterval, clearInterval });
});

function tick() {
  for (const callback of ticking) callback();
}

function createMeter() {
  const heard = [];
  return { meter: new MicrophoneMeter((loudness) => heard.push(loudness)), heard };
}

test("the microphone is measured until another stream, or none, is followed", () => {
  const { meter, heard } = createMeter();
  meter.follow(streamOf(track()));
  tick();
  assert.equal(heard[1].state, "sound");
  assert.ok(heard[1].share > 0.6 && heard[1].share < 0.7);
  meter.follow(null);
  tick();
  assert.deepEqual(heard.slice(2), [{ share: 0, state: "none" }]);
  assert.equal(contexts[0].state, "closed");
});

test("an open microphone is told at once, before anything was measured", () => {
  const { meter, heard } = createMeter();
  meter.follow(streamOf(track()));
  assert.deepEqual(heard, [WAITING]);
});

test("between two streams nothing is measured, and no microphone is said to be missing", () => {
  const { meter, heard } = createMeter();
  meter.follow(streamOf(track()));
  tick();
  meter.pause();
  tick();
  assert.deepEqual(heard.slice(2), [{ share: 0, state: "sound" }]);
  assert.equal(contexts[0].state, "closed");
});

test("a stream without a microphone has none, and opens nothing", () => {
  const { meter, heard } = createMeter();
  meter.follow(streamOf());
  assert.deepEqual(heard, [{ share: 0, state: "none" }]);
  assert.equal(contexts.length, 0);
});

test("a browser that holds the sound back is not taken for a silent microphone", () => {
  const { meter, heard } = createMeter();
  meter.follow(streamOf(track()));
  contexts[0].state = "suspended";
  tick();
  assert.equal(contexts[0].resumed, true);
  assert.deepEqual(heard, [WAITING]);
  nowMs += 1000;
  tick();
  assert.deepEqual(heard.slice(1), [{ share: 0, state: "unknown" }]);
});

test("a microphone that the system has muted gives no level, whatever is measured", () => {
  const { meter, heard } = createMeter();
  meter.follow(streamOf(track({ muted: true })));
  tick();
  assert.equal(heard[1].share, 0);
});

test("every state fits in the two lines that are kept for it, also on a phone", () => {
  // Of 290 px at 14 px: a wide font has about 36 characters a line, and words do not fill it.
  for (const texts of Object.values(TEXTS)) {
    for (const state of ["none", "unknown", "waiting", "sound", "quiet", "off"]) {
      const text = texts[`microphone.${state}`];
      assert.ok(text.length <= 60, text);
    }
  }
});
