import assert from "node:assert/strict";
import { test } from "node:test";

import { parseRetryAfter } from "../../client/whip.js";

const NOW_MS = Date.UTC(2026, 10, 22, 12, 0, 0);

test("Retry-After in seconds", () => {
  assert.equal(parseRetryAfter("12", NOW_MS), 12);
});

test("Retry-After as a date", () => {
  assert.equal(parseRetryAfter("Sun, 22 Nov 2026 12:00:30 GMT", NOW_MS), 30);
});

test("Retry-After of now or the past still waits a second", () => {
  assert.equal(parseRetryAfter("0", NOW_MS), 1);
  assert.equal(parseRetryAfter("Sun, 22 Nov 2026 11:00:00 GMT", NOW_MS), 1);
});

test("no Retry-After, or one that means nothing", () => {
  assert.equal(parseRetryAfter(null, NOW_MS), undefined);
  assert.equal(parseRetryAfter("soon", NOW_MS), undefined);
});
