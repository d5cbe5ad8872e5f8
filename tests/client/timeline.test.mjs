import assert from "node:assert/strict";
import { test } from "node:test";

import { layoutTimeline, ROWS, tickStepS } from "../../client/timeline.js";
import { EXPRESSIONS } from "../../client/fields.js";

const SIZE = { width: 300, rowHeight: 16, durationS: 30 };
const SCORES = {
  angry: 0, disgusted: 0, fearful: 0, happy: 0.6, neutral: 0.3, sad: 0.1, surprised: 0,
};

/** @returns {import("../../client/readings.js").Reading} */
const reading = (/** @type {number} */ timeS, over = {}) => ({
  timeS, emotion: "HAPPY", confidence: 0.9, expression: "happy", scores: SCORES,
  uncertain: false, reason: null, ...over,
});

test("columns keep even steps though frames come at odd moments of their seconds", () => {
  const { columns } = layoutTimeline([reading(0), reading(1.063), reading(2.005)], SIZE);
  assert.deepEqual(columns.map(({ x }) => x), [0, 10, 20]);
});

test("readings around the turn of each second leave none of them empty", () => {
  const times = [0.04, 0.99, 2.001, 2.99, 3.995, 5.01];
  const { columns } = layoutTimeline(times.map((timeS) => reading(timeS)), SIZE);
  assert.deepEqual(columns.map(({ x }) => x), [0, 10, 20, 30, 40, 50]);
});

test("of two readings in one second the later one shows", () => {
  const none = { emotion: "No face detected", expression: null, scores: null };
  const { columns } = layoutTimeline([reading(1), reading(1.6, none)], SIZE);
  assert.deepEqual(columns.map(({ kind }) => kind), ["none"]);
});

test("every expression has one row", () => {
  assert.deepEqual([...ROWS].sort(), [...EXPRESSIONS].sort());
});

test("a column stands at its second and leaves a gap to the next", () => {
  const { columns, height } = layoutTimeline([reading(0), reading(3)], SIZE);
  assert.equal(height, 7 * 16);
  assert.deepEqual(columns.map(({ x }) => x), [0, 30]);
  assert.deepEqual(columns.map(({ width }) => width), [8, 8]);
});

test("the expression that was shown is solid; the others are as dark as they are likely", () => {
  const [column] = layoutTimeline([reading(0)], SIZE).columns;
  const opacity = (/** @type {string} */ name) =>
    column?.cells.find(({ expression }) => expression === name)?.opacity ?? Number.NaN;
  assert.equal(column?.kind, "expression");
  assert.equal(opacity("happy"), 1);
  assert.ok(opacity("neutral") > opacity("sad"));
  assert.ok(opacity("sad") > opacity("angry"));
  assert.ok(opacity("angry") > 0);
  assert.ok(opacity("neutral") < 0.6);
});

test("an uncertain reading has nothing solid", () => {
  const [column] = layoutTimeline([reading(0, { uncertain: true })], SIZE).columns;
  assert.equal(column?.kind, "uncertain");
  assert.ok(column.cells.every(({ opacity }) => opacity < 0.7));
});

test("a second without a readable face has a column and no cells", () => {
  const none = { emotion: "No face detected", expression: null, scores: null, reason: "no_face" };
  const [column] = layoutTimeline([reading(4, none)], SIZE).columns;
  assert.deepEqual(column, { x: 40, width: 8, kind: "none", cells: [] });
});

test("a reading without scores still shows its expression", () => {
  const [column] = layoutTimeline([reading(0, { scores: null })], SIZE).columns;
  const solid = column?.cells.filter(({ opacity }) => opacity === 1).map((cell) => cell.expression);
  assert.deepEqual(solid, ["happy"]);
});

test("nothing is drawn outside the chart", () => {
  const late = [reading(-1), reading(29.95), reading(30), reading(31)];
  const { columns } = layoutTimeline(late, SIZE);
  assert.equal(columns.length, 1);
  const [column] = columns;
  assert.ok(column && column.x + column.width <= SIZE.width);
});

test("ten minutes on a phone: columns stay visible and do not become all gap", () => {
  const readings = Array.from({ length: 600 }, (_, second) => reading(second));
  const { columns } = layoutTimeline(readings, { ...SIZE, durationS: 600 });
  assert.equal(columns.length, 600);
  assert.ok(columns.slice(0, -2).every(({ width }) => width >= 1));
});

test("ticks keep their distance and start at zero", () => {
  const { ticks } = layoutTimeline([], SIZE);
  assert.deepEqual(ticks, [
    { timeS: 0, x: 0 }, { timeS: 5, x: 50 }, { timeS: 10, x: 100 }, { timeS: 15, x: 150 },
    { timeS: 20, x: 200 }, { timeS: 25, x: 250 }, { timeS: 30, x: 300 },
  ]);
});

test("longer sessions and narrower charts have fewer ticks", () => {
  assert.equal(tickStepS(30, 900), 5);
  assert.equal(tickStepS(30, 200), 10);
  assert.equal(tickStepS(600, 300), 120);
  assert.equal(tickStepS(600, 20), 600);
});
