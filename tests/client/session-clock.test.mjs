import assert from "node:assert/strict";
import { test } from "node:test";

import { SessionClock } from "../../client/session-clock.js";

test("before the first reading there is no time", () => {
  assert.equal(new SessionClock().elapsedS(5000), null);
});

test("the clock runs from the first reading on", () => {
  const clock = new SessionClock();
  assert.equal(clock.run(1000), true);
  assert.equal(clock.run(2000), false);
  assert.equal(clock.elapsedS(3500), 2.5);
});

test("it stands still while the connection is broken, and goes on where the server says", () => {
  const clock = new SessionClock();
  clock.run(1000);
  clock.stop(4000);
  assert.equal(clock.elapsedS(9000), 3);
  clock.set(2.5);
  assert.equal(clock.elapsedS(9000), 2.5);
  clock.run(10_000);
  assert.equal(clock.elapsedS(11_000), 3.5);
});
