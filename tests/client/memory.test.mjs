import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { Memory } from "../../client/memory.js";

// Node has it as a global only from version 19 on.
globalThis.crypto ??= webcrypto;

/** CONTEXT_ID of the server's text endpoints. */
const CONTEXT_ID = /^[A-Za-z0-9_][A-Za-z0-9_.~:@+=-]{0,255}$/;

const KEY = "k3y";

function createMemory(status = 200) {
  const kept = new Map();
  const storage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
  const asked = [];
  const fetcher = async (url, init) => {
    asked.push({ url, ...init });
    if (status === null) throw new TypeError("fetch failed");
    return new Response(null, { status });
  };
  return { memory: new Memory(storage, fetcher), kept, asked };
}

/** @returns {Promise<string>} the name, as the server agreed to it */
async function remember(memory) {
  await memory.keep(memory.propose(), KEY);
  return memory.id;
}

test("nothing is kept until the person asks for it", () => {
  const { memory, kept } = createMemory();
  assert.equal(memory.id, null);
  assert.equal(kept.size, 0);
});

test("the name stays the same, is one that the server takes, and no two persons share one", async () => {
  const { memory } = createMemory();
  const id = memory.propose();
  await memory.keep(id, KEY);
  assert.equal(memory.propose(), id);
  assert.equal(memory.id, id);
  assert.match(id, CONTEXT_ID);
  assert.notEqual(createMemory().memory.propose(), id);
});

test("a name under which the server remembers nothing is not kept", () => {
  const { memory, kept } = createMemory();
  memory.propose();
  assert.equal(memory.id, null);
  assert.equal(kept.size, 0);
});

test("the person's choice outlives the page, whether there is a name or not", async () => {
  const { memory } = createMemory();
  memory.isWanted = true;
  assert.equal(memory.isWanted, true);
  await remember(memory);
  memory.isWanted = false;
  assert.equal(memory.isWanted, false);
});

test("forgetting deletes at the server, with the key, and then here", async () => {
  const { memory, kept, asked } = createMemory(200);
  const id = await remember(memory);
  assert.equal(await memory.forget(KEY), "forgotten");
  const [{ url, method, headers }] = asked;
  assert.deepEqual([url, method, headers], [`/v2/emotions/${id}`, "DELETE", { "x-api-key": KEY }]);
  assert.equal(kept.size, 0);
});

test("another key is asked for where one was refused", async () => {
  const { memory } = createMemory(401);
  const id = await remember(memory);
  assert.equal(await memory.forget("another"), "key_refused");
  assert.equal(memory.id, id);
});

test("what the server no longer knows is forgotten, too", async () => {
  const { memory, kept } = createMemory(404);
  await remember(memory);
  assert.equal(await memory.forget(KEY), "forgotten");
  assert.equal(kept.size, 0);
});

test("where another key finds nothing, the name is kept: what was remembered may still be there", async () => {
  const { memory } = createMemory(404);
  const id = await remember(memory);
  assert.equal(await memory.forget("another"), "another_key");
  assert.equal(memory.id, id);
  assert.equal(await memory.forget(KEY), "forgotten");
  assert.equal(memory.id, null);
});

test("the key itself is not kept beside the name", async () => {
  const { memory, kept } = createMemory();
  await remember(memory);
  assert.doesNotMatch(JSON.stringify([...kept]), new RegExp(KEY));
});

test("a key that a server made anew at its start forgets what the one of before remembered", async () => {
  const { memory } = createMemory(200);
  await remember(memory);
  assert.equal(await memory.forget("made anew"), "forgotten");
});

for (const [status, outcome] of [[401, "key_missing"], [403, "failed"], [500, "failed"], [null, "failed"]]) {
  test(`after ${status} the name is kept, so that it can be tried again`, async () => {
    const { memory } = createMemory(status);
    const id = await remember(memory);
    assert.equal(await memory.forget(""), outcome);
    assert.equal(memory.id, id);
  });
}

test("who is not remembered asks the server for nothing", async () => {
  const { memory, asked } = createMemory();
  assert.equal(await memory.forget(""), "forgotten");
  assert.deepEqual(asked, []);
});

test("a browser that keeps nothing remembers nobody", () => {
  const memory = new Memory(null);
  assert.equal(memory.isPossible, false);
  assert.equal(memory.propose(), null);
});
