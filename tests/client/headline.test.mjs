import assert from "node:assert/strict";
import { test } from "node:test";

import { TEXTS } from "../../client/i18n.js";
import { headlineOf } from "../../client/view/headline.js";

const expression = (/** @type {string} */ name, score = 0.8) => ({
  name,
  scores: {
    angry: 0.01, disgusted: 0.01, fearful: 0.01, happy: 0.01, neutral: 0.01, sad: 0.01,
    surprised: 0.01, [name]: score,
  },
});

const label = (/** @type {object} */ fields) => ({
  type: "label", seq: 1, emotion: "HAPPY", confidence: 0.9, expression: expression("happy"),
  smoothed: expression("happy"), uncertain: false, face: null, reason: null, frame: null,
  timing_ms: { decode: null, wait: null, infer: null, total: null }, ...fields,
});

test("an odd frame does not show: the headline is what the last moments say", () => {
  const odd = label({ emotion: "SAD", expression: expression("sad") });
  assert.deepEqual(headlineOf(odd), { text: "expression.happy", score: 0.8 });
});

test("a neutral face is neutral, whichever of happy and sad it is nearer to", () => {
  const neutral = label({ emotion: "SAD", smoothed: expression("neutral", 0.7) });
  assert.deepEqual(headlineOf(neutral), { text: "expression.neutral", score: 0.7 });
});

test("what is uncertain is said to be unclear and gets no name", () => {
  const unsure = label({ smoothed: expression("sad", 0.4), uncertain: true });
  assert.deepEqual(headlineOf(unsure), { text: "live.uncertain", score: 0.4 });
});

test("without a face there is nothing to be sure of", () => {
  const empty = label({ emotion: "No face detected", expression: null, smoothed: null });
  assert.deepEqual(headlineOf(empty), { text: "emotion.No face detected", score: null });
  assert.deepEqual(headlineOf(null), { text: "live.waiting", score: null });
});

test("while the connection is broken nothing is read", () => {
  assert.deepEqual(headlineOf(null, "reconnecting"), { text: "live.interrupted", score: null });
});

test("a server that does not smooth is shown as it reads", () => {
  assert.equal(headlineOf(label({ smoothed: null })).text, "expression.happy");
});

test("every headline has a text", () => {
  for (const name of ["angry", "neutral", "surprised"]) {
    const { text } = headlineOf(label({ smoothed: expression(name) }));
    assert.ok(Object.hasOwn(TEXTS.es, text), text);
  }
});
