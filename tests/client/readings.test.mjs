import assert from "node:assert/strict";
import { test } from "node:test";

import { ReadingLog, readingsOfTimeline, withScores } from "../../client/readings.js";

const SCORES = {
  angry: 0, disgusted: 0, fearful: 0, happy: 0.75, neutral: 0.25, sad: 0, surprised: 0,
};

/** @returns {import("../../client/messages.js").Label} */
const label = (/** @type {number} */ seq, /** @type {number} */ mediaTimeS, over = {}) => ({
  type: "label", seq, emotion: "HAPPY", confidence: 0.9,
  expression: { name: "neutral", scores: SCORES }, smoothed: { name: "happy", scores: SCORES },
  uncertain: false, face: null, reason: null,
  frame: { rtp_timestamp: 0, media_time_s: mediaTimeS, width: 640, height: 480 },
  timing_ms: { decode: 1, wait: 1, infer: 1, total: 3 }, ...over,
});

test("readings keep the order of the frames when labels overtake each other", () => {
  const log = new ReadingLog();
  assert.equal(log.add(label(1, 0), 0), true);
  assert.equal(log.add(label(3, 2), 2), true);
  assert.equal(log.add(label(2, 1), 2.1), false);
  assert.deepEqual(log.readings.map(({ timeS }) => timeS), [0, 1, 2]);
});

test("a label that comes twice counts once", () => {
  const log = new ReadingLog();
  log.add(label(1, 0), 0);
  assert.equal(log.add(label(1, 0), 0), false);
  assert.equal(log.readings.length, 1);
});

test("a frame's own time counts, not when its label came", () => {
  const log = new ReadingLog();
  log.add(label(2, 1), 0);
  log.add(label(3, 2), 1.4);
  assert.deepEqual(log.readings.map(({ timeS }) => timeS), [1, 2]);
});

test("a label that says that no video comes stands where the session clock is", () => {
  const log = new ReadingLog();
  log.add(label(1, 0), 0);
  log.add(label(2, 0, { reason: "no_video", expression: null, smoothed: null }), 1.5);
  assert.equal(log.readings[1]?.timeS, 1.5);
});

test("without a readable face there is no confidence to tell", () => {
  const log = new ReadingLog();
  log.add(label(1, 0, { confidence: 0, expression: null, smoothed: null }), 0);
  assert.equal(log.readings[0]?.confidence, null);
});

test("a label without a frame stands where the session clock is", () => {
  const log = new ReadingLog();
  log.add(label(1, 0), 0);
  log.add(label(2, 0, { frame: null, expression: null, smoothed: null }), 1.25);
  assert.equal(log.readings[1]?.timeS, 1.25);
});

test("what is shown is the smoothed expression, or the raw one without it", () => {
  const log = new ReadingLog();
  log.add(label(1, 0), 0);
  log.add(label(2, 1, { smoothed: null }), 1);
  assert.deepEqual(log.readings.map(({ expression }) => expression), ["happy", "neutral"]);
});

test("a reported timeline is read, whether expressions are names or come with scores", () => {
  const readings = readingsOfTimeline([
    { time_s: 0, emotion: "HAPPY", confidence: 0.9, expression: "happy", uncertain: false },
    { time_s: 1, emotion: "SAD", confidence: 0.7, expression: { name: "sad", scores: SCORES } },
    { time_s: 2, emotion: "No face detected", expression: null, reason: "blurred" },
  ]);
  assert.deepEqual(readings.map(({ expression }) => expression), ["happy", "sad", null]);
  assert.deepEqual(readings[1]?.scores, SCORES);
  assert.equal(readings[2]?.reason, "blurred");
});

test("entries that are none are left out", () => {
  assert.deepEqual(readingsOfTimeline([null, 7, "x", {}, { time_s: 1 }, { emotion: "SAD" }]), []);
});

test("a reported reading gets the scores that were heard of its moment, and only those", () => {
  const heard = new ReadingLog();
  heard.add(label(1, 0), 0);
  heard.add(label(3, 2.001), 2);
  const reported = readingsOfTimeline([
    { time_s: 0, emotion: "HAPPY", expression: "happy" },
    { time_s: 1, emotion: "HAPPY", expression: "happy" },
    { time_s: 2, emotion: "SAD", expression: "sad" },
  ]);
  const scores = withScores(reported, heard.readings).map((reading) => reading.scores);
  assert.deepEqual(scores, [SCORES, null, null]);
});
