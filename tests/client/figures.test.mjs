import assert from "node:assert/strict";
import { test } from "node:test";

import { figuresOf, runsOf } from "../../client/figures.js";

/** @type {Record<string, import("../../client/fields.js").Emotion>} */
const CODES = { H: "HAPPY", S: "SAD", "-": "No face detected" };

/**
 * @param {string} codes a letter a second
 * @returns {import("../../client/readings.js").Reading[]}
 */
const readings = (codes) =>
  [...codes].map((code, second) => ({
    timeS: second,
    emotion: CODES[code] ?? "No face detected",
    confidence: 0.9,
    expression: code === "H" ? "happy" : code === "S" ? "sad" : null,
    scores: null,
    uncertain: false,
    reason: code === "-" ? "no_face" : null,
  }));

test("shares count every second, expressions only those with a face", () => {
  const figures = figuresOf(readings("HHS-"));
  assert.deepEqual(figures.emotionShares, { HAPPY: 0.5, SAD: 0.25, "No face detected": 0.25 });
  assert.equal(figures.expressionShares.happy, 2 / 3);
  assert.equal(figures.expressionShares.angry, 0);
});

test("looking away between two happy seconds is no change", () => {
  assert.equal(figuresOf(readings("HH--H")).changes, 0);
  assert.equal(figuresOf(readings("HS-SH")).changes, 2);
});

test("changes are those of the name that was shown, so an uncertain second makes none", () => {
  const [first, second, third] = readings("HHH");
  assert.ok(first && second && third);
  assert.equal(figuresOf([first, { ...second, expression: "neutral" }, third]).changes, 2);
  const uncertain = { ...second, expression: /** @type {const} */ ("sad"), uncertain: true };
  assert.equal(figuresOf([first, uncertain, third]).changes, 0);
});

test("uncertain seconds are a share of those with a face", () => {
  const [first, second, ...rest] = readings("HH--");
  assert.ok(first && second);
  assert.equal(figuresOf([first, { ...second, uncertain: true }, ...rest]).uncertainShare, 0.5);
});

test("lost readings do not stretch a run", () => {
  const [first, second] = readings("HH");
  assert.ok(first && second);
  assert.deepEqual(runsOf([first, { ...second, timeS: 9 }]), [
    { emotion: "HAPPY", startS: 0, lengthS: 1 },
    { emotion: "HAPPY", startS: 9, lengthS: 1 },
  ]);
});

test("a late reading belongs to the same run", () => {
  const [first, second] = readings("HH");
  assert.ok(first && second);
  assert.equal(runsOf([first, { ...second, timeS: 2 }])[0]?.lengthS, 3);
});

test("runs are unbroken stretches", () => {
  assert.deepEqual(runsOf(readings("HHS")), [
    { emotion: "HAPPY", startS: 0, lengthS: 2 },
    { emotion: "SAD", startS: 2, lengthS: 1 },
  ]);
});

test("the longest run of each emotion comes longest first", () => {
  const { longestRuns } = figuresOf(readings("HSSSHH-"));
  assert.deepEqual(longestRuns.map(({ emotion, lengthS }) => [emotion, lengthS]), [
    ["SAD", 3], ["HAPPY", 2], ["No face detected", 1],
  ]);
});

test("a session without readings has figures, not NaN", () => {
  const figures = figuresOf([]);
  assert.equal(figures.count, 0);
  assert.equal(figures.uncertainShare, 0);
  assert.deepEqual(figures.emotionShares, { HAPPY: 0, SAD: 0, "No face detected": 0 });
  assert.deepEqual(figures.longestRuns, []);
});
