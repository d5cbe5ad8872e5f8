import assert from "node:assert/strict";
import { test } from "node:test";

import { CaptionLog, MAX_TURN_CHARS, MAX_TURNS } from "../../client/captions.js";

/** @returns {import("../../client/messages.js").Transcript} */
const said = (role, text, final, startS = null) => ({
  type: "transcript", role, text, final, start_s: startS, end_s: startS,
});
const texts = (turns) => turns.map(({ role, text }) => [role, text]);

test("a turn grows until it is final, and then stands once", () => {
  const log = new CaptionLog();
  assert.equal(log.add(said("user", "Ho", false)), null);
  log.add(said("user", "Hola", false));
  assert.deepEqual(texts(log.open), [["user", "Hola"]]);
  assert.deepEqual(log.add(said("user", "Hola.", true, 2)), {
    role: "user", text: "Hola.", startS: 2, endS: 2,
  });
  assert.deepEqual(log.open, []);
  assert.deepEqual(texts(log.turns), [["user", "Hola."]]);
});

test("two who talk at once have a turn each", () => {
  const log = new CaptionLog();
  log.add(said("assistant", "Pues yo", false));
  log.add(said("user", "Espera", false));
  log.add(said("assistant", "Pues yo", true));
  assert.deepEqual(texts(log.turns), [["assistant", "Pues yo"]]);
  assert.deepEqual(texts(log.open), [["user", "Espera"]]);
});

test("what was cut off at the end is not lost to the files", () => {
  const log = new CaptionLog();
  log.add(said("user", "Hola", true));
  log.add(said("assistant", "Hola, ¿qué", false));
  assert.deepEqual(texts(log.all), [["user", "Hola"], ["assistant", "Hola, ¿qué"]]);
});

test("a turn of nothing is none", () => {
  const log = new CaptionLog();
  log.add(said("user", "…", false));
  assert.equal(log.add(said("user", " ", true)), null);
  assert.deepEqual(log.all, []);
});

test("neither many turns nor a long one fill the memory", () => {
  const log = new CaptionLog();
  for (let turn = 0; turn < MAX_TURNS + 5; turn += 1) log.add(said("user", `${turn}`, true));
  assert.equal(log.turns.length, MAX_TURNS);
  assert.equal(log.turns[MAX_TURNS - 1]?.text, `${MAX_TURNS + 4}`);
  log.add(said("user", "a".repeat(MAX_TURN_CHARS * 2), false));
  assert.equal(log.open[0]?.text.length, MAX_TURN_CHARS);
});
