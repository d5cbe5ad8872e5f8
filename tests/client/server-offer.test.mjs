import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { loadOffer, NO_OFFER, parseOffer } from "../../client/server-offer.js";

test("an assistant and scenarios are offered by name", () => {
  const offer = parseOffer({
    assistant: { available: true, name: "gemini-3.8-live" }, scenarios: ["wellness", "support"],
    keeps_text: true,
  });
  assert.deepEqual(offer, {
    assistant: { name: "gemini-3.8-live" }, scenarios: ["wellness", "support"], keepsText: true,
  });
});

for (const answer of [
  {}, null, "x", { assistant: null }, { assistant: { name: "x" } }, { scenarios: "wellness" },
  { assistant: { available: "yes", name: "x" } }, { assistant: { available: false, name: "x" } },
]) {
  test(`nothing is offered by ${JSON.stringify(answer)}`, () => {
    assert.deepEqual(parseOffer(answer), NO_OFFER);
  });
}

test("the server is asked at /model", async () => {
  const asked = [];
  const offer = await loadOffer(async (url) => {
    asked.push(url);
    return new Response(JSON.stringify({ scenarios: ["wellness"] }));
  });
  assert.deepEqual(asked, ["/model"]);
  assert.deepEqual(offer.scenarios, ["wellness"]);
});

for (const [name, fetcher] of [
  ["cannot be reached", () => Promise.reject(new TypeError("fetch failed"))],
  ["answers no JSON", async () => new Response("<html>")],
  ["refuses", async () => new Response(null, { status: 503 })],
]) {
  test(`the page does without, where the server ${name}`, async () => {
    const warn = mock.method(console, "warn", () => {});
    assert.deepEqual(await loadOffer(fetcher), NO_OFFER);
    warn.mock.restore();
  });
}
