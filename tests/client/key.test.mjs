import assert from "node:assert/strict";
import { test } from "node:test";

import { takeKey } from "../../client/key.js";

/** @param {string} hash */
function tab(hash) {
  /** @type {Map<string, string>} */
  const kept = new Map();
  const storage = {
    getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ value) => kept.set(name, value),
  };
  /** @type {string[]} */
  const shown = [];
  const history = { replaceState: (/** @type {any[]} */ ...[, , url]) => shown.push(url) };
  const location = { hash, pathname: "/text", search: "" };
  const take = () =>
    takeKey(
      /** @type {Location} */ (/** @type {unknown} */ (location)),
      /** @type {History} */ (/** @type {unknown} */ (history)),
      /** @type {Storage} */ (/** @type {unknown} */ (storage)),
    );
  return { take, shown, location };
}

test("a key in the fragment is kept and leaves the address bar", () => {
  const { take, shown, location } = tab("#key=abc");
  assert.equal(take(), "abc");
  assert.deepEqual(shown, ["/text"]);
  location.hash = "";
  assert.equal(take(), "abc");
});

test("without a key the address stays as it is", () => {
  const { take, shown } = tab("#somewhere");
  assert.equal(take(), "");
  assert.deepEqual(shown, []);
});
