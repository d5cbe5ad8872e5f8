import assert from "node:assert/strict";
import { test } from "node:test";

import { Liveness, PING_PERIOD_MS } from "../../client/liveness.js";

/**
 * Check every ping period until then.
 * @param {Liveness} liveness
 * @param {number} fromMs
 * @param {number} toMs
 */
function checkUntil(liveness, fromMs, toMs) {
  /** @type {string[]} */
  const seen = [];
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += PING_PERIOD_MS) {
    seen.push(liveness.check(nowMs));
  }
  return seen;
}

test("silence makes the link weak, then gone after five seconds", () => {
  assert.deepEqual(checkUntil(new Liveness(0), 1000, 5000), [
    "good", "good", "weak", "weak", "gone",
  ]);
});

test("any message makes the link good again", () => {
  const liveness = new Liveness(0);
  checkUntil(liveness, 1000, 4000);
  liveness.heard(4500);
  assert.equal(liveness.check(5000), "good");
});

test("a page that slept does not blame the server for the silence", () => {
  const liveness = new Liveness(0);
  assert.equal(liveness.check(60_000), "good");
  assert.deepEqual(checkUntil(liveness, 61_000, 65_000).pop(), "gone");
});

test("a second and a half of silence is worth a question", () => {
  const liveness = new Liveness(0);
  liveness.heard(1000);
  assert.equal(liveness.isDoubtful(2400), false);
  assert.equal(liveness.isDoubtful(2500), true);
});
