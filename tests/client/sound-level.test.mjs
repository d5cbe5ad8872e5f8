import assert from "node:assert/strict";
import { test } from "node:test";

import { levelOf, shareOf, SoundWatch } from "../../client/sound-level.js";

const SPEECH = -30;
const ROOM = -70;

test("a full square wave is 0 dBFS, half of it 6 dB less, silence has no level", () => {
  assert.equal(levelOf(new Float32Array([1, -1, 1, -1])), 0);
  assert.ok(Math.abs(levelOf(new Float32Array([0.5, -0.5])) + 6.02) < 0.01);
  assert.equal(levelOf(new Float32Array(8)), -Infinity);
});

test("the meter is empty at and below its floor, and full at the top", () => {
  assert.equal(shareOf(-Infinity), 0);
  assert.equal(shareOf(-90), 0);
  assert.equal(shareOf(-60), 0);
  assert.equal(shareOf(-30), 0.5);
  assert.equal(shareOf(0), 1);
});

/** What the watch says of a level that is heard each 100 ms from one moment to another. */
function listen(watch, dbfs, fromMs, untilMs) {
  let state;
  for (let nowMs = fromMs; nowMs <= untilMs; nowMs += 100) state = watch.hear(dbfs, nowMs);
  return state;
}

test("a microphone that has just been opened is not complained of", () => {
  assert.equal(new SoundWatch(1000).hear(-Infinity, 1100), "waiting");
});

test("speech is sound, and stays sound through a pause for breath", () => {
  const watch = new SoundWatch(0);
  assert.equal(watch.hear(SPEECH, 100), "sound");
  assert.equal(listen(watch, ROOM, 200, 2000), "sound");
});

test("a room in which nobody speaks is quiet, not off, and speech ends that", () => {
  const watch = new SoundWatch(0);
  assert.equal(listen(watch, ROOM, 100, 4900), "waiting");
  assert.equal(listen(watch, ROOM, 5000, 60_000), "quiet");
  assert.equal(watch.hear(SPEECH, 60_100), "sound");
});

test("a microphone that gives nothing at all is off after a moment, until it gives something", () => {
  const watch = new SoundWatch(0);
  watch.hear(SPEECH, 100);
  assert.equal(listen(watch, -Infinity, 200, 1500), "sound");
  assert.equal(listen(watch, -Infinity, 1600, 9000), "off");
  assert.equal(watch.hear(ROOM, 9100), "quiet");
});
