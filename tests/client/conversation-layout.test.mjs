import assert from "node:assert/strict";
import { test } from "node:test";

import { layoutTrajectory } from "../../client/conversation/layout.js";

const SIZE = { width: 428, height: 228 };

const reading = (/** @type {string} */ role, /** @type {number} */ valence, intensity = 0.5) => ({
  role,
  emotion: { category: "joy", intensity, intensityLevel: "moderate", valence, arousal: 0.5 },
});

test("the pleasant is above the unpleasant, and zero is halfway", () => {
  const { points, zeroY } = layoutTrajectory([reading("user", 1), reading("user", -1)], SIZE);
  assert.deepEqual(points.map(({ y }) => y), [14, 214]);
  assert.equal(zeroY, 114);
});

test("messages stand at even distances from edge to edge", () => {
  const { points } = layoutTrajectory([0, 0, 0].map((v) => reading("user", v)), SIZE);
  assert.deepEqual(points.map(({ x }) => x), [14, 214, 414]);
});

test("a single message stands in the middle", () => {
  assert.equal(layoutTrajectory([reading("user", 0)], SIZE).points[0]?.x, 214);
});

test("a message that could not be read keeps its place and has no point", () => {
  const unread = { role: "user", emotion: null };
  const { points } = layoutTrajectory([reading("user", 0), unread, reading("user", 0)], SIZE);
  assert.deepEqual(points.map(({ x }) => x), [14, 414]);
});

test("each speaker has a line of their own", () => {
  const readings = [reading("user", 0), reading("assistant", 0.5), reading("user", 1)];
  const { lines } = layoutTrajectory(readings, SIZE);
  assert.deepEqual(lines.map((line) => line.length), [2, 1]);
});

test("the stronger the emotion, the larger the point", () => {
  const { points } = layoutTrajectory([reading("user", 0, 0), reading("user", 0, 1)], SIZE);
  assert.deepEqual(points.map(({ radius }) => radius), [4, 11]);
});

test("nothing to draw makes no point", () => {
  assert.deepEqual(layoutTrajectory([], SIZE).points, []);
});
