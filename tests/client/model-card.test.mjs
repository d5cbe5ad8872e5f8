import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { EXPRESSIONS } from "../../client/fields.js";
import { CardError, fetchCard, PARTS, parseCard, TASKS } from "../../client/model-card/card.js";

const metadata = JSON.parse(
  readFileSync(new URL("../../models/face.json", import.meta.url), "utf8"),
);

/** What `/model` answers, with the real figures. */
const ANSWER = {
  name: "emochat-face",
  version: "1",
  licence: "L",
  summary: "S",
  statement: "T",
  inputs: "I",
  forbidden_uses: ["a", "b"],
  data: ["d"],
  terms: ["t"],
  limits: [{ title: "x", text: "y" }],
  figures: {
    coverage: metadata.private_test_coverage,
    models: {
      network: metadata.models.network.private_test,
      landmarks: metadata.models.landmarks.private_test,
    },
  },
};

test("a card has a row for each task with and without near-copies, both models in it", () => {
  const { tasks } = parseCard(ANSWER);
  assert.equal(tasks.length, TASKS.length * PARTS.length);
  const scores = metadata.models.landmarks.private_test.happy_sad.without_near_copies;
  const row = tasks.find(({ task, part }) => task === "happy_sad" && part !== "all");
  assert.equal(row?.faces, scores.n);
  assert.deepEqual(row?.landmarks, {
    share: scores.accuracy,
    low: scores.accuracy_95[0],
    high: scores.accuracy_95[1],
  });
});

test("each expression has its faces, its recall with an interval and its coverage", () => {
  const { expressions } = parseCard(ANSWER);
  assert.deepEqual(expressions.map(({ name }) => name), [...EXPRESSIONS]);
  const scores = metadata.models.network.private_test.expressions.all;
  assert.equal(expressions.reduce((sum, { faces }) => sum + faces, 0), scores.n);
  for (const { name, network, found } of expressions) {
    assert.equal(network.share, scores.recall[name]);
    assert.ok(network.low < network.share && network.share < network.high);
    assert.equal(found, metadata.private_test_coverage.by_expression[name]);
  }
});

test("an answer that lacks a part is no card", () => {
  for (const name of Object.keys(ANSWER)) {
    assert.throws(() => parseCard({ ...ANSWER, [name]: undefined }), CardError, name);
  }
  assert.throws(() => parseCard(null), CardError);
});

test("the card is asked for in the reader's language", async () => {
  const asked = [];
  const fetcher = async (path) => {
    asked.push(path);
    return Response.json(ANSWER);
  };
  assert.equal((await fetchCard("es", fetcher)).statement, "T");
  assert.deepEqual(asked, ["/model?language=es"]);
});

test("a failing server and an unreadable answer are told as one error", async () => {
  for (const fetcher of [
    async () => new Response("", { status: 503 }),
    async () => new Response("<html>"),
    async () => Promise.reject(new TypeError("no network")),
  ]) {
    await assert.rejects(() => fetchCard("en", fetcher), CardError);
  }
});
