import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { MicrophoneMeter } from "../../client/microphone.js";

const { setInterval, clearInterval } = globalThis;
let contexts;
let level;
/** What is called each 100 ms. */
let ticking;

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
  ticking = new Set();
  globalThis.setInterval = (callback) => {
    ticking.add(callback);
    return callback;
  };
  globalThis.clearInterval = (callback) => ticking.delete(callback);
});
afterEach(() => Object.assign(globalThis, { setInterval, clearInterval }));

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
  assert.equal(heard[0].state, "sound");
  assert.ok(heard[0].share > 0.6 && heard[0].share < 0.7);
  meter.follow(null);
  tick();
  assert.deepEqual(heard.slice(1), [{ share: 0, state: "none" }]);
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
  assert.deepEqual(heard, [{ share: 0, state: "unknown" }]);
  assert.equal(contexts[0].resumed, true);
});

test("a microphone that the system has muted gives no level, whatever is measured", () => {
  const { meter, heard } = createMeter();
  meter.follow(streamOf(track({ muted: true })));
  tick();
  assert.equal(heard[0].share, 0);
});
