import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { I18n } from "../../client/i18n.js";
import { Memory } from "../../client/memory.js";
import { MemoryPanel } from "../../client/view/memory-panel.js";
import { eventOf, usePage } from "./fake-page.mjs";
import { settled } from "./fakes.mjs";

// Node has it as a global only from version 19 on.
globalThis.crypto ??= webcrypto;

function createStorage() {
  const kept = new Map();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
}

/** A page as it is after a load. */
function load({ storage = createStorage(), key = "", forgetting = "forgotten" } = {}) {
  const page = usePage();
  const memory = new Memory(storage);
  const serverKey = () => page.getElementById("memory-key").value || key;
  const panel = new MemoryPanel(new I18n(["en"]), memory, {
    onForget: async () => forgetting,
    serverKey,
  });
  panel.render();
  const choose = (/** @type {boolean} */ isOn) => {
    page.getElementById("memory-switch").checked = isOn;
    page.getElementById("memory-switch").dispatchEvent(eventOf("change"));
  };
  return { page, memory, panel, storage, choose };
}

test("what was chosen last is chosen after a reload, also once a session was remembered", async () => {
  const { choose, memory, storage } = load({ key: "k3y" });
  choose(true);
  await memory.keep("person-1", "k3y");
  assert.equal(load({ storage }).page.getElementById("memory-switch").checked, true);
  choose(false);
  assert.equal(load({ storage }).page.getElementById("memory-switch").checked, false);
});

test("without a key, it is asked for as soon as the person wants to be remembered", () => {
  const { choose, page, panel } = load();
  assert.equal(page.getElementById("memory-key-field").hidden, true);
  choose(true);
  assert.equal(page.getElementById("memory-key-field").hidden, false);
  assert.match(page.getElementById("memory-status").text, /has its key/);
  assert.equal(panel.contextId(), null);
  page.getElementById("memory-key").value = "k3y";
  assert.match(panel.contextId(), /^person-/);
});

test("what stands in the key's field counts only while the person sees it, and is taken once", () => {
  const { choose, page, panel } = load();
  choose(true);
  page.getElementById("memory-key").value = "k3y";
  choose(false);
  assert.deepEqual([panel.key, panel.takeKey()], ["", ""]);
  choose(true);
  page.getElementById("memory-key").value = " k3y ";
  assert.deepEqual([panel.key, panel.takeKey(), panel.takeKey()], ["k3y", "k3y", ""]);
});

test("nothing is left to forget of a session that the server did not remember", () => {
  const { choose, page, panel } = load({ key: "no key of this server" });
  choose(true);
  panel.setRemembered(panel.contextId(), null);
  assert.equal(page.getElementById("forget").hidden, true);
  assert.equal(page.getElementById("memory-key").attributes["aria-invalid"], "true");
  assert.match(page.getElementById("memory-status").text, /did not remember/);
});

test("that words are kept is said at the switch, and of a session that was remembered", () => {
  const { page, panel } = load({ key: "k3y" });
  const isShown = (/** @type {string} */ id) => !page.getElementById(id).hidden;
  panel.setOffer({ assistant: { name: "gemini" }, scenarios: [], keepsText: true });
  assert.deepEqual(["memory-words", "kept-words"].map(isShown), [true, false]);
  panel.setRemembered("person-1", "person-1");
  assert.deepEqual(["memory-words", "kept-words"].map(isShown), [true, true]);
  panel.setOffer({ assistant: null, scenarios: [], keepsText: true });
  assert.deepEqual(["memory-words", "kept-words"].map(isShown), [false, false]);
});

test("once the server remembers, it can be asked to forget", () => {
  const { choose, memory, page, panel } = load({ key: "k3y" });
  choose(true);
  const id = panel.contextId();
  panel.setRemembered(id, id);
  assert.equal(memory.id, id);
  assert.equal(page.getElementById("forget").hidden, false);
});

test("who is remembered under another key is asked for that one", async () => {
  const { page } = load({ key: "k3y", forgetting: "another_key" });
  page.getElementById("forget").dispatchEvent(eventOf("click"));
  await settled();
  assert.match(page.getElementById("memory-status").text, /remembered with another/);
  assert.equal(page.getElementById("memory-key-field").hidden, false);
  assert.equal(page.getElementById("memory-key").attributes["aria-invalid"], "false");
});
