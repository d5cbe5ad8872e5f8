import assert from "node:assert/strict";
import { test } from "node:test";

import { Trickle } from "../../client/trickle.js";
import { OFFER_SDP, settled } from "./fakes.mjs";

const candidate = (/** @type {number} */ port) => ({
  candidate: `candidate:1 1 udp 1 192.0.2.1 ${port} typ host`,
  sdpMid: "0",
});
const portsOf = (/** @type {string} */ fragment) =>
  [...fragment.matchAll(/192\.0\.2\.1 (\d+)/g)].map(([, port]) => Number(port));

/** A server that answers each PATCH when told to. */
function slowServer() {
  const fragments = [];
  const answers = [];
  const send = (fragment) => {
    fragments.push(fragment);
    return new Promise((resolve) => answers.push(resolve));
  };
  return { fragments, answer: (accepted) => answers.shift()(accepted), send };
}

test("candidates found during a request go out together in the next one", async () => {
  const { fragments, answer, send } = slowServer();
  const trickle = new Trickle(OFFER_SDP, send);
  for (const port of [1, 2, 3]) trickle.add(candidate(port));
  trickle.add(null);
  answer(true);
  await settled();
  assert.deepEqual(fragments.map(portsOf), [[1], [2, 3]]);
  assert.ok(!fragments[0].includes("end-of-candidates"));
  assert.ok(fragments[1].includes("end-of-candidates"));
  answer(true);
  await settled();
  assert.equal(fragments.length, 2);
  assert.equal(trickle.count, 3);
});

test("the end is said even when it comes alone", async () => {
  const { fragments, send } = slowServer();
  new Trickle(OFFER_SDP, send).add(null);
  assert.equal(fragments.length, 1);
  assert.deepEqual(portsOf(fragments[0]), []);
});

test("a server that takes none is not asked again", async () => {
  const { fragments, answer, send } = slowServer();
  const trickle = new Trickle(OFFER_SDP, send);
  trickle.add(candidate(1));
  answer(false);
  await settled();
  trickle.add(candidate(2));
  await settled();
  assert.equal(fragments.length, 1);
});
