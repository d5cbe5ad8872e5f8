import assert from "node:assert/strict";
import { test } from "node:test";

import { I18n } from "../../client/i18n.js";
import { AssistantPanel } from "../../client/view/assistant-panel.js";
import { eventOf, FakeElement, usePage } from "./fake-page.mjs";
import { settled } from "./fakes.mjs";

const TALK = { name: "gemini-x", pushToTalk: false };
const PUSHED = { ...TALK, pushToTalk: true };

/** @param {() => Promise<void>} play of the audio element */
function createPanel(play = async () => {}) {
  const page = usePage();
  globalThis.MediaStream = class {};
  const audio = page.getElementById("reply");
  audio.play = play;
  const told = [];
  const panel = new AssistantPanel(new I18n(["en"]), { onTalk: (active) => told.push(active) });
  panel.render();
  const [root, sign, badge, mute] = ["assistant", "google-sign", "google-badge", "mute"].map((id) =>
    page.getElementById(id),
  );
  const leaves = () => {
    assert.equal(badge.hidden, root.dataset.leaving === "false");
    return root.dataset.leaving === "true";
  };
  const key = (type) =>
    page.dispatchEvent(eventOf(type, { key: " ", repeat: false, target: new FakeElement() }));
  return { page, panel, root, sign, mute, audio, told, leaves, key };
}

test("without the person's yes there is no panel, and nothing leaves", () => {
  const { panel, root, leaves } = createPanel();
  panel.begin(null);
  panel.setState("listening");
  assert.equal(root.hidden, true);
  assert.equal(leaves(), false);
});

test("the sign names who receives the voice, from the first moment in which it may leave", () => {
  const { panel, root, sign, leaves } = createPanel();
  panel.begin(TALK);
  assert.equal(root.hidden, false);
  for (const state of ["connecting", "listening", "speaking", "interrupted"]) {
    panel.setState(state);
    assert.equal(leaves(), true, state);
  }
  assert.match(sign.textContent, /Google now \(gemini-x\)/);
});

test("an assistant that is gone says so, and that nothing leaves any longer", () => {
  const { page, panel, sign, leaves } = createPanel();
  panel.begin(TALK);
  panel.setState("unavailable");
  assert.equal(leaves(), false);
  assert.match(sign.textContent, /Nothing goes/);
  assert.equal(page.getElementById("assistant-failure").hidden, false);
  panel.setState("listening");
  assert.equal(leaves(), true);
  assert.equal(page.getElementById("assistant-failure").hidden, true);
});

test("who pushes to talk sends nothing else", () => {
  const { panel, told, leaves, key } = createPanel();
  panel.begin(PUSHED);
  panel.setState("listening");
  assert.equal(leaves(), false);
  key("keydown");
  assert.equal(leaves(), true);
  key("keyup");
  assert.equal(leaves(), false);
  assert.deepEqual(told, [true, false]);
});

test("what was said while connecting still leaves when the button is up again", () => {
  const { panel, leaves, key } = createPanel();
  panel.begin(PUSHED);
  key("keydown");
  key("keyup");
  assert.equal(leaves(), true);
  panel.setState("listening");
  assert.equal(leaves(), false);
});

test("the reason of a failure is told while it lasts, and not in the next session", () => {
  const { page, panel } = createPanel();
  const failure = page.getElementById("assistant-failure");
  panel.begin(TALK);
  panel.setReason("the usage limit has been reached");
  assert.equal(failure.textContent, "");
  panel.setState("unavailable");
  assert.match(failure.textContent, /this server.*Reason: the usage limit has been reached\./);
  panel.begin(TALK);
  panel.setState("unavailable");
  assert.doesNotMatch(failure.textContent, /Reason/);
});

test("without push to talk there is no button for it", () => {
  const { page, panel, told, key } = createPanel();
  panel.begin(TALK);
  key("keydown");
  assert.equal(page.getElementById("talk").hidden, true);
  assert.deepEqual(told, []);
});

test("the end lets go of the button and of the voice", () => {
  const { panel, root, audio, told, leaves, key } = createPanel();
  panel.begin(PUSHED);
  panel.setReply({});
  key("keydown");
  panel.end();
  assert.deepEqual(told, [true, false]);
  assert.equal(audio.srcObject, null);
  assert.equal(leaves(), false);
  assert.equal(root.hidden, true);
});

test("its voice is muted and heard again by one button, which says what it will do", () => {
  const { panel, audio, mute } = createPanel();
  panel.begin(TALK);
  panel.setReply({});
  assert.match(mute.textContent, /Mute/);
  mute.dispatchEvent(new Event("click"));
  assert.equal(audio.muted, true);
  assert.match(mute.textContent, /Hear/);
  mute.dispatchEvent(new Event("click"));
  assert.equal(audio.muted, false);
});

test("a browser that will not play by itself leaves the button to ask for it", async () => {
  const { panel, audio, mute } = createPanel(() =>
    Promise.reject(new DOMException("no", "NotAllowedError")),
  );
  panel.begin(TALK);
  panel.setReply({});
  await settled();
  assert.equal(audio.muted, true);
  assert.match(mute.textContent, /Hear/);
});
