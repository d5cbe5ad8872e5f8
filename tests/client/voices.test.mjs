import assert from "node:assert/strict";
import { test } from "node:test";

import { VoiceLog } from "../../client/voices.js";

/** @returns {import("../../client/messages.js").Voice} */
const voice = (source, emotion, startS, endS) => ({
  type: "voice", seq: 1, emotion, confidence: 0.7, energy_level: "medium", source,
  window: startS === undefined ? null : { start_s: startS, end_s: endS },
});

function logOf(...voices) {
  const log = new VoiceLog();
  for (const each of voices) log.add(each);
  return log;
}

test("the two readings stand beside each other and never replace each other", () => {
  const log = logOf(voice("local", "sad", 0, 3), voice("gemini-live", "happy", 0, 3));
  assert.equal(log.local?.emotion, "sad");
  assert.equal(log.opinion?.emotion, "happy");
});

test("they are compared over the turn that the opinion is about, not over what came later", () => {
  const log = logOf(
    voice("local", "sad", 0, 3), voice("local", "sad", 1, 4), voice("local", "angry", 2, 5),
    voice("local", "happy", 6, 9), voice("local", "happy", 7, 10),
    voice("gemini-live", "happy", 0, 5),
  );
  assert.deepEqual(log.comparison, { local: "sad", opinion: "happy", agrees: false });
});

test("the same name is agreement", () => {
  const log = logOf(voice("local", "sad", 0, 3), voice("gemini-live", "sad", 1, 5));
  assert.equal(log.comparison?.agrees, true);
});

for (const [name, voices] of [
  ["there is no opinion", [voice("local", "sad", 0, 3)]],
  ["the opinion is unclear", [voice("local", "sad", 0, 3), voice("gemini-live", "uncertain", 0, 3)]],
  ["the reading is unclear", [voice("local", "uncertain", 0, 3), voice("gemini-live", "sad", 0, 3)]],
  ["the turns are others", [voice("local", "sad", 0, 3), voice("gemini-live", "sad", 3, 6)]],
  ["the opinion is of no turn", [voice("local", "sad", 0, 3), voice("gemini-live", "sad")]],
]) {
  test(`nothing is said of agreement where ${name}`, () => {
    assert.equal(logOf(...voices).comparison, null);
  });
}
