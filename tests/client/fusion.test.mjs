import assert from "node:assert/strict";
import { test } from "node:test";

import { fusionAt, layoutFusion, parseFusion, sourcesOf } from "../../client/fusion.js";

const SIZE = { width: 100, durationS: 10 };
const entry = (startS, endS, over = {}) => ({
  start_s: startS, end_s: endS, face: null, voice: null, opinion: null, words: null,
  agreement: "none", ...over,
});
const BOTH = { face: "happy", voice: "sad", agreement: "disagree" };
const read = (...timeline) => parseFusion({ timeline, agreement_share: 0.25 });

test("a report without it, or of one source only, has nothing to compare", () => {
  assert.equal(parseFusion(undefined), null);
  assert.equal(parseFusion({ timeline: "x" }), null);
  assert.equal(read(), null);
  assert.equal(read(entry(0, 1, { face: "happy", agreement: "single" })), null);
});

test("entries come in the order of time; what is none is left out", () => {
  const fusion = read(entry(2, 3, BOTH), null, entry(1, 1, BOTH), { start_s: 0 }, entry(0, 1, BOTH));
  assert.deepEqual(fusion?.entries.map(({ startS }) => startS), [0, 2]);
  assert.equal(fusion?.agreementShare, 0.25);
  assert.equal(fusion?.entries[0]?.names.voice, "sad");
});

test("an unknown word for agreement claims none", () => {
  assert.equal(read(entry(0, 1, { ...BOTH, agreement: "sort of" }))?.entries[0]?.agreement, "none");
});

test("a source that was never read has no row", () => {
  const { entries } = read(entry(0, 1, { face: "happy", words: "joy" })) ?? { entries: [] };
  assert.deepEqual(sourcesOf(entries), ["face", "words"]);
});

test("neighbours of one name are one span; a gap or another name begins a new one", () => {
  const { entries } = read(
    entry(0, 1, BOTH), entry(1.02, 2, BOTH), entry(4, 5, BOTH),
    entry(5, 6, { face: "sad", voice: "sad", agreement: "agree" }),
  ) ?? { entries: [] };
  const { rows, agreements } = layoutFusion(entries, SIZE);
  const [face, voice] = rows;
  assert.deepEqual(face?.spans, [
    { x: 0, width: 20, name: "happy" }, { x: 40, width: 10, name: "happy" },
    { x: 50, width: 10, name: "sad" },
  ]);
  assert.deepEqual(voice?.spans.map(({ x, width }) => [x, width]), [[0, 20], [40, 20]]);
  assert.deepEqual(agreements.map(({ name }) => name), ["disagree", "disagree", "agree"]);
});

test("one reading alone is neither agreement nor disagreement", () => {
  const { entries } = read(entry(0, 1, BOTH), entry(1, 2, { face: "happy", agreement: "single" })) ??
    { entries: [] };
  assert.deepEqual(layoutFusion(entries, SIZE).agreements.map(({ width }) => width), [10]);
});

test("nothing is drawn past the end of the chart, nor before its beginning", () => {
  const { entries } = read(entry(-1, 1, BOTH), entry(9, 12, BOTH), entry(12, 13, BOTH)) ??
    { entries: [] };
  const [face] = layoutFusion(entries, SIZE).rows;
  assert.deepEqual(face?.spans.map(({ x, width }) => [x, width]), [[0, 10], [90, 10]]);
});

test("a moment belongs to the entry that it begins", () => {
  const fusion = read(entry(0, 1, BOTH), entry(1, 2, { ...BOTH, voice: "angry" }));
  assert.equal(fusionAt(fusion, 1)?.names.voice, "angry");
  assert.equal(fusionAt(fusion, 2), null);
  assert.equal(fusionAt(null, 1), null);
});
