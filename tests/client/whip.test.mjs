import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { fetchReport, parseRetryAfter } from "../../client/whip.js";

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

/** A network that swallows packets: neither an answer nor a refusal. */
const swallow = (_, { signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

/** @returns a request for a report, and what ends its session */
function reportRequest() {
  const lifetime = new AbortController();
  const request = { endpoint: "/whip", token: null, resumeToken: "t", fetch: swallow };
  return { answer: fetchReport({ ...request, signal: lifetime.signal }), lifetime };
}

test("a report that nobody sends is not waited for as long as a browser waits", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const { answer } = reportRequest();
    mock.timers.tick(10_000);
    assert.deepEqual(await answer, { state: "unreachable" });
  } finally {
    mock.timers.reset();
  }
});

test("the end of a session ends the request for its report", async () => {
  const { answer, lifetime } = reportRequest();
  lifetime.abort();
  assert.deepEqual(await answer, { state: "unreachable" });
});
